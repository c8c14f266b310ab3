"""The rules of Parliament: deadlines, sessions, parliaments, days. Pure: imports no model."""
