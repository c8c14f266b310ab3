"""Taking in records: one run, its batches, people and tables. Imports derived, evidence and audit."""
