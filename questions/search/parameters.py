"""The parameters of every list of questions, in one table: to add a filter, add a row.

The form's fields, the criteria, the index's conditions, the facets and the chips follow from the rows, in their order.
Parameters of only one page, such as the page's number, are declared in its FilterSet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from tantivy import Query

from questions.models import AnswerKind, Question
from questions.models.members import House
from questions.rules import parliaments
from questions.rules.deadlines import DUE, QuestionType, Timing
from questions.rules.gaps import Gap

from . import queries
from .index.indexed_documents import NAMED_DAYS
from .index.indexed_timeliness import YES_OR_NO


class Kind(Enum):
    """The kind of a parameter's values: questions/lists/form_fields.py has their fields, CONDITIONS some queries."""

    QUERY = auto()  # in the search language
    CODES = auto()  # from `choices`
    DEPARTMENTS = auto()
    TOPICS = auto()
    PARTIES = auto()
    MEMBERS = auto()
    SEATS = auto()
    SUBJECTS = auto()
    DOCUMENTS = auto()
    SESSIONS = auto()
    YEARS = auto()
    FIRST_DAY = auto()
    LAST_DAY = auto()
    FLAG = auto()  # yes or no
    ORDER = auto()  # one of `choices`
    NUMBER = auto()


class Place(Enum):
    """Where the form beside a list shows the parameter."""

    FACET = auto()  # with the number of questions for each value
    MORE = auto()  # under "More filters", without numbers
    HIDDEN = auto()  # nowhere: only links set it, and the form keeps it
    OWN = auto()  # where the list's template puts it


class Parameter(NamedTuple):
    """`field` is the index's field, `terms` its values for no and yes; `condition` makes the query if no field does.

    A parameter with neither `field` nor `condition` does not select questions by itself.
    """

    name: str  # in addresses
    label: str
    kind: Kind
    field: str = ""
    place: Place = Place.OWN
    choices: Iterable[tuple[str, str]] = ()
    terms: Mapping[Any, int] = {False: 0, True: 1}
    condition: Callable[[Any], Query] | None = None
    is_outcome: bool = False  # selects by outcome, so no share on time can be given
    shows_unknown: bool = False  # its facet always shows how many questions have no value
    limits: Mapping[str, int] = {}  # for a number: arguments of its form field
    linked: tuple[tuple[str, str], ...] = ()  # of a facet's choices, those that "More filters" also links to


def _overdue(wanted: bool) -> Query:
    overdue = queries.term("timing", Timing.OVERDUE.value)
    return overdue if wanted else queries.excluding(queries.questions(), overdue)


def _parliaments(numbers: Iterable[str]) -> Query:
    return queries.within("tabled", [parliaments.period(int(number)) for number in numbers])


SLOWEST = "slowest"
ORDERS = {
    "relevance": "Most relevant",
    "newest": "Newest",
    "oldest": "Oldest",
    "answered": "Recently answered",
    SLOWEST: "Slowest answers",
}
CORRECTED = "corrected"  # an order only for lists of corrections
LISTED_ORDERS = [*ORDERS.items(), (CORRECTED, "Recently corrected")]

