"""Parliament's rules: deadlines, sessions, Parliaments, parties, days. Pure: imports no model."""
