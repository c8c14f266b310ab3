"""Charts that pages draw as SVG: careers, departments' genealogy, spans of time."""
