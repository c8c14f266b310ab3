"""What is true of a question of which several sources speak at once, each in its own form, with or without ids."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import pytest

from questions.archive.evidence.claims import Claim
from questions.archive.evidence.settling import Settled, decide, settle
from questions.sources.records import AnswerRecord, Body, QuestionRecord
from questions.text.cleaning import Form, Wording

from .test_ordering import asked, given

EDUCATION = Body(60, "Department for Education")
HEALTH = Body(17, "Department of Health")
PRINTED_HEALTH = Body(None, "HEALTH", None, "2009-06-01")
MEMBER, OTHER, IN_PRINT = "12", "13", "publicwhip:member/1"


def said(day: str, source: str = "parliament", **record: Any) -> Claim:
    """What a source said on that day of September; Parliament's own records have an id."""
    known = {"parliament_id": 101} if source == "parliament" else {}
    return Claim(asked(**{**known, **record}), source, (f"2024-09-{day}",))


def answered(day: str, *answers: AnswerRecord, source: str = "parliament", **record: Any) -> Claim:
    return said(day, source, answers=answers, **record)


class Case(NamedTuple):
    name: str
    claims: list[Claim]
    expected: dict[str, Any]


# How things are read from what is settled.
READERS: dict[str, Any] = {
    **{name: lambda settled, name=name: getattr(settled.record, name) for name in QuestionRecord._fields},
    "text": lambda settled: settled.record.wording.body,
    "answers": lambda settled: [(one.stage, one.day, one.wording and one.wording.body) for one in settled.answers],
    "by": lambda settled: [one.by for one in settled.answers],
    "answering": lambda settled: [one.department for one in settled.answers],
    "files": lambda settled: [one.attachments for one in settled.answers],
    "events": lambda settled: [(event.kind, event.day[-2:], event.before, event.after) for event in settled.events],
    "sources of events": lambda settled: [event.source for event in settled.events],
}

WHO_AND_WHERE = [
    Case("of nobody but an editor, an editor's", [said("03", "editor:anna")], {"provenance": "editor"}),
    Case(
        "of an editor and a source, the source's, whoever came last",
        [said("03", "twfy"), said("05", "editor:anna", heading="Mended")],
        {"provenance": "twfy", "heading": "Mended"},
    ),
    Case("of two sources, the later one's", [said("03"), said("05", "twfy")], {"provenance": "twfy"}),
    Case("of two on one day, Parliament's", [said("05"), said("05", "twfy")], {"provenance": "parliament"}),
    Case(
        "its page is the newest of the source that it is shown from",
        [said("03", source_url="/old"), said("04", source_url="/new"), said("05"), said("02", "twfy", source_url="/t")],
        {"source_url": "/new"},
    ),
    Case("without a page of that source it has none", [said("03", "twfy", source_url="/t"), said("05")],
         {"source_url": ""}),
    Case(
        "or that which an editor gave last",
        [said("03", source_url="/old"), said("04", "editor:anna", source_url="/given", heading="Mended")],
        {"source_url": "/given"},
    ),
    Case(
        "a member who is known by an id rather than a newer print",
        [said("03", asked_by=MEMBER), said("05", "twfy", asked_by=IN_PRINT)],
        {"asked_by": MEMBER},
    ),
    Case("the newest of two members", [said("03", asked_by=MEMBER), said("05", asked_by=OTHER)], {"asked_by": OTHER}),
    Case("the newest of two prints", [said("03", "twfy", asked_by=IN_PRINT), said("05", "twfy", asked_by="p:2")],
         {"asked_by": "p:2"}),
    Case("somebody, though the newest tells nobody", [said("03", asked_by=MEMBER), said("05")], {"asked_by": MEMBER}),
    Case("nobody where none is told", [said("03")], {"asked_by": None, "department": None}),
    Case(
        "a department that is known by an id rather than a newer heading",
        [said("03", department=HEALTH), said("05", "twfy", department=PRINTED_HEALTH)],
        {"department": HEALTH, "events": []},
    ),
    Case("a heading where nothing else is known", [said("03", "twfy", department=PRINTED_HEALTH)],
         {"department": PRINTED_HEALTH}),
    Case(
        "the newest department, from which it was transferred under that name",
        [said("03", department=EDUCATION), said("05", "twfy", department=HEALTH)],
        {
            "department": HEALTH,
            "events": [("transferred", "05", EDUCATION.name, HEALTH.name)],
            "sources of events": ["twfy"],
        },
    ),
    Case(
        "the same department under another name is no transfer",
        [said("03", department=HEALTH), said("05", department=HEALTH._replace(name="Health and Social Care"))],
        {"events": []},
    ),
    Case(
        "nor is one whose id is not told",
        [said("03", department=HEALTH), said("05", "twfy", department=Body(None, HEALTH.name))],
        {"events": []},
    ),
    Case(
        "two of one name that we alone know are two",
        [said("03", "editor", department=Body(None, "Health", 1)),
         said("05", "editor", department=Body(None, "Health", 2))],
        {"events": [("transferred", "05", "Health", "Health")]},
    ),
    Case(
        "one whose id is told after a name is another where the names differ",
        [said("03", department=Body(None, "Education")), said("05", department=HEALTH)],
        {"events": [("transferred", "05", "Education", HEALTH.name)]},
    ),
]  # fmt: skip

