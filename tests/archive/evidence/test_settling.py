"""Settling: which record is newer, which text counts, and what a record changes."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import pytest

from questions.archive.evidence.claims import Claim, pack, unpack
from questions.archive.evidence.settling import Settled, decide, settle
from questions.sources.records import ANSWER, CORRECTION, HOLDING
from questions.text.cleaning import plain
from tests.support.records import CUT_ANSWER, FULL_QUESTION, answered, corrected, grouped, holding, record, unanswered

LONG_QUESTION = "To ask the Secretary of State for Education, " + "and what she will do about it, " * 8 + "in Leeds."
CUT_QUESTION = LONG_QUESTION[:255]
DHSC: dict[str, Any] = {"answeringBodyId": 17, "answeringBodyName": "Department of Health and Social Care"}


class Case(NamedTuple):
    """`seen` has (as-of day, API value), oldest first; `expected` is what must be settled from them."""

    name: str
    seen: list[tuple[str, dict[str, Any]]]
    expected: dict[Any, Any]


def heading(settled: Settled) -> Any:
    return settled.record.heading


def department(settled: Settled) -> Any:
    return settled.record.department.name


def texts(settled: Settled) -> list[Any]:
    """Each answer's stage, day and first words; None if its text is not on record."""
    return [(a.stage, a.day, a.wording and plain(a.wording.body)[:12]) for a in settled.answers]


def changes(settled: Settled | None) -> list[tuple[str, str]]:
    return [(event.kind, event.day) for event in (settled.events if settled else ())]


