"""What lists of questions show: filters, facets, notes, breakdowns, charts. Imports search and models."""
