"""Texts: cleaning HTML, reading it as lines and words, comparing it, finding dates, references and documents. Pure."""
