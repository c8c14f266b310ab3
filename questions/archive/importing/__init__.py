"""Importing records: runs, their batches, people and tables. Imports derived, evidence and audit."""