ABOVE_SEVERAL = {"department": PRINTED_HEALTH, "grouped": (("2002", "2024-09-02"),)}
HEADINGS = [
    Case(
        "its own, rather than a newer one that is printed above several questions, and may be that of another",
        [said("03", heading="Own"), said("05", "twfy", heading="Theirs", **ABOVE_SEVERAL)],
        {"heading": "Own", "events": []},
    ),
    Case("what is printed above several, where no other is told",
         [said("03"), said("04", "twfy", heading="Theirs", **ABOVE_SEVERAL), said("05", heading="")],
         {"heading": "Theirs", "events": []}),
    Case("what is printed above it alone",
         [said("03", heading="Own"), said("05", "twfy", heading="Newer", department=PRINTED_HEALTH)],
         {"heading": "Newer", "events": [("heading", "05", "Own", "Newer")]}),
    Case("what Parliament tells of one that is answered with others",
         [said("03", heading="Own"), said("05", heading="Newer", department=HEALTH, grouped=ABOVE_SEVERAL["grouped"])],
         {"heading": "Newer", "events": [("heading", "05", "Own", "Newer")]}),
    Case("also where no department is told of it",
         [said("03", heading="Own"), said("05", heading="Newer", grouped=ABOVE_SEVERAL["grouped"])],
         {"heading": "Newer"}),
]  # fmt: skip

FIELDS = [
    Case(
        "what a newer record is silent about stays",
        [
            said("03", parliament_id=101, due="2024-09-09", named_day=True, interest=True, heading="A",
                 grouped=(("2002", None),)),
            said("05", parliament_id=None, tabled=None),
        ],
        {"parliament_id": 101, "due": "2024-09-09", "named_day": True, "interest": True, "heading": "A",
         "grouped": (("2002", None),), "tabled": "2024-09-02", "events": []},
    ),
    Case(
        "what it denies does not",
        [said("03", named_day=True, interest=True, grouped=(("2002", None),)),
         said("05", named_day=False, interest=False, grouped=())],
        {"named_day": False, "interest": False, "grouped": ()},
    ),
    Case("an empty heading is no heading", [said("03", heading="A"), said("05", heading="")],
         {"heading": "A", "events": []}),
    Case("where nothing was ever told, what the newest says", [said("03"), said("05", heading="")], {"heading": ""}),
    Case("whatever may be gone of the newest record is gone", [said("03", edition=""), said("05", withdrawn=True)],
         {"withdrawn": True, "status": "withdrawn"}),
    Case(
        "days on which it was thought to be tabled are former ones, once and in their order",
        [said("03", tabled="2024-09-03"), said("04", tabled="2024-09-02"), said("05", tabled="2024-09-01"),
         said("06", tabled="2024-09-03"), said("07", tabled="2024-09-04"), said("08", tabled=None)],
        {"tabled": "2024-09-04", "former_days": ("2024-09-01", "2024-09-02", "2024-09-03")},
    ),
    Case(
        "days of answers are former addresses while no day of tabling was known",
        [answered("11", given(day="2024-09-11"), tabled=None), answered("12", given(day="2024-09-10"), tabled=None),
         answered("13", given(day="2024-09-12"))],
        {"answered_on": "2024-09-10", "former_answer_days": ("2024-09-11",), "former_days": ()},
    ),
    Case("one that is not answered has no such address", [said("03", tabled=None)],
         {"former_answer_days": (), "former_days": (), "tabled": None}),
]  # fmt: skip


