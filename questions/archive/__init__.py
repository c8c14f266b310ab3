"""From records to rows: what is true, what follows from it, who changed what, imports, and what staff do."""
