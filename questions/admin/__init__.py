"""The desk: every table, usable with a million rows."""

from . import departments, people, questions, records, topics

__all__ = ["departments", "people", "questions", "records", "topics"]
