"""What the archive holds and what is incomplete, counted from the index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from questions.lists.choices import NONE, NOT_RECORDED
from questions.models import GroupLink, ImportRun, ParliamentarySession
from questions.models.members import House
from questions.rules.gaps import Gap
from questions.rules.months import Months, axis_of, first_day, month_of
from questions.rules.sessions import Sessions
from questions.search.aggregates.coverage import Holding, bounds, holdings, months_held, months_missing
from questions.search.aggregates.numbering import Fall, sessions_missing
from questions.search.index import store
from questions.search.index.store import Snapshot

COLUMNS = {
    Gap.CUT: "Text incomplete",
    Gap.ANSWER_MISSING: "Answer text not on record",
    Gap.NO_POST: "Minister’s post not recorded",
    Gap.REFERENCE: "Cites a question not in the archive",
}
# How records came, by the first word of a run's kind.
HOW = {
    "import": "from files",
    "sync": "from Parliament’s site",
    "new": "from Parliament’s site",
    "bulk": "from a spreadsheet",
    "repair": "repaired by hand",
    "undo": "taken back",
}
WHAT = {
    "questions": "Questions and answers",
    "posts": "Ministers’ posts",
    "memberships": "Parties and constituencies",
}
SHOWN_RUNS = 12


class Figure(NamedTuple):
    """A number, and the parameters of the list behind it."""

    number: int
    query: str


class Row(NamedTuple):
    """A month of one House; `month` is None for questions with no day of tabling on record."""

    month: date | None
    house: str
    questions: Figure
    whole: int  # with complete texts
    gaps: list[Figure]

    @property
    def label(self) -> str:
        return f"{self.month:%B %Y}" if self.month else NOT_RECORDED


class Part(NamedTuple):
    """How many of all questions have this gap."""

    gap: Gap
    figure: Figure
    percent: float


class Grouped(NamedTuple):
    """The links between questions answered together, and how many lead to questions that are not in the archive."""

    links: int
    waiting: int


class Run(NamedTuple):
    """An import in plain words; the desk has the details. `up_to` is None if no one day is on record."""

    row: ImportRun
    what: str
    up_to: date | None


class Missing(NamedTuple):
    """Months of one House that the archive does not cover, from the first one covered to the archive's last."""

    house: str
    months: list[Months]


class Coverage(NamedTuple):
    questions: int
    answered: int
    first_tabled: date | None
    last_tabled: date | None
    last_seen: date | None
    parts: list[Part]
    grouped: Grouped
    rows: list[Row]
    runs: list[Run]  # newest first
    missing: list[Missing]
    sessions_missing: list[Fall]


def coverage() -> Coverage:
    """Four queries, and aggregations cached until the index changes."""
    snapshot, sessions = store.snapshot(), ParliamentarySession.objects.calendar()
    found, total = holdings(snapshot), holdings(snapshot).total
    return Coverage(
        questions=total.questions,
        answered=total.answered,
        **bounds(snapshot)._asdict(),
        parts=[_part(gap, total) for gap in Gap],
        grouped=_grouped(),
        rows=list(_rows(found.by_month)),
        runs=[_run(row) for row in ImportRun.objects.defer("paths", "errors")[:SHOWN_RUNS]],
        missing=[one for house in House if (one := _missing(snapshot, sessions, house)).months],
        sessions_missing=sessions_missing(snapshot, sessions),
    )


def _run(row: ImportRun) -> Run:
    """What Parliament's site shows is of the day on which it is read."""
    how, _, what = row.kind.replace("import_", "import ").partition(" ")
    said = HOW.get(how, "")
    name = WHAT.get(what, (what or row.kind).capitalize())
    is_live = how in ("sync", "new")
    return Run(row, f"{name}, {said}" if said else name, row.as_of or (row.started_at.date() if is_live else None))


def _missing(snapshot: Snapshot, sessions: Sessions, house: House) -> Missing:
    """Months before the first session on record are not counted: nobody knows whether questions were tabled then."""
    held, everything = months_held(snapshot, [house]), months_held(snapshot)
    if not held:
        return Missing(house.label, [])
    first = max(min(held), month_of(sessions.all[0].first)) if sessions.all else min(held)
    return Missing(house.label, months_missing(snapshot, sessions, [house], Months(first, axis_of(everything).last)))


def _part(gap: Gap, total: Holding) -> Part:
    number = total.gaps.get(gap.value, 0)
    percent = 100 * number / total.questions if total.questions else 0
    return Part(gap, Figure(number, urlencode({"gap": gap.value})), percent)


def _rows(by_month: dict[tuple[int | None, str], Holding]) -> Iterator[Row]:
    """Newest month first, the Commons before the Lords."""
    for month, house in sorted(by_month, key=lambda key: (-(key[0] or 0), key[1])):
        holding = by_month[month, house]
        first = first_day(month) if month else None
        asked = {"house": house, **_tabled_in(first)}
        yield Row(
            month=first,
            house=House(house).label,
            questions=Figure(holding.questions, urlencode(asked)),
            whole=holding.questions - holding.gaps.get(Gap.CUT.value, 0),
            gaps=[_figure(holding, gap, asked) for gap in COLUMNS],
        )


def _tabled_in(month: date | None) -> dict[str, str]:
    return dict.fromkeys(("tabled_after", "tabled_before"), month.isoformat()[:7]) if month else {"year": NONE}


def _figure(holding: Holding, gap: Gap, asked: dict[str, Any]) -> Figure:
    return Figure(holding.gaps.get(gap.value, 0), urlencode({**asked, "gap": gap.value}))


def _grouped() -> Grouped:
    links = GroupLink.objects.order_by().filter(question__published_at__isnull=False, question__deleted_at=None)
    there = Q(other__published_at__isnull=False, other__deleted_at=None)
    return Grouped(links.count(), links.exclude(there).count())
