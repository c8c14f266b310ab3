"""The audit history: who changed what, and writing rows so that this is recorded. Imports only models."""
