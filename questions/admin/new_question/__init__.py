"""Entering a question by hand or from pasted text. The form of questions stands on it."""