ROWS = (
    Parameter("q", "Search", Kind.QUERY),
    Parameter("status", "Status", Kind.CODES, "status", Place.FACET, Question.Status.choices, is_outcome=True),
    Parameter(
        "timing",
        "On time or late",
        Kind.CODES,
        "timing",
        Place.FACET,
        Timing.choices,
        is_outcome=True,
        shows_unknown=True,
        linked=tuple((timing.value, timing.label) for timing in DUE),
    ),
    Parameter("house", "House", Kind.CODES, "house", Place.FACET, House.choices),
    Parameter("department", "Department", Kind.DEPARTMENTS, "department", Place.FACET, shows_unknown=True),
    Parameter("lineage", "With predecessors and successors", Kind.FLAG),  # widens `department`
    Parameter("topic", "Topic", Kind.TOPICS, "topics", Place.FACET),
    Parameter("year", "Year tabled", Kind.YEARS, "year", Place.FACET),
    Parameter("party", "Asker's party", Kind.PARTIES, "party", Place.FACET, shows_unknown=True),
    Parameter("kind", "Kind of answer", Kind.CODES, "nature", Place.FACET, AnswerKind.choices, is_outcome=True),
    Parameter("tabled_after", "Tabled from", Kind.FIRST_DAY, "tabled"),
    Parameter("tabled_before", "Tabled up to", Kind.LAST_DAY, "tabled"),
    # A holding answer does not count: `answered` is unknown while there is no other answer.
    Parameter("answered_after", "Answered from", Kind.FIRST_DAY, "answered", is_outcome=True),
    Parameter("answered_before", "Answered up to", Kind.LAST_DAY, "answered", is_outcome=True),
    Parameter("asked_by", "Asked by", Kind.MEMBERS, "asker", Place.HIDDEN),
    Parameter("answered_by", "Answered by", Kind.MEMBERS, "answerers", Place.HIDDEN),
    Parameter("seat", "Asker's constituency", Kind.SEATS, "seat", Place.HIDDEN),
    Parameter("subject", "Subject", Kind.SUBJECTS, "subject", Place.HIDDEN),
    Parameter("type", "Type of question", Kind.CODES, "type", Place.HIDDEN, QuestionType.choices),
    Parameter("counted", "Counts towards the share on time", Kind.FLAG, "", Place.HIDDEN),  # see cohorts.py
    Parameter(
        "replied_in_time",
        "Named day question with any answer by the deadline",
        Kind.FLAG,
        "replied_in_time",
        Place.HIDDEN,
        terms=YES_OR_NO,
        is_outcome=True,
    ),
    Parameter("document", "Cites the document", Kind.DOCUMENTS, "documents", Place.HIDDEN),
    Parameter("gap", "Incomplete record", Kind.CODES, "gaps", Place.HIDDEN, Gap.choices),
    Parameter("named_day", "Named day", Kind.FLAG, "named_day", Place.MORE, terms=NAMED_DAYS),
    Parameter("overdue", "Overdue when last checked", Kind.FLAG, "", Place.HIDDEN, condition=_overdue, is_outcome=True),
    Parameter("attachments", "Attachments", Kind.FLAG, "attachments", Place.MORE),
    Parameter("interest", "Interest declared", Kind.FLAG, "interest", Place.MORE),
    Parameter("session", "Session", Kind.SESSIONS, "tabled", Place.MORE),
    Parameter("parliament", "Parliament", Kind.CODES, "", Place.MORE, parliaments.choices(), condition=_parliaments),
    Parameter("sort", "Order", Kind.ORDER, "", Place.HIDDEN, LISTED_ORDERS),
    Parameter(
        "per_page", "Questions per page", Kind.NUMBER, "", Place.HIDDEN, limits={"min_value": 10, "max_value": 100}
    ),
)
PARAMETERS = {row.name: row for row in ROWS}
CRITERIA = {row.name: row for row in ROWS if row.field or row.condition}  # those that select questions
OUTCOMES = tuple(row.name for row in ROWS if row.is_outcome)


def parameters_at(place: Place) -> tuple[Parameter, ...]:
    """The parameters shown there, in the table's order."""
    return tuple(row for row in ROWS if row.place is place)


CONDITIONS: dict[Kind, Callable[[Parameter, Any], Query]] = {
    Kind.FIRST_DAY: lambda row, day: queries.between(row.field, day, None),
    Kind.LAST_DAY: lambda row, day: queries.between(row.field, None, day),
    Kind.SESSIONS: lambda row, periods: queries.within(row.field, periods),
    Kind.FLAG: lambda row, wanted: queries.term(row.field, row.terms[wanted]),
}
# What questions can be counted by, and the field: every parameter with one term for each value, and months.
FIELDS = {row.name: row.field for row in ROWS if row.field and row.kind not in CONDITIONS} | {"month": "month"}


def condition(name: str, value: Any) -> Query:
    """The query for a parameter's value, or for any value of a tuple; None in a tuple means not recorded."""
    row = CRITERIA[name]
    if row.condition:
        return row.condition(value)
    return CONDITIONS[row.kind](row, value) if row.kind in CONDITIONS else queries.any_of(row.field, value)