CASES = [
    Case("an unanswered question", [("2024-09-03", unanswered())], {"status": "unanswered", "answered_on": None}),
    Case(
        "a holding answer leaves the question open",
        [("2024-09-09", holding())],
        {"status": "holding", "answered_on": None, texts: [(HOLDING, "2024-09-09", "I will write")]},
    ),
    Case(
        "a final answer replaces the holding answer, and both stay on record",
        [("2024-09-09", holding()), ("2024-09-11", answered(dateHoldingAnswer="2024-09-09T00:00:00"))],
        {
            "status": "answered",
            "answered_on": "2024-09-10",
            texts: [(HOLDING, "2024-09-09", "I will write"), (ANSWER, "2024-09-10", "There are se")],
        },
    ),
    Case(
        "a holding answer that was never seen has no text on record",
        [("2024-09-11", answered(dateHoldingAnswer="2024-09-09T00:00:00"))],
        {texts: [(HOLDING, "2024-09-09", None), (ANSWER, "2024-09-10", "There are se")]},
    ),
    Case(
        "a correction stands beside its original, and does not move the day of the answer",
        [("2024-09-11", answered()), ("2024-09-21", corrected())],
        {
            "status": "corrected",
            "answered_on": "2024-09-10",
            texts: [(ANSWER, "2024-09-10", "There are se"), (CORRECTION, "2024-09-20", "There are ei")],
        },
    ),
    Case(
        "an original that was never seen is not on record",
        [("2024-09-21", corrected())],
        {texts: [(ANSWER, "2024-09-10", None), (CORRECTION, "2024-09-20", "There are ei")]},
    ),
    Case(
        "an original whose text is in the correction's record",
        [("2024-09-21", corrected(originalAnswerText="<p>There are six.</p>"))],
        {texts: [(ANSWER, "2024-09-10", "There are si"), (CORRECTION, "2024-09-20", "There are ei")]},
    ),
    Case(
        "an incomplete correction that begins like the full original is another answer",
        [("2024-09-11", answered()), ("2024-09-21", corrected(text=CUT_ANSWER))],
        {texts: [(ANSWER, "2024-09-10", "There are se"), (CORRECTION, "2024-09-20", "There are se")]},
    ),
    Case(
        "two corrections are both kept",
        [("2024-09-21", corrected()), ("2024-10-02", corrected(day="2024-10-01", text="<p>There are nine.</p>"))],
        {
            texts: [
                (ANSWER, "2024-09-10", None),
                (CORRECTION, "2024-09-20", "There are ei"),
                (CORRECTION, "2024-10-01", "There are ni"),
            ]
        },
    ),
    Case(
        "a withdrawn question",
        [("2024-09-03", unanswered()), ("2024-09-05", unanswered(isWithdrawn=True))],
        {"status": "withdrawn", changes: [("withdrawn", "2024-09-05")]},
    ),
    Case(
        "a withdrawn question stays withdrawn, whatever a later file says",
        [("2024-09-05", unanswered(isWithdrawn=True)), ("2024-09-06", unanswered())],
        {"status": "withdrawn"},
    ),
    Case(
        "the state never goes back, even if a later file shows an earlier one",
        [("2024-09-11", answered()), ("2024-09-30", unanswered())],
        {"status": "answered", "answered_on": "2024-09-10"},
    ),
    Case(
        "a null heading never erases one",
        [("2024-09-11", answered()), ("2024-09-12", answered(heading=None))],
        {heading: "Family Hubs: Leeds"},
    ),
    Case(
        "a heading that changed",
        [("2024-09-11", answered(heading="Twitter")), ("2024-09-12", answered(heading="X Corp"))],
        {heading: "X Corp", changes: [("heading", "2024-09-12")]},
    ),
    Case(
        "a transfer with a rewording, on the day when they were first seen",
        [
            ("2024-09-03", unanswered()),
            ("2024-09-04", unanswered(questionText="To ask the Secretary of State for Health, how many.", **DHSC)),
        ],
        {
            department: DHSC["answeringBodyName"],
            changes: [("transferred", "2024-09-04"), ("reworded", "2024-09-04")],
        },
    ),
    Case(
        "a transfer to another department and back",
        [("2024-09-03", unanswered()), ("2024-09-04", unanswered(**DHSC)), ("2024-09-05", unanswered())],
        {
            department: "Department for Education",
            changes: [("transferred", "2024-09-04"), ("transferred", "2024-09-05")],
        },
    ),
    Case(
        "a day of tabling that changed leaves a former address",
        [("2024-09-03", unanswered()), ("2024-09-04", unanswered(dateTabled="2024-09-03T00:00:00"))],
        {"former_days": ("2024-09-02",), changes: [("tabled", "2024-09-04")]},
    ),
    Case(
        "a date for answer that changed",
        [("2024-09-03", unanswered()), ("2024-09-04", unanswered(dateForAnswer="2024-09-11T00:00:00"))],
        {changes: [("due", "2024-09-04")]},
    ),
    Case(
        "the full text in an older file completes the incomplete one in a newer file",
        [("2024-09-11", answered()), ("2024-09-20", answered(text=CUT_ANSWER))],
        {texts: [(ANSWER, "2024-09-10", "There are se")], changes: [], "cut": False},
    ),
    Case("an incomplete answer alone", [("2024-09-11", answered(text=CUT_ANSWER))], {"cut": True, changes: []}),
    Case(
        "an incomplete question, and its full text",
        [
            ("2024-09-03", unanswered(questionText=CUT_QUESTION)),
            ("2024-09-04", unanswered(questionText=LONG_QUESTION)),
            ("2024-09-05", unanswered(questionText=CUT_QUESTION)),
        ],
        {"question": LONG_QUESTION, changes: []},
    ),
    Case(
        "a list that replaces a character with ? is no rewording",
        [
            ("2024-09-03", unanswered(questionText=FULL_QUESTION.replace("Leeds", "\u200eLeeds"))),
            ("2024-09-04", unanswered(questionText=FULL_QUESTION.replace("Leeds", "?Leeds"))),
        ],
        {changes: []},
    ),
    Case(
        "an answer that was changed without a correction",
        [("2024-09-11", answered(text="<p>Seven.</p>")), ("2024-09-12", answered(text="<p>Eight.</p>"))],
        {texts: [(ANSWER, "2024-09-10", "Eight.")], changes: [("answer", "2024-09-12")]},
    ),
    Case(
        "a null never erases an interest or a group",
        [
            ("2024-09-11", answered(memberHasInterest=True, groupedQuestionsDates=grouped(("2002", "2024-09-02")))),
            ("2024-09-12", answered(memberHasInterest=None, groupedQuestionsDates=None)),
        ],
        {"groups": (("2002", "2024-09-02"),), "interest": True},
    ),
    Case(
        "the day of the answer never changes",
        [
            ("2024-09-11", answered()),
            ("2024-09-21", answered(day="2024-09-20")),
            ("2024-09-22", corrected(dateAnswered=None)),
        ],
        {"answered_on": "2024-09-10"},
    ),
    Case(
        "a stale record causes no transfer",
        [("2024-09-05", unanswered(isWithdrawn=True)), ("2024-09-09", unanswered(**DHSC))],
        {department: "Department for Education", changes: [("withdrawn", "2024-09-05")]},
    ),
    Case(
        "HTML counts before the same text without tags",
        [("2024-09-11", answered(text="<p>Seven.</p>")), ("2024-09-12", answered(text="Seven."))],
        {"answer": "<p>Seven.</p>", changes: []},
    ),
    Case(
        "a record seen again changes only the day",
        [("2024-09-03", unanswered()), ("2024-09-30", unanswered())],
        {"status": "unanswered", changes: []},
    ),
    Case(
        "the group is that of the newest record",
        [
            ("2024-09-11", answered()),
            ("2024-09-12", answered(groupedQuestionsDates=grouped(("2002", "2024-09-02")))),
        ],
        {"groups": (("2002", "2024-09-02"),)},
    ),
]
READERS = {
    "cut": lambda settled: settled.answers[-1].wording.form == 0,
    "answer": lambda settled: settled.answers[-1].wording.body,
    "question": lambda settled: settled.record.wording.body,
    "interest": lambda settled: settled.record.interest,
    "groups": lambda settled: settled.record.grouped,
}


