"""Entering a question by hand or from pasted text. It may import the rest of admin, never the reverse."""
