"""Small changes made to the pure modules, to see whether their tests notice: `make mutants`."""
