"""The desk: every table, usable with a million rows."""

from . import (
    acronyms,
    answers,
    departments,
    history,
    mistakes,
    natures,
    people,
    questions,
    records,
    refused,
    security,
    sessions,
    topics,
    users,
)

__all__ = [
    "acronyms",
    "answers",
    "departments",
    "history",
    "mistakes",
    "natures",
    "people",
    "questions",
    "records",
    "refused",
    "security",
    "sessions",
    "topics",
    "users",
]
