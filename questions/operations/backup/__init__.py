"""Backups: everything that an archive consists of, as one file that is made while the site runs, and restoring it."""
