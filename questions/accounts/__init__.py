"""Signing in, roles, second factor and security log."""