def claims_of(seen: list[tuple[str, dict[str, Any]]]) -> list[Claim]:
    return [Claim(record(value), "parliament", (day,)) for day, value in seen]


def read(settled: Settled, what: Any) -> Any:
    if callable(what):
        return what(settled)
    return READERS[what](settled) if what in READERS else getattr(settled, what)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_question_settles_in_the_same_way_for_any_order_of_its_records(case):
    outcomes = []
    for order in itertools.permutations(claims_of(case.seen)):
        claims: tuple[Claim, ...] = ()
        for news in order:
            claims, _ = decide(claims, news)
        outcomes.append(settle(claims))
        assert {what: read(outcomes[-1], what) for what in case.expected} == case.expected
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_the_same_record_of_the_same_day_says_nothing_new():
    news = claims_of([("2024-09-03", unanswered())])
    claims, first = decide((), *news)
    again, second = decide(claims, *news)
    assert first is not None
    assert second is None
    assert again is claims


def test_a_later_day_alone_changes_nothing_but_the_claims():
    claims, _ = decide((), *claims_of([("2024-09-03", unanswered())]))
    more, settled = decide(claims, *claims_of([("2024-09-04", unanswered())]))
    assert settled is None
    assert more[0].days == ("2024-09-03", "2024-09-04")


def test_a_day_between_two_others_can_show_that_a_change_was_first_seen_then():
    seen = claims_of([("2024-09-03", unanswered()), ("2024-09-09", unanswered(**DHSC))])
    claims, _ = decide((), *seen)
    _, settled = decide(claims, *claims_of([("2024-09-05", unanswered(**DHSC))]))
    assert changes(settled) == [("transferred", "2024-09-05")]


def test_claims_are_the_same_after_packing_and_unpacking():
    claims, _ = decide((), *claims_of([("2024-09-03", unanswered()), ("2024-09-21", corrected())]))
    assert unpack(pack(claims)) == claims
    assert repr(unpack(pack(claims))) == repr(claims)
