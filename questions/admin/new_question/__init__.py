"""Entering a question by hand, or from what was pasted. Imports the rest of admin, never the other way round."""
