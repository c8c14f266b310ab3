"""Undo a whole import: each record goes back to its earlier state, unless somebody has changed it since."""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector
from django.utils import timezone

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign
from questions.archive.audit.entries import Key, States
from questions.archive.audit.states import set_columns, undo_entries
from questions.archive.audit.tracked import TRACKED
from questions.archive.editing import publishing
from questions.archive.editing.question_edits import make_draft
from questions.archive.importing.runs import Run, Silent
from questions.archive.rows_as_records import record_from, with_record
from questions.archive.writing.write_questions import write_drafts
from questions.models import Answer, Archive, AuditEntry, ImportRun, Question, RefusedRow

from .kinds import BY_RUN, RESOURCES
from .questions import BATCH
from .resources import portions
from .rows import RowResource


class AlreadyUndone(Exception):
    """The run has already been undone."""


class Left(NamedTuple):
    """A record that stays unchanged, with the reason."""

    pk: int
    label: str
    why: str


class Undoing(NamedTuple):
    """What to do with the records that a run wrote, by primary keys."""

    model: type[Model]
    back: list[int]  # go back to their earlier state
    gone: list[int]  # new with the run, to be deleted
    left: list[Left]


def can_be_undone(run: ImportRun) -> bool:
    return run.kind in BY_RUN and run.outcome == ImportRun.Outcome.DONE and not run.undone_by.exists()


def look_at(run: ImportRun) -> Undoing:
    model = RESOURCES[BY_RUN[run.kind]].model
    entries = _entries(run, model)
    touched = sorted(set(entries.values_list(_by(model), flat=True)))
    created = set(entries.filter(model=model._meta.model_name, kind="created").values_list("row_id", flat=True))
    is_page = TRACKED[model].root is model
    found = [*_changed_since(run, model, touched, by_page=model is Question), *_needed(model, created)]
    found += _changed_since(
        run, model, sorted(created), by_page=is_page
    )  # deleting a new record deletes what belongs to it
    left = {one.pk: one for one in found}
    free = [pk for pk in touched if pk not in left]
    back, gone = [pk for pk in free if pk not in created], [pk for pk in free if pk in created]
    return Undoing(model, back, gone, [left[pk] for pk in sorted(left)])


def _by(model: type[Model]) -> str:
    """The column of history entries with the record's key. For a question, its page: a run writes all of it."""
    return "root_id" if model is Question else "row_id"


def _entries(run: ImportRun, model: type[Model]) -> QuerySet[AuditEntry]:
    """The run's changes to these records. Its other changes depend on these, and are worked out again."""
    name = "root" if model is Question else "model"
    return AuditEntry.objects.filter(run=run, **{name: model._meta.model_name}).order_by("-pk")


def _changed_since(run: ImportRun, model: type[Model], touched: list[int], *, by_page: bool) -> Iterable[Left]:
    """Records changed since the run. `by_page`: count other rows on the page too, such as a member's membership."""
    name, key = ("root", "root_id") if by_page else ("model", "row_id")
    first = _entries(run, model).values_list("pk", flat=True).last() or 0
    later = AuditEntry.objects.filter(pk__gt=first, **{name: model._meta.model_name}).exclude(run=run).order_by("pk")
    for some in portions(touched, BATCH):
        labels = {pk: str(row) for pk, row in model._default_manager.in_bulk(some).items()}
        for entry in later.filter(**{f"{key}__in": some}).defer("packed"):
            pk = getattr(entry, key)
            when = timezone.localtime(entry.at)
            why = f"{entry.get_kind_display()} by {entry.who} on {when:%-d %B %Y at %H:%M}"
            yield Left(pk, labels.get(pk, entry.label or f"{model._meta.verbose_name} {pk}"), why)


def _needed(model: type[Model], created: set[int]) -> Iterable[Left]:
    """New records that other records now refer to."""
    for row in model._default_manager.filter(pk__in=created):
        try:
            Collector(DEFAULT_DB_ALIAS).collect([row])
        except ProtectedError:
            yield Left(row.pk, str(row), "the import added it, and other records now refer to it")


@transaction.atomic
def undo(run: ImportRun, user: Any) -> ImportRun:
    """Undo a run, as a new run; records left unchanged are its refused rows. Raises AlreadyUndone."""
    Archive.lock()
    if not can_be_undone(run):
        raise AlreadyUndone
    found = look_at(run)
    undoing = Run(f"undo {run.kind}", [run.paths], None, Silent())
    undoing.row.started_by, undoing.row.undoes = user, run
    with undoing:
        writer = _questions if found.model is Question else _rows
        writer(run, found, user.get_username())
        undoing.count(Counter(updated=len(found.back) + len(found.gone)))
        for one in found.left:
            undoing.refuse(one.label, one.pk, one.why, "")
        undoing.row.refused_rows.update(state=RefusedRow.State.ASIDE)  # nothing to repair
    return undoing.row


def _rows(run: ImportRun, found: Undoing, editor: str) -> None:
    resource: Any = RESOURCES[BY_RUN[run.kind]]()
    assert isinstance(resource, RowResource)  # noqa: S101  (other kinds than questions)
    there = found.model._default_manager.in_bulk([*found.back, *found.gone])
    for entry in _entries(run, found.model).filter(row_id__in=found.back):
        fields = {name: found.model._meta.get_field(name) for name in entry.fields}
        assign(there[entry.row_id], {name: fields[name].to_python(was) for name, (was, _) in entry.fields.items()})  # type: ignore[union-attr]
    if found.back:
        resource.write([there[pk] for pk in found.back])
    if found.gone:
        resource.take_away([there[pk] for pk in found.gone])


def _questions(run: ImportRun, found: Undoing, editor: str) -> None:
    """Delete new questions permanently: they did not exist before the run. Their history is kept."""
    day = timezone.localdate(run.started_at).isoformat()
    for pks in portions(found.back, BATCH):
        entries = defaultdict(list)
        for entry in _entries(run, Question).filter(root_id__in=pks):
            entries[entry.root_id].append(entry)
        rows = with_record(Question.objects.filter(pk__in=pks)).select_related("evidence")
        write_drafts([_as_it_was(question, entries[question.pk], editor, day) for question in rows])
    publishing.erase(publishing.remove(found.gone))


def _as_it_was(question: Question, entries: list[AuditEntry], editor: str, day: str) -> Any:
    there = [question, *question.answers_in_order]
    then = undo_entries({Key(type(row), row.pk): recording.state_of(row) for row in there}, entries)
    record = record_from(_put_back(question, then))
    return make_draft(question, record, editor, getattr(question, "evidence", None), takes_back=day)


def _put_back(question: Question, then: States) -> Question:
    """The question and its answers in these states, unsaved."""
    before = copy.copy(question)
    set_columns(before, then[Key(Question, question.pk)].values)
    answers = {answer.pk: answer for answer in question.answers_in_order}
    states = [(key.pk, state) for key, state in then.items() if key.model is Answer]
    rows: list[Any] = [
        set_columns(answers.get(pk) or Answer(pk=pk, question=before), state.values) for pk, state in states
    ]
    before.__dict__["answers_in_order"] = sorted(rows, key=lambda answer: (answer.stage, answer.answered_on))
    return before
