"""What is true of a question, given all that sources and editors said. Pure: imports rules and text, saves no model."""
