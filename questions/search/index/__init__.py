"""The search index: its fields, its documents, its files, and the one writer."""
