"""What runs beside the web processes: the index worker, and copies of a whole archive."""
