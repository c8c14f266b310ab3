"""Who changed what, and writing rows so that it is recorded. Imports models only."""
