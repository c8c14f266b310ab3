"""Facts derived from texts and days: answer kinds, references, documents, topics, posts held.

May import evidence and audit, and search for topics' rules.
"""
