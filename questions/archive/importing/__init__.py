"""Importing records: runs, their batches, people and tables. May import derived, evidence and audit."""
