"""Parliament's own API: its addresses, parameters and records, over this archive's questions."""
