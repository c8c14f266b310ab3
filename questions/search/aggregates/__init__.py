"""Figures counted from the index: timeliness, coverage, cited documents, and UINs that show a missing session."""
