"""Lists of questions as files."""