def read(settled: Settled, what: str) -> Any:
    return READERS[what](settled) if what in READERS else getattr(settled, what)


def settles(case: Case) -> None:
    """As the case expects, in whatever order its claims come."""
    orders = list(itertools.permutations(case.claims))
    for order in orders[:: max(1, len(orders) // 24)]:
        claims: tuple[Claim, ...] = ()
        for claim in order:
            claims, _ = decide(claims, claim)
        assert {what: read(settle(claims), what) for what in case.expected} == case.expected
        assert decide((), *order) == (claims, settle(claims))


@pytest.mark.parametrize("case", [*WHO_AND_WHERE, *HEADINGS, *FIELDS], ids=lambda case: case.name)
def test_a_field_is_that_of_whoever_tells_it_best(case: Case) -> None:
    settles(case)


def in_a_file(day: str, text: str) -> Claim:
    """As in TheyWorkForYou's file of that day, which does not say whether this is the answer or corrects it."""
    return answered(day, given(Wording(f"<p>{text}</p>", Form.HTML), day=f"2024-09-{day}"), source="twfy")


SEVEN = answered("12", given(Wording("<p>Seven.</p>", Form.HTML)))
OLD, SAME, LATER = said("03", heading="A"), said("05", heading="A"), said("09", heading="B")


def test_nothing_said_changes_nothing() -> None:
    claims, _ = decide((), OLD)
    assert decide(claims) == (claims, None)


def test_the_first_claims_always_settle() -> None:
    assert decide((), OLD) == ((OLD,), settle((OLD,)))
    assert decide((), OLD, SAME)[1] == settle((OLD,))


@pytest.mark.parametrize(
    ("before", "news", "changes"),
    [
        ([OLD], [SAME], False),
        ([SAME], [OLD], False),
        ([OLD, LATER], [SAME], False),
        ([OLD, LATER], [said("11", heading="B")], False),
        ([OLD, LATER], [said("07", heading="B")], True),  # the change was seen earlier than was known
        ([OLD, LATER], [said("11", heading="A")], True),
        ([OLD], [said("05", "twfy", heading="A", parliament_id=101)], True),  # the same, from elsewhere
        ([LATER], [OLD], True),
        ([OLD], [SAME, LATER], True),
        ([OLD], [SAME, said("06", heading="A")], False),
        ([OLD, LATER], [said("11", heading="B"), said("12", heading="C")], True),
        ([LATER], [said("08")], False),  # a heading not told yet
        ([SEVEN], [in_a_file("20", "Eight.")], True),  # it corrects the answer
        ([SEVEN], [in_a_file("10", "Seven.")], False),  # that day's answer
    ],
)
def test_whether_anything_changes_is_told(before: list[Claim], news: list[Claim], changes: bool) -> None:
    claims, _ = decide((), *before)
    more, settled = decide(claims, *news)
    assert settled == (settle(more) if changes else None)
    assert more != claims
