"""The admin: every table, usable with a million rows."""

from . import (
    acronyms,
    answer_kinds,
    departments,
    jobs,
    mistakes,
    people,
    read_only,
    refused_row_forms,
    security,
    sessions,
    spellings,
    topics,
    users,
)
from .question import admin as questions
from .question import answers
from .versioned import history

__all__ = [
    "acronyms",
    "answer_kinds",
    "answers",
    "departments",
    "history",
    "jobs",
    "mistakes",
    "people",
    "questions",
    "read_only",
    "refused_row_forms",
    "security",
    "sessions",
    "spellings",
    "topics",
    "users",
]
