"""The audit history: who changed what, kept with each change of a row. Imports only models."""
