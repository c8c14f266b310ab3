"""Entering a question by hand or from pasted text. Imports the rest of admin, never the reverse."""
