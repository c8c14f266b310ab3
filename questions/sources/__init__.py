"""Sources, one module each: from bytes to records. Pure: imports rules and text, no model."""
