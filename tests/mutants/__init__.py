"""`make mutants`: small changes to the pure modules, to see whether their tests notice."""
