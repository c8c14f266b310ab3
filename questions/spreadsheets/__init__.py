"""Records as spreadsheets: their columns, reading and writing files, importing files, and undoing an import."""
