"""A whole archive as one file, and loading it."""
