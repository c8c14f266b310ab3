"""The search language: from what was typed to a tree, to its meaning, to words."""
