"""Searching and counting questions in the index. Imports models, rules and text."""
