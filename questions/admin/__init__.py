"""The desk: every table, usable with a million rows."""

from . import acronyms, answers, departments, history, natures, people, questions, records, security, topics, users

__all__ = [
    "acronyms",
    "answers",
    "departments",
    "history",
    "natures",
    "people",
    "questions",
    "records",
    "security",
    "topics",
    "users",
]
