"""The list of questions that are not public, kept beside backups, so that restoring one does not publish them again.

The list has no texts and no reasons: only each question's id, House and UIN, and its state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from questions.models import Archive, AuditEntry, Question

from .destinations import Destination
from .errors import BackupError
from .names import short_uuid

FORMAT, VERSION = "pq-archive-withheld", 1
DRAFT, DELETED, ERASED = "not published", "deleted", "deleted permanently"
STATES = (DRAFT, DELETED, ERASED)
BATCH = 500  # questions in a statement
REASON = "It was not public when this archive was restored from an earlier backup."


class Withheld(NamedTuple):
    id: int
    house: str
    uin: str
    state: str


def list_name(archive: str) -> str:
    return f"pq-archive-withheld-{short_uuid(archive)}.json"


def write_list(place: Destination, work: Path) -> int:
    """Write the list of what is not public now. Returns how many questions it has. Raises OSError or BackupError.

    Questions that this archive no longer has stay in the list, because an older backup may have them.
    """
    archive = Archive.name()
    name = list_name(archive)
    former = read_list(place, name, work) if name in place.names() else []
    listed = sorted({*find_withheld(), *unknown_ones(former)})
    about = {"format": FORMAT, "version": VERSION, "archive": archive, "written_at": datetime.now(UTC).isoformat()}
    with place.writing(name, work) as file:
        file.write(json.dumps({**about, "questions": listed}).encode())
    return count_questions(listed)


def count_questions(listed: list[Withheld]) -> int:
    """One may be listed by several UINs."""
    return len({one.id for one in listed})


def find_withheld() -> set[Withheld]:
    """The questions that are not public now, and those that were deleted permanently."""
    drafts = Question.objects.drafts()
    deleted = Question.objects.filter(deleted_at__isnull=False)
    # Two queries, because each has its own index.
    return {*listed_as(DRAFT, drafts), *listed_as(DELETED, deleted), *find_erased()}


def listed_as(state: str, questions: QuerySet[Question]) -> Iterator[Withheld]:
    pks = list(questions.order_by().values_list("pk", flat=True))
    for part in split(pks):
        for name in names_of(part):
            yield Withheld(*name, state)


def names_of(pks: list[int]) -> set[tuple[int, str, str]]:
    """The id, House and UIN of these questions, as they are and as they were: an earlier backup has the former ones."""
    now = {pk: (house, uin) for pk, house, uin in Question.objects.filter(pk__in=pks).values_list("pk", "house", "uin")}
    entries = AuditEntry.objects.filter(model="question", row_id__in=list(now))
    before = {(entry.row_id, *was(entry.fields, now[entry.row_id])) for entry in entries.iterator()}
    return {*before, *((pk, *name) for pk, name in now.items())}


def was(fields: dict[str, list[Any]], now: tuple[str, str]) -> tuple[str, str]:
    """The House and the UIN before a change; those of now where the change does not say."""
    house, uin = (str(fields.get(name, [value])[0] or value) for name, value in zip(("house", "uin"), now, strict=True))
    return house, uin


def find_erased() -> set[Withheld]:
    entries = AuditEntry.objects.filter(model="question", kind=AuditEntry.Kind.DELETED)
    gone = entries.exclude(row_id__in=Question.objects.values("pk"))
    return {was_erased(entry.row_id, entry.fields) for entry in gone.iterator()}


def was_erased(pk: int, fields: dict[str, list[Any]]) -> Withheld:
    """The entry for a question whose history has its last values."""
    house, uin = (str(fields.get(name, [""])[0]) for name in ("house", "uin"))
    return Withheld(pk, house, uin, ERASED)


def unknown_ones(former: list[Withheld]) -> set[Withheld]:
    """Those that this archive does not have. An id may have been given to another question since."""
    return {
        one
        for part in split(former)
        for known in [names_of([one.id for one in part])]
        for one in part
        if one[:3] not in known
    }


def read_list(place: Destination, name: str, work: Path) -> list[Withheld]:
    """Raises OSError or BackupError."""
    with place.reading(name, work) as file:
        text = file.read()
    try:
        given = json.loads(text)
        listed = [Withheld(int(pk), str(house), str(uin), state) for pk, house, uin, state in given["questions"]]
        if (given["format"], given["version"]) == (FORMAT, VERSION) and {one.state for one in listed} <= {*STATES}:
            return listed
    except (ValueError, KeyError, TypeError):
        pass
    raise BackupError(
        f"{name} is not a list of withheld questions, or it is altered or of a later version: use an earlier copy, or "
        "move it away and then withhold those questions again yourself"
    )


def withhold_statements(listed: list[Withheld]) -> list[str]:
    """SQL, for both engines, that makes these questions not public in a restored database, and logs the change."""
    deleted = [one for one in listed if one.state != DRAFT]
    drafts = [one for one in listed if one.state == DRAFT]
    return [
        *statements(deleted, "deleted_at = CURRENT_TIMESTAMP"),
        *statements(drafts, f"published_at = NULL, withheld_because = {literal(REASON)}"),
    ]


def statements(listed: list[Withheld], change: str) -> list[str]:
    found: list[str] = []
    for part in split(listed):
        same = ", ".join(f"({one.id}, {literal(one.house)}, {literal(one.uin)})" for one in part)
        public = f"published_at IS NOT NULL AND deleted_at IS NULL AND (id, house, uin) IN (VALUES {same})"
        log = f"SELECT id, 'withheld', CURRENT_TIMESTAMP FROM questions_question WHERE {public};"  # noqa: S608
        found.append(f"INSERT INTO questions_change (question_id, what, at) {log}")
        found.append(f"UPDATE questions_question SET {change} WHERE {public};")  # noqa: S608 - literals are quoted
    return found


def split(listed: list[Any]) -> list[list[Any]]:
    return [listed[start : start + BATCH] for start in range(0, len(listed), BATCH)]


def literal(text: str) -> str:
    return "'{}'".format(text.replace("\0", "").replace("'", "''"))
