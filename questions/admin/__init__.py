"""The desk: every table, usable with a million rows."""

from . import (
    acronyms,
    departments,
    history,
    mistakes,
    natures,
    people,
    questions,
    records,
    refused,
    security,
    topics,
    users,
)

__all__ = [
    "acronyms",
    "departments",
    "history",
    "mistakes",
    "natures",
    "people",
    "questions",
    "records",
    "refused",
    "security",
    "topics",
    "users",
]
