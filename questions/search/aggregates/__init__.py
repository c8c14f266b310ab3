"""Figures counted from the index: timeliness, coverage, documents, numbers that are missing."""
