"""Records to rows: what is true, what follows from it, and who changed what. Packages below say more."""
