"""What runs beside the web processes: the worker that keeps the index up to date, backups."""
