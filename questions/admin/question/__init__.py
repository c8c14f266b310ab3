"""The admin of questions and their answers."""
