"""The demo archive with one record or more of each kind in the admin, so that every page has something to show."""

from __future__ import annotations

from io import StringIO

from django.contrib.admin import site
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone

from questions.archive.audit import recording
from questions.archive.audit.tracked import TRACKED
from questions.archive.editing.answers import remove_answers
from questions.models import (
    Department,
    ExternalId,
    FormerAddress,
    ImportRun,
    JobRun,
    Lease,
    MistakeReport,
    Reference,
    RefusedRow,
    Spelling,
    SyncPlan,
    SyncWindow,
)

from .desk import make_app, make_user
from .factories import (
    ANSWERED,
    TABLED,
    assign_topic,
    link_departments,
    make_answered,
    make_attachment,
    make_department,
    make_event,
    make_group_link,
    make_question,
    make_topic,
)

LISTED = list(site._registry)  # the models of the admin


def make_every_kind() -> None:
    """Records of each table in the admin, and questions in each state."""
    call_command("demo", stdout=StringIO())
    make_app(make_user("clerk"))
    make_questions()
    make_imports()
    Spelling.objects.create(one="Kyiv", other="Kiev")
    for model in TRACKED:
        make_history(model)
    empty = [model.__name__ for model in LISTED if not model._default_manager.exists()]
    assert not empty, f"Nothing tests the admin's pages of {empty}: make a record in tests/support/desk_records.py."


def make_questions() -> None:
    """A public question with all that belongs to one, a draft, a deleted one, and one whose answer was deleted."""
    public = make_answered("Public", uin="1", answered_by="Max Sample", department="Office of Hubs")
    make_attachment(public.answers.get())
    assign_topic(public, make_topic("Hubs"))
    make_event(public, "heading")
    make_group_link(public, None, uin="5", tabled_on=TABLED)
    FormerAddress.objects.create(question=public, uin="4", tabled_on=TABLED)
    Reference.objects.create(question=public, uin="6", day=ANSWERED)
    link_departments(Department.objects.get(name="Office of Hubs"), make_department("Ministry of Hubs"))
    make_question("Draft", uin="2", published_at=None)
    make_question("Deleted", uin="3", deleted_at=timezone.now())
    lost = make_answered("Answer deleted", uin="7", published_at=None)
    remove_answers(lost, lost.answers.all(), "clerk")
    MistakeReport.objects.create(question=public, what="Wrong.", where="other", email="reader@example.org")


def make_imports() -> None:
    """Runs of each kind, one with rows to repair, repaired and beyond repair; and the state of a sync."""
    for kind in ("sync questions", "undo bulk questions", "bulk questions"):
        ImportRun.objects.create(kind=kind, outcome="done", finished_at=timezone.now(), faults={"slow": 2})
    for kind in ("import_questions", "import_questions --format twfy", "import_members", "unknown"):
        run = ImportRun.objects.create(kind=kind, outcome="failed", refused=2, errors="The file is cut.")
        RefusedRow.objects.create(run=run, path="2023-03-30.json", position=1, reason="no UIN", raw='{"value": {}}')
    RefusedRow.objects.create(
        run=run, position=2, state="repaired", taken_in="{}", settled_at=timezone.now(), repair=run
    )
    plan = SyncPlan.objects.create(house="commons", since=TABLED, until=ANSWERED)
    SyncWindow.objects.create(plan=plan, kind="tabled", first=TABLED, last=ANSWERED)
    Lease.objects.create(pk=Lease.Kind.choices[0][0], holder="a process", until=timezone.now())
    for state in JobRun.State.values:
        JobRun.objects.create(job="index", window=f"at {state}", state=state, output="Done.", started_at=timezone.now())
    ExternalId.objects.create(scheme="printed", value="lady sample", name="Lady Sample", house="lords", seen_on=TABLED)


def make_history(model: type[Model]) -> None:
    """An entry that the newest row changed, which is so in the record that it has now."""
    row = model._default_manager.order_by("-pk")[:1].get()
    column = next(name for name in ("heading", "text_is_cut", "title", "name", "party") if hasattr(row, name))
    before = False if column == "text_is_cut" else "Before"
    now = getattr(row, column)
    model._default_manager.filter(pk=row.pk).update(**{column: before})
    recording.update(model._default_manager.filter(pk=row.pk), **{column: now})
