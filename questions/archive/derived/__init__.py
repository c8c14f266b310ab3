"""What follows from texts and days: answer kinds, references, documents, topics, posts held.

Imports evidence and audit, and search for the rules of topics.
"""
