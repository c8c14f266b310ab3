"""What every list of questions shows: its filters, facets, notes, breakdowns and charts. Imports search and models."""
