"""Work lists for staff: each kind of task with its number and a link to its list.

Counting stops at MOST and uses an index of just these rows, so that a million other rows cost
nothing. Users see only the lists that their permissions let them work on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from django.urls import reverse

from questions.models import (
    Answer,
    Change,
    ImportRun,
    JobRun,
    Member,
    MistakeReport,
    ParliamentarySession,
    Question,
    Reference,
    RefusedRow,
)
from questions.models.imports import ImportRunQuerySet
from questions.search.aggregates.numbering import sessions_missing
from questions.search.index import store, writer
from questions.search.index.store import IndexUnavailable

MOST = 1000
MOST_RUNS = 8


class WorkList(NamedTuple):
    """`about` says what the rows are and what to do; `model` and `query` name the admin's list."""

    name: str
    title: str
    about: str
    permission: str
    rows: Callable[[], QuerySet]
    query: str

    @property
    def url(self) -> str:
        meta: Any = self.rows().model._meta
        return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?{self.query}"


class Waiting(NamedTuple):
    """A work list as a user sees it; `number` is MOST + 1 if there are more than MOST."""

    name: str
    title: str
    about: str
    url: str
    number: int

    @property
    def words(self) -> str:
        return f"more than {MOST:,}" if self.number > MOST else f"{self.number:,}"


class Desk(NamedTuple):
    """All that the first page shows; `runs` has the last run of each kind of import, failed ones first."""

    waiting: list[Waiting]
    runs: list[ImportRun]


def not_indexed() -> QuerySet[Change]:
    """The changes that are not in the search index; all changes if there is no index."""
    try:
        return Change.objects.filter(pk__gt=store.snapshot().mark.change)
    except IndexUnavailable:
        return Change.objects.all()


def last_runs() -> ImportRunQuerySet:
    """The last run of each kind, without repairs of single rows."""
    last = ImportRun.objects.order_by().exclude(kind__startswith="repair ").values("kind").annotate(last=Max("pk"))
    return ImportRun.objects.filter(pk__in=last.values("last"))


def failed_runs() -> ImportRunQuerySet:
    """The last runs of their kind, if they failed."""
    return last_runs().filter(outcome=ImportRun.Outcome.FAILED)


LISTS = (
    WorkList(
        "drafts",
        "Drafts to publish",
        "Questions entered by staff that are not public yet. Check each one, then publish it.",
        "questions.publish_question",
        Question.objects.drafts,
        "stands=draft",
    ),
    WorkList(
        "mistakes",
        "Mistakes reported by readers",
        "Readers say that something is wrong. Check Parliament’s page, correct the record, then close the report.",
        "questions.change_mistakereport",
        MistakeReport.objects.waiting,
        "state=open",
    ),
    WorkList(
        "refused",
        "Refused rows to repair",
        "Rows that an import refused. Open one to see why. Correct it and try again, or set it aside.",
        "questions.change_refusedrow",
        RefusedRow.objects.waiting,
        "state__exact=waiting",
    ),
    WorkList(
        "parties",
        "Members without a party",
        "The archive does not know their party. Add their memberships.",
        "questions.change_member",
        Member.objects.without_party,
        "missing=party",
    ),
    WorkList(
        "posts",
        "Answers without a post",
        "No post is recorded for the minister on the day of the answer. Add the post to the member.",
        "questions.change_member",
        Answer.objects.without_post,
        "missing=post",
    ),
    WorkList(
        "references",
        "Cited questions not in the archive",
        "A text cites a question that is not in the archive. Add the question by its UIN and date.",
        "questions.add_question",
        Reference.objects.unresolved,
        "missing=question",
    ),
    WorkList(
        "runs",
        "Failed imports",
        "The last run of this kind failed. Read the reason, then run it again. What it saved is kept.",
        "questions.view_securityevent",
        failed_runs,
        "last=failed",
    ),
    WorkList(
        "jobs",
        "Failed jobs",
        "The last run of this job failed. Open it to read its output. It may be tried again by itself.",
        "questions.view_jobrun",
        JobRun.objects.last_failed,
        "last=failed",
    ),
)


def desk_of(user: Any) -> Desk:
    """This user's work lists. One query for each list, and a few searches."""
    mine = [_waiting(one) for one in LISTS if user.has_perm(one.permission)]
    if not user.has_perm("questions.view_securityevent"):
        return Desk(mine, [])
    return Desk([*mine, _missing_sessions(), _stale_index()], _runs_to_show())


def _waiting(one: WorkList) -> Waiting:
    number = one.rows().order_by()[: MOST + 1].count()
    return Waiting(one.name, one.title, one.about, one.url, number)


def _missing_sessions() -> Waiting:
    """Counts nothing without a usable index, because missing sessions are found there."""
    about = (
        "UINs fell by half or more from one day to the next, so a session has begun that is not in the archive. "
        "Add it. Until then, lapsed questions count as overdue."
    )
    try:
        falls = sessions_missing(store.snapshot(), ParliamentarySession.objects.calendar())
    except IndexUnavailable:
        falls = []
    url = reverse("admin:questions_parliamentarysession_changelist")
    return Waiting("sessions", "Missing sessions", about, url, len(falls))


def _stale_index() -> Waiting:
    """Counts nothing while search is healthy, because any changes are just being indexed."""
    said = writer.health()
    number = 0 if said == "ok" else not_indexed()[: MOST + 1].count()
    about = "Search is up to date." if said == "ok" else f"Search is {said}. {ADVICE}"
    url = f"{reverse('admin:questions_change_changelist')}?index=waiting"
    return Waiting("index", "Changes not yet in search", about, url, number)


ADVICE = "Check that “manage.py worker” is running. To update search once, run “manage.py index”."


def _runs_to_show() -> list[ImportRun]:
    runs = last_runs().defer("paths", "errors").order_by("-pk")
    return sorted(runs, key=lambda run: run.outcome != ImportRun.Outcome.FAILED)[:MOST_RUNS]
