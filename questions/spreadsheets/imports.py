"""Import a spreadsheet: first a preview, then all of it, or the good rows with the refused ones kept, or nothing."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import Any

from django.db import DataError, IntegrityError, transaction

from questions.archive.importing.runs import LONGEST_RAW, Run, Silent, as_kept, fewer_collections
from questions.models import Archive, AuditEntry, Change, ImportRun, RefusedRow, Upload
from questions.sources.records import RefusedRecord

from .files import read
from .kinds import RESOURCES, kind_of_run
from .resources import BulkResource, Verdict, count_verdicts, targets_to_save


class NotTaken(Exception):
    """Nothing was saved. The message says why, and what to do."""


def look_at(upload: Upload, user: Any) -> list[Verdict]:
    """The result of each row, without saving anything. Raises NotRead."""
    return _verdicts(_resource(upload, user), upload)


def _verdicts(resource: BulkResource, upload: Upload) -> list[Verdict]:
    with fewer_collections():
        return resource.verdicts(read(bytes(upload.content)))


def _resource(upload: Upload, user: Any) -> BulkResource:
    return RESOURCES[upload.kind](user.get_username())


def digest(verdicts: list[Verdict]) -> str:
    """A digest that changes with anything that a preview shows."""
    shown = ((v.line, v.kind, v.label, sorted(v.target.changes.items()), sorted(v.errors.items())) for v in verdicts)
    return sha256("\n".join(map(repr, shown)).encode()).hexdigest()


def take(upload: Upload, user: Any, seen: str, *, public: bool = False, keeps_refused: bool = False) -> ImportRun:
    """Save what the preview with this digest showed, as a run of its own. Raises NotTaken and NotRead.

    With `keeps_refused`, refused rows are kept for repair; otherwise a single one means that nothing is saved.
    Checking takes as long as saving, so it is done before taking the lock, and again if others wrote in the meantime.
    """
    before, resource = _mark(), _resource(upload, user)
    verdicts = _verdicts(resource, upload)
    with transaction.atomic():
        Archive.lock()
        if _mark() != before:
            resource = _resource(upload, user)
            verdicts = _verdicts(resource, upload)
        _refuse(verdicts, seen, keeps_refused)
        run = Run(kind_of_run(upload.kind), [upload.name], None, Silent())
        run.row.started_by = user
        with run, fewer_collections():
            save(resource, verdicts, run, public=public)
            keep_refused(run, upload.name, resource, verdicts)
        upload.delete()
    return run.row


def _mark() -> tuple[int | None, int | None]:
    """A value that changes whenever something that rows are compared with is written."""
    last = (model.objects.order_by("-pk").values_list("pk", flat=True).first() for model in (AuditEntry, Change))
    entry, change = last
    return entry, change


def _refuse(verdicts: list[Verdict], seen: str, keeps_refused: bool) -> None:
    if digest(verdicts) != seen:
        raise NotTaken(
            "The archive has changed since this preview. Nothing was saved. Check the new preview, then save."
        )
    if not keeps_refused and count_verdicts(verdicts)["refused"]:
        raise NotTaken("Some rows are refused, so nothing was saved. Correct them in the file and upload it again.")


def save(resource: BulkResource, verdicts: list[Verdict], run: Run, *, public: bool) -> None:
    """Save the good rows and count them in the run. Raises NotTaken."""
    targets = list(targets_to_save(verdicts))
    try:
        with transaction.atomic():
            if targets:
                resource.save(targets, public=public)
    except (IntegrityError, DataError, RefusedRecord) as error:
        reason = str(error).splitlines()[0]
        raise NotTaken(f"The archive could not save the file ({reason}). Nothing was saved.") from error
    number = count_verdicts(verdicts)
    run.count(Counter(created=number["new"], updated=number["changed"], unchanged=number["unchanged"]))


def keep_refused(run: Run, name: str, resource: BulkResource, verdicts: list[Verdict]) -> None:
    """Keep the refused rows for repair, except those that an earlier upload left waiting. Raises NotTaken."""
    refused = {verdict.line: verdict for verdict in verdicts if verdict.kind == "refused"}
    if not refused:
        return
    waiting = set(RefusedRow.objects.waiting().filter(run__kind=run.row.kind).values_list("raw", flat=True))
    rows = {line: row for line, row in resource.sheet.by_line() if line in refused}
    _refuse_too_long(rows)
    kept = {line: row for line, row in rows.items() if as_kept(row) not in waiting}
    run.refuse_all(name, [(line, refused[line].reason, row) for line, row in kept.items()])


def _refuse_too_long(rows: dict[int, dict[str, str]]) -> None:
    """A repair shows and takes a row as indented JSON, which must be whole."""
    for line, row in rows.items():
        if len(json.dumps(row, ensure_ascii=False, indent=2)) > LONGEST_RAW:
            raise NotTaken(
                f"Line {line} is refused and has more than {LONGEST_RAW:,} characters, too many to keep it for repair. "
                "Nothing was saved. Correct it in the file and upload it again."
            )
