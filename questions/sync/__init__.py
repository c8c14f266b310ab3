"""Fetches from Parliament's APIs, within limits, and saves the replies. Imports archive and sources."""
