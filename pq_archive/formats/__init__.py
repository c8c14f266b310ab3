"""How dates and times are written, if not as Django writes them."""
