"""How dates and times are written in British English."""
