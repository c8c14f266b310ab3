"""What programs read: Parliament's Written Questions API, spoken by this archive."""
