"""Import a spreadsheet: first a preview, then all of it or nothing."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any

from django.db import DataError, IntegrityError, transaction

from questions.archive.importing.runs import Run, Silent, fewer_collections
from questions.models import Archive, AuditEntry, Change, ImportRun, Upload
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


def take(upload: Upload, user: Any, seen: str, *, public: bool = False) -> ImportRun:
    """Save what the preview with this digest showed, as a run of its own. Raises NotTaken and NotRead.

    Checking takes as long as saving, so it is done before taking the lock, and again if others wrote in the meantime.
    """
    before, resource = _mark(), _resource(upload, user)
    verdicts = _verdicts(resource, upload)
    with transaction.atomic():
        Archive.lock()
        if _mark() != before:
            resource = _resource(upload, user)
            verdicts = _verdicts(resource, upload)
        _refuse(verdicts, seen)
        run = Run(kind_of_run(upload.kind), [upload.name], None, Silent())
        run.row.started_by = user
        with run, fewer_collections():
            _save(resource, verdicts, public)
            number = count_verdicts(verdicts)
            run.count(Counter(created=number["new"], updated=number["changed"], unchanged=number["unchanged"]))
        upload.delete()
    return run.row


def _mark() -> tuple[int | None, int | None]:
    """A value that changes whenever something that rows are compared with is written."""
    last = (model.objects.order_by("-pk").values_list("pk", flat=True).first() for model in (AuditEntry, Change))
    entry, change = last
    return entry, change


def _refuse(verdicts: list[Verdict], seen: str) -> None:
    if digest(verdicts) != seen:
        raise NotTaken(
            "The archive has changed since this preview. Nothing was saved. Check the new preview, then save."
        )
    if count_verdicts(verdicts)["refused"]:
        raise NotTaken("Some rows are refused, so nothing was saved. Correct them in the file and upload it again.")


def _save(resource: BulkResource, verdicts: list[Verdict], public: bool) -> None:
    targets = list(targets_to_save(verdicts))
    try:
        with transaction.atomic():
            if targets:
                resource.save(targets, public=public)
    except (IntegrityError, DataError, RefusedRecord) as error:
        reason = str(error).splitlines()[0]
        raise NotTaken(f"The archive could not save the file ({reason}). Nothing was saved.") from error
