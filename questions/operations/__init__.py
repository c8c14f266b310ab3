"""What runs beside the web processes: backups, and the worker that keeps the index up to date."""
