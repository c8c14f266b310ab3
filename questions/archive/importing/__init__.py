"""Imports: their files, batches and tables. May import writing, derived, evidence and audit."""
