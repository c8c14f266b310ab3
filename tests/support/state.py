"""The whole archive as plain values without primary keys, to compare two archives by.

`python -m tests.support.state` prints a digest of each table of the database that the environment names.
"""

from __future__ import annotations

import hashlib
import os

import django
from django.apps import apps
from django.db import connection
from django.db.models import Model

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")
    django.setup()

from questions.models import (
    Answer,
    Attachment,
    Department,
    Evidence,
    ExternalId,
    FormerAddress,
    GroupLink,
    Member,
    Membership,
    Post,
    Question,
    QuestionEvent,
    Reference,
)

# How a row is named without its primary key, by the fields that lead to one that names it.
QUESTION = "question__house", "question__tabled_on", "question__answered_on", "question__uin"
STATE: dict[type[Model], tuple[str, ...]] = {
    Department: ("key", "parliament_id", "name", "short_name", "slug", "started_on", "ended_on"),
    Member: (
        "parliament_id",
        "name",
        "list_name",
        "other_names",
        "folded",
        "sort_name",
        "listed_party",
        "listed_seat",
        "listed_on",
        "name_source",
    ),
    Membership: ("member__parliament_id", "house", "party", "seat", "started_on", "ended_on"),
    Post: ("member__parliament_id", "title", "rank", "department__slug", "is_on_leave", "started_on", "ended_on"),
    Question: (
        *("parliament_id", "uin", "house", "heading", "text", "text_is_cut", "asked_by__parliament_id"),
        *("asked_as__party", "asked_as__seat", "asked_as__started_on", "department__slug", "tabled_on"),
        *("due_on", "is_named_day", "has_interest", "is_withdrawn", "status", "answered_on"),
        *("source_url", "provenance", "last_seen_on", "vanished_on", "asked_by_printed__value"),
    ),
    Answer: (
        *QUESTION,
        *("stage", "answered_on", "answered_by__parliament_id", "department__slug", "text", "text_is_cut"),
        *("answered_as__title", "answered_as__department_name", "answered_as__started_on"),
        "answered_by_printed__value",
    ),
    Attachment: ("answer__question__uin", "answer__question__tabled_on", "url", "title", "file_type", "size"),
    QuestionEvent: (*QUESTION, "kind", "day", "before", "after", "source"),
    ExternalId: ("scheme", "value", "name", "house", "seen_on", "member__parliament_id", "is_an_editors"),
    GroupLink: (*QUESTION, "uin", "tabled_on", "answered_on", "other__uin", "other__tabled_on"),
    Reference: (*QUESTION, "answer__stage", "uin", "day", "target__house", "target__uin", "target__tabled_on"),
    FormerAddress: (*QUESTION, "uin", "tabled_on", "answered_on"),
    Evidence: (*QUESTION, "packed"),
}


def archive_state() -> dict[str, list[tuple]]:
    """Every table's rows, sorted."""
    if connection.vendor == "postgresql":
        # Rows of a transaction that goes on are unknown to its planner, which then joins them one by one.
        connection.cursor().execute("ANALYZE")
    return {model.__name__: _rows(model, fields) for model, fields in STATE.items()}


def _rows(model: type[Model], fields: tuple[str, ...]) -> list[tuple]:
    rows = model._default_manager.order_by().values_list(*fields)
    return sorted((tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows), key=repr)


def main() -> None:
    """Print a digest of each table of the database that the environment names."""
    for name, rows in archive_state().items():
        print(name, len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())  # noqa: T201


if __name__ == "__main__":
    main()
