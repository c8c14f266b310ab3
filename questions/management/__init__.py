"""Commands, and the progress and reports that they share."""
