"""Django's engine for PostgreSQL, for web processes: see base.py, where Django looks for it."""
