"""Parliament's APIs over HTTP: what to ask, asking politely, and saving the answers. Imports archive and sources."""
