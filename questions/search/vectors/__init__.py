"""Search by meaning: a local model makes a vector of each question, and the vectors closest to a text are found."""
