"""Lists of questions as files, for readers."""
