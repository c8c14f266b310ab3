"""The demo archive: invented questions by invented members, loaded by the same importers as real ones."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone

from questions import FOLDER
from questions.archive.derived.references import log_citing
from questions.archive.writing.write_questions import DEMO
from questions.models import (
    Answer,
    Archive,
    AuditEntry,
    Change,
    Department,
    ImportRun,
    Member,
    Question,
    Topic,
    TopicAssignment,
)

from . import csv_imports
from .runs import FORMATS, Progress, Run, TableImport, import_questions, import_table

FOLDER = FOLDER / "demo"
LAST_DAY = date(2025, 11, 14)


def load(progress: Progress) -> Counter:
    """Load the demo archive, or its missing parts; returns the counts of its questions."""
    tables: list[tuple[TableImport, str]] = [
        (csv_imports.departments(), "departments.csv"),
        (csv_imports.members(LAST_DAY, fictional=True), "members.csv"),
        (csv_imports.memberships(fictional=True), "memberships.csv"),
        (csv_imports.posts(fictional=True), "posts.csv"),
    ]
    for how, name in tables:
        _checked(import_table(how._replace(kind=DEMO), [str(FOLDER / name)], progress))
    run = _checked(
        import_questions([str(FOLDER)], progress, how=FORMATS["parliament"]._replace(source=DEMO, kind=DEMO))
    )
    _load_topics()
    return Counter(created=run.created, updated=run.updated, unchanged=run.unchanged)


def _checked(run: Run) -> ImportRun:
    if run.row.errors or run.row.refused:
        raise RuntimeError(f"the demo archive is damaged: {run.row.errors or run.row.refused_rows.first()}")
    return run.row


def _rows(name: str) -> list[dict[str, str]]:
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def _load_topics() -> None:
    Archive.lock()
    topics = {
        row["slug"]: Topic.objects.get_or_create(slug=row["slug"], defaults=row)[0] for row in _rows("topics.csv")
    }
    questions = {q.parliament_id: q for q in Question.objects.filter(provenance=DEMO).only("pk", "parliament_id")}
    assignments = [
        TopicAssignment(topic=topics[row["slug"]], question=questions[int(row["question_id"])])
        for row in _rows("topic_questions.csv")
    ]
    TopicAssignment.objects.bulk_create(assignments, ignore_conflicts=True)
    Change.log({assignment.question_id for assignment in assignments}, "topics")


@transaction.atomic
def remove() -> int:
    """Remove the demo archive; returns how many questions were deleted.

    Departments and topics that real records or editors now use are kept.
    """
    Archive.lock()
    questions = Question.objects.filter(provenance=DEMO)
    pks = list(questions.values_list("pk", flat=True))
    log_citing(pks)
    questions.delete()
    Change.log(pks, "deleted")
    _unused_members().delete()
    Topic.objects.filter(slug__in=[row["slug"] for row in _rows("topics.csv")], assignments=None).delete()
    _remove_departments()
    AuditEntry.objects.filter(run__kind=DEMO).delete()
    ImportRun.objects.filter(kind=DEMO).delete()
    ImportRun.objects.create(kind="demo --remove", outcome=ImportRun.Outcome.DONE, finished_at=timezone.now())
    return len(pks)


def _unused_members():
    used = Question.objects.exclude(asked_by=None).values("asked_by")
    answering = Answer.objects.exclude(answered_by=None).values("answered_by")
    return Member.objects.filter(is_fictional=True).exclude(pk__in=used).exclude(pk__in=answering)


def _remove_departments() -> None:
    """Delete unused departments of the demo, unless a real list of departments has been imported."""
    if ImportRun.objects.filter(kind="import_departments").exists():
        return
    answering = Answer.objects.exclude(department=None).values("department")
    Department.objects.filter(
        key__in=[row["key"] for row in _rows("departments.csv")],
        questions=None,
        posts=None,
        successor_links=None,
        predecessor_links=None,
    ).exclude(pk__in=answering).delete()
