"""Records as spreadsheets: the columns of each kind, reading and writing files, importing them and undoing that."""
