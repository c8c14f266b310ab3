"""Importing records: runs, their batches, people and tables. May import writing, derived, evidence and audit."""
