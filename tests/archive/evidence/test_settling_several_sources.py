"""Settling: the fields of a question known from several sources, each in its own form, with or without ids."""

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
    """What a source said on that day of September. Parliament's own records have an id."""
    known = {"parliament_id": 101} if source == "parliament" else {}
    return Claim(asked(**{**known, **record}), source, (f"2024-09-{day}",))


def answered(day: str, *answers: AnswerRecord, source: str = "parliament", **record: Any) -> Claim:
    return said(day, source, answers=answers, **record)


class Case(NamedTuple):
    name: str
    claims: list[Claim]
    expected: dict[str, Any]


# How to read each expected value from what is settled.
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
    Case("a question known only from an editor comes from the editor",
         [said("03", "editor:anna")], {"provenance": "editor"}),
    Case(
        "a question known from an editor and a source comes from the source, whichever is newer",
        [said("03", "twfy"), said("05", "editor:anna", heading="Mended")],
        {"provenance": "twfy", "heading": "Mended"},
    ),
    Case("a question known from two sources comes from the later one",
         [said("03"), said("05", "twfy")], {"provenance": "twfy"}),
    Case("a question known from two sources of one day comes from Parliament",
         [said("05"), said("05", "twfy")], {"provenance": "parliament"}),
    Case(
        "the address of its page is the newest of the source that it comes from",
        [said("03", source_url="/old"), said("04", source_url="/new"), said("05"), said("02", "twfy", source_url="/t")],
        {"source_url": "/new"},
    ),
    Case("it has no page if that source has none", [said("03", "twfy", source_url="/t"), said("05")],
         {"source_url": ""}),
    Case(
        "the address of its page is an editor's if that is newer",
        [said("03", source_url="/old"), said("04", "editor:anna", source_url="/given", heading="Mended")],
        {"source_url": "/given"},
    ),
    Case(
        "an asker's id counts before a newer printed name",
        [said("03", asked_by=MEMBER), said("05", "twfy", asked_by=IN_PRINT)],
        {"asked_by": MEMBER},
    ),
    Case("the newest of two askers' ids counts",
         [said("03", asked_by=MEMBER), said("05", asked_by=OTHER)], {"asked_by": OTHER}),
    Case("the newest of two printed names counts",
         [said("03", "twfy", asked_by=IN_PRINT), said("05", "twfy", asked_by="p:2")],
         {"asked_by": "p:2"}),
    Case("the asker stays if the newest record names nobody",
         [said("03", asked_by=MEMBER), said("05")], {"asked_by": MEMBER}),
    Case("there is no asker or department if no record names one",
         [said("03")], {"asked_by": None, "department": None}),
    Case(
        "a department's id counts before a newer heading",
        [said("03", department=HEALTH), said("05", "twfy", department=PRINTED_HEALTH)],
        {"department": HEALTH, "events": []},
    ),
    Case("a department's heading counts if nothing else is known", [said("03", "twfy", department=PRINTED_HEALTH)],
         {"department": PRINTED_HEALTH}),
    Case(
        "the newest of two departments counts, and the transfer is an event with their names",
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
        "the same department without its id is no transfer",
        [said("03", department=HEALTH), said("05", "twfy", department=Body(None, HEALTH.name))],
        {"events": []},
    ),
    Case(
        "two departments of one name with different keys of our own are a transfer",
        [said("03", "editor", department=Body(None, "Health", 1)),
         said("05", "editor", department=Body(None, "Health", 2))],
        {"events": [("transferred", "05", "Health", "Health")]},
    ),
    Case(
        "a department with an id after another name is a transfer",
        [said("03", department=Body(None, "Education")), said("05", department=HEALTH)],
        {"events": [("transferred", "05", "Education", HEALTH.name)]},
    ),
]  # fmt: skip

ABOVE_SEVERAL = {"department": PRINTED_HEALTH, "grouped": (("2002", "2024-09-02"),)}
HEADINGS = [
    Case(
        "its own heading counts before a newer one above several questions, which may be that of another",
        [said("03", heading="Own"), said("05", "twfy", heading="Theirs", **ABOVE_SEVERAL)],
        {"heading": "Own", "events": []},
    ),
    Case("a heading above several questions counts if there is no other",
         [said("03"), said("04", "twfy", heading="Theirs", **ABOVE_SEVERAL), said("05", heading="")],
         {"heading": "Theirs", "events": []}),
    Case("a newer heading above the question alone counts",
         [said("03", heading="Own"), said("05", "twfy", heading="Newer", department=PRINTED_HEALTH)],
         {"heading": "Newer", "events": [("heading", "05", "Own", "Newer")]}),
    Case("Parliament's newer heading of a grouped question counts",
         [said("03", heading="Own"), said("05", heading="Newer", department=HEALTH, grouped=ABOVE_SEVERAL["grouped"])],
         {"heading": "Newer", "events": [("heading", "05", "Own", "Newer")]}),
    Case("Parliament's newer heading of a grouped question counts without a department too",
         [said("03", heading="Own"), said("05", heading="Newer", grouped=ABOVE_SEVERAL["grouped"])],
         {"heading": "Newer"}),
]  # fmt: skip

