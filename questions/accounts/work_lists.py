"""What waits to be done at the desk, each kind with a number and the list of it.

Every number is counted no further than MOST, over an index that holds just these rows, so that a million others cost
nothing. What is shown to somebody is what their permissions let them do something about.
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
    """`about` says what these are and what to do; `model` and `query` name the list at the desk."""

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
    """A work list as somebody sees it; `number` is MOST + 1 where there are more than MOST."""

    name: str
    title: str
    about: str
    url: str
    number: int

    @property
    def words(self) -> str:
        return f"more than {MOST:,}" if self.number > MOST else f"{self.number:,}"


class Desk(NamedTuple):
    """All that is shown on the first page; `runs` are how each kind of import ended last, failed ones first."""

    waiting: list[Waiting]
    runs: list[ImportRun]


def not_indexed() -> QuerySet[Change]:
    """The changes that the search index has not taken in; all of them where there is none."""
    try:
        return Change.objects.filter(pk__gt=store.snapshot().mark.change)
    except IndexUnavailable:
        return Change.objects.all()


def last_runs() -> ImportRunQuerySet:
    """The last run of each kind. What is repaired one by one at the desk is no import that anybody waits for."""
    last = ImportRun.objects.order_by().exclude(kind__startswith="repair ").values("kind").annotate(last=Max("pk"))
    return ImportRun.objects.filter(pk__in=last.values("last"))


def failed_runs() -> ImportRunQuerySet:
    """The last runs of their kind that did not succeed."""
    return last_runs().filter(outcome=ImportRun.Outcome.FAILED)


LISTS = (
    WorkList(
        "drafts",
        "Drafts to publish",
        "Questions that were entered at the desk and that nobody outside sees yet. Read each, then publish it.",
        "questions.publish_question",
        Question.objects.drafts,
        "stands=draft",
    ),
    WorkList(
        "mistakes",
        "Mistakes reported by readers",
        "What readers say is wrong on a question’s page. Compare it with the official page, mend it, close the report.",
        "questions.change_mistakereport",
        MistakeReport.objects.waiting,
        "state=open",
    ),
    WorkList(
        "refused",
        "Refused rows to repair",
        "What an import could not take in. Open one to see why; mend it there and try again, or set it aside.",
        "questions.change_refusedrow",
        RefusedRow.objects.waiting,
        "state__exact=waiting",
    ),
    WorkList(
        "parties",
        "Members without a party",
        "Nothing says for which party they sat, and when: add their memberships.",
        "questions.change_member",
        Member.objects.without_party,
        "missing=party",
    ),
    WorkList(
        "posts",
        "Answers without a post",
        "A minister gave them who held no post that day as far as is recorded: add the post to the member.",
        "questions.change_member",
        Answer.objects.without_post,
        "missing=post",
    ),
    WorkList(
        "references",
        "References that lead nowhere",
        "A text cites a question that is not in the archive: take that in by its UIN and day.",
        "questions.add_question",
        Reference.objects.unresolved,
        "missing=question",
    ),
    WorkList(
        "runs",
        "Imports that failed",
        "The last run of its kind did not get through. Read why, and run it again: what was saved stays.",
        "questions.view_securityevent",
        failed_runs,
        "last=failed",
    ),
)


def desk_of(user: Any) -> Desk:
    """What waits for this user. One query for each list, and a few of the search index's."""
    mine = [_waiting(one) for one in LISTS if user.has_perm(one.permission)]
    if not user.has_perm("questions.view_securityevent"):
        return Desk(mine, [])
    return Desk([*mine, _missing_sessions(), _stale_index()], _runs_to_show())


def _waiting(one: WorkList) -> Waiting:
    number = one.rows().order_by()[: MOST + 1].count()
    return Waiting(one.name, one.title, one.about, one.url, number)


def _missing_sessions() -> Waiting:
    """Nobody can tell while search is being rebuilt."""
    about = (
        "From one day to the next the numbers of questions fell by half or more, so a session must have begun that is "
        "not on record. Add it: until then what lapsed counts as overdue."
    )
    try:
        falls = sessions_missing(store.snapshot(), ParliamentarySession.objects.calendar())
    except IndexUnavailable:
        falls = []
    url = reverse("admin:questions_parliamentarysession_changelist")
    return Waiting("sessions", "Sessions that are not on record", about, url, len(falls))


def _stale_index() -> Waiting:
    """Changes that are being taken in this minute are no work for anybody."""
    said = writer.health()
    number = 0 if said == "ok" else not_indexed()[: MOST + 1].count()
    about = "Everything that was saved can be found." if said == "ok" else f"Search is {said}. {ADVICE}"
    url = f"{reverse('admin:questions_change_changelist')}?index=waiting"
    return Waiting("index", "Changes that search does not find yet", about, url, number)


ADVICE = "See whether “manage.py index --watch” runs beside the site; “manage.py index” does it once."


def _runs_to_show() -> list[ImportRun]:
    runs = last_runs().defer("paths", "errors").order_by("-pk")
    return sorted(runs, key=lambda run: run.outcome != ImportRun.Outcome.FAILED)[:MOST_RUNS]
