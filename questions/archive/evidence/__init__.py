"""What is true of a question, given all that sources and editors said. Pure: imports no model, and writes nothing."""
