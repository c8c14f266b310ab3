"""Adding a question from its address, its UIN or the text of its page."""
