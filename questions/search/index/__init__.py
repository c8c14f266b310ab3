"""The index: its fields, its documents, where it is kept, and who writes it."""
