"""Records as spreadsheets, down and up: each kind's columns, files read and written, imports and undoing them."""
