"""The search language: from typed text to a tree, its meaning, and a description in words."""
