"""What is true, given all that was said of a question. Pure: imports rules and text, no model that is saved."""