FIELDS = [
    Case(
        "a value stays if a newer record leaves it out",
        [
            said("03", parliament_id=101, due="2024-09-09", named_day=True, interest=True, heading="A",
                 grouped=(("2002", None),)),
            said("05", parliament_id=None, tabled=None),
        ],
        {"parliament_id": 101, "due": "2024-09-09", "named_day": True, "interest": True, "heading": "A",
         "grouped": (("2002", None),), "tabled": "2024-09-02", "events": []},
    ),
    Case(
        "a value changes if a newer record denies it",
        [said("03", named_day=True, interest=True, grouped=(("2002", None),)),
         said("05", named_day=False, interest=False, grouped=())],
        {"named_day": False, "interest": False, "grouped": ()},
    ),
    Case("an empty heading does not replace another", [said("03", heading="A"), said("05", heading="")],
         {"heading": "A", "events": []}),
    Case("an empty heading counts if there is no other", [said("03"), said("05", heading="")], {"heading": ""}),
    Case("a question is withdrawn if the newest record says so", [said("03", edition=""), said("05", withdrawn=True)],
         {"withdrawn": True, "status": "withdrawn"}),
    Case(
        "earlier days of tabling are former days, once each and in order",
        [said("03", tabled="2024-09-03"), said("04", tabled="2024-09-02"), said("05", tabled="2024-09-01"),
         said("06", tabled="2024-09-03"), said("07", tabled="2024-09-04"), said("08", tabled=None)],
        {"tabled": "2024-09-04", "former_days": ("2024-09-01", "2024-09-02", "2024-09-03")},
    ),
    Case(
        "an earlier day of answer is in a former address if no day of tabling was known",
        [answered("11", given(day="2024-09-11"), tabled=None), answered("12", given(day="2024-09-10"), tabled=None),
         answered("13", given(day="2024-09-12"))],
        {"answered_on": "2024-09-10", "former_answer_days": ("2024-09-11",), "former_days": ()},
    ),
    Case("an unanswered question without a day of tabling has no former days", [said("03", tabled=None)],
         {"former_answer_days": (), "former_days": (), "tabled": None}),
]  # fmt: skip


def read(settled: Settled, what: str) -> Any:
    return READERS[what](settled) if what in READERS else getattr(settled, what)


def check_settled(case: Case) -> None:
    """Check that the claims settle as the case expects, in any order."""
    orders = list(itertools.permutations(case.claims))
    for order in orders[:: max(1, len(orders) // 24)]:
        claims: tuple[Claim, ...] = ()
        for claim in order:
            claims, _ = decide(claims, claim)
        assert {what: read(settle(claims), what) for what in case.expected} == case.expected
        assert decide((), *order) == (claims, settle(claims))


@pytest.mark.parametrize("case", [*WHO_AND_WHERE, *HEADINGS, *FIELDS], ids=lambda case: case.name)
def test_each_field_comes_from_the_source_that_knows_it_best(case: Case) -> None:
    check_settled(case)


def in_a_file(day: str, text: str) -> Claim:
    """An answer in TheyWorkForYou's file of that day, which does not say whether it is a correction."""
    return answered(day, given(Wording(f"<p>{text}</p>", Form.HTML), day=f"2024-09-{day}"), source="twfy")


SEVEN = answered("12", given(Wording("<p>Seven.</p>", Form.HTML)))
OLD, SAME, LATER = said("03", heading="A"), said("05", heading="A"), said("09", heading="B")


def test_without_new_claims_nothing_changes() -> None:
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
        ([OLD, LATER], [said("07", heading="B")], True),  # the change was first seen earlier
        ([OLD, LATER], [said("11", heading="A")], True),
        ([OLD], [said("05", "twfy", heading="A", parliament_id=101)], True),  # the same, from another source
        ([LATER], [OLD], True),
        ([OLD], [SAME, LATER], True),
        ([OLD], [SAME, said("06", heading="A")], False),
        ([OLD, LATER], [said("11", heading="B"), said("12", heading="C")], True),
        ([LATER], [said("08")], False),  # without a heading yet
        ([SEVEN], [in_a_file("20", "Eight.")], True),  # a correction
        ([SEVEN], [in_a_file("10", "Seven.")], False),  # the answer itself
    ],
)
def test_decide_returns_what_is_settled_only_if_anything_changes(
    before: list[Claim], news: list[Claim], changes: bool
) -> None:
    claims, _ = decide((), *before)
    more, settled = decide(claims, *news)
    assert settled == (settle(more) if changes else None)
    assert more != claims
