"""Records as spreadsheets for staff: columns, reading and writing files, importing files, and undoing an import."""
