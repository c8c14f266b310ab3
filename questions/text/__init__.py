"""Cleaning HTML, reading and comparing texts, and finding dates, references and documents. Pure: imports no model."""
