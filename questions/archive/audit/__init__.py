"""The audit history: who changed what, and writing rows so that the history records it. Imports only models."""
