"""Forms that notice edits by others, keep what was typed, and show and restore history."""
