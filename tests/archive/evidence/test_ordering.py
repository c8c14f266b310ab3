"""The order of claims: which is newer if their days, sources or texts are equal."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from questions.archive.evidence.claims import Claim
from questions.archive.evidence.ordering import as_claimed, in_order, last_seen, state
from questions.archive.evidence.removed_answers import taken_out
from questions.archive.evidence.settling import settle
from questions.sources.records import ANSWER, CORRECTION, HOLDING, AnswerRecord, QuestionRecord
from questions.text.cleaning import Form, Wording

CUT, PLAIN, HTML = (Wording("Seven", form) for form in (Form.CUT, Form.PLAIN, Form.HTML))


def asked(heading: str | None = None, text: str = "How many?", form: int = Form.PLAIN, **said: Any) -> QuestionRecord:
    return QuestionRecord("commons", "2001", "2024-09-02", Wording(text, form), heading=heading)._replace(**said)


def given(wording: Wording | None = HTML, stage: int = ANSWER, day: str = "2024-09-10") -> AnswerRecord:
    return AnswerRecord(stage, day, "12", wording)


def claim(record: QuestionRecord, *days: str, source: str = "parliament") -> Claim:
    return Claim(record, source, days or ("2024-09-12",))


def headings(*claims: Claim) -> list[str | None]:
    """The headings from the oldest to the newest. Checks that the order of the claims makes no difference."""
    (order,) = {tuple(s.record.heading for s in in_order(some)) for some in itertools.permutations(claims)}
    return list(order)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (asked(), 0),
        (asked(answers=(given(stage=HOLDING),)), HOLDING),
        (asked(answers=(given(stage=HOLDING), given())), ANSWER),
        (asked(answers=(given(), given(stage=CORRECTION))), CORRECTION),
        (asked(answers=(given(stage=CORRECTION), given())), CORRECTION),  # in any order of its answers
    ],
)
def test_the_state_of_a_record_is_the_last_stage_of_its_answers(record: QuestionRecord, expected: int) -> None:
    assert state(record) == expected


def test_withdrawn_is_a_later_state_than_that_of_any_answer() -> None:
    corrected = asked(answers=(given(stage=CORRECTION),))
    assert state(asked(withdrawn=True)) == state(corrected._replace(withdrawn=True)) > state(corrected)


def test_a_question_was_last_seen_on_the_newest_day_of_any_source_but_not_of_an_editor() -> None:
    seen = claim(asked(), "2024-09-03", "2024-09-05", "2024-09-12")
    printed = claim(asked(), "2024-09-09", source="twfy")
    edit = claim(asked("Mended"), "2024-09-20", source="editor:anna")
    assert last_seen((seen, printed, edit)) == "2024-09-12"
    assert last_seen((printed, edit)) == "2024-09-09"
    assert last_seen((edit,)) is None
    assert last_seen(()) is None


# Two records of one day, the older first. By content alone, their order would be the other way round.
TIES: list[tuple[str, Claim, Claim]] = [
    (
        "a later state, even if it says less",
        claim(asked("A", "zebras?")),
        claim(asked(None, "apes?", Form.CUT, answers=(given(None),))),
    ),
    (
        "an editor, even if a source says more",
        claim(asked("A", "zebras?", parliament_id=101)),
        claim(asked(None, "apes?", Form.CUT), source="editor:anna"),
    ),
    (
        "Parliament's own record, even if a printed one says more",
        claim(asked("A", "zebras?"), source="twfy"),
        claim(asked(None, "apes?", Form.CUT, parliament_id=101)),
    ),
    ("a full question", claim(asked("A", "zebras?", Form.CUT)), claim(asked("A", "apes?"))),
    ("a heading", claim(asked(None, "zebras?")), claim(asked("A", "apes?"))),
    (
        "an incomplete answer before one without a text",
        claim(asked("A", "zebras?", answers=(given(None),))),
        claim(asked("A", "apes?", answers=(given(CUT),))),
    ),
    (
        "a full answer before an incomplete one",
        claim(asked("A", "zebras?", answers=(given(CUT),))),
        claim(asked("A", "apes?", answers=(given(PLAIN),))),
    ),
    (
        "an answer with tags before one without",
        claim(asked("A", "zebras?", answers=(given(PLAIN),))),
        claim(asked("A", "apes?", answers=(given(HTML),))),
    ),
    (
        "a fuller last answer",
        claim(asked("A", "zebras?", answers=(given(HTML, HOLDING), given(CUT)))),
        claim(asked("A", "apes?", answers=(given(CUT, HOLDING), given(HTML)))),
    ),
    (
        "a full question with a heading before an incomplete answer",
        claim(asked(None, "zebras?", Form.CUT, answers=(given(CUT),))),
        claim(asked("A", "apes?", answers=(given(None),))),
    ),
    (
        "otherwise the content decides, whatever the source",
        claim(asked("A", "apes?"), source="twfy"),
        claim(asked("A", "zebras?"), source="parliament"),
    ),
    (
        "the source decides if the content is the same",
        claim(asked("A"), source="parliament"),
        claim(asked("A"), source="twfy"),
    ),
]


@pytest.mark.parametrize(("older", "newer"), [tie[1:] for tie in TIES], ids=[tie[0] for tie in TIES])
def test_the_order_of_two_records_of_one_day_is_fixed(older: Claim, newer: Claim) -> None:
    for claims in ((older, newer), (newer, older)):
        assert [one for _, one in as_claimed(claims)] == [older, newer]


def test_a_later_day_counts_before_the_source_and_the_fuller_text() -> None:
    edit = claim(asked("Edited", parliament_id=101), "2024-09-11", source="editor:anna")
    assert headings(edit, claim(asked("Printed", form=Form.CUT), "2024-09-12", source="twfy")) == ["Edited", "Printed"]


def test_each_day_of_a_claim_is_a_sighting_by_its_source() -> None:
    old, new = claim(asked("Old"), "2024-09-03", "2024-09-05"), claim(asked("New"), "2024-09-04", source="twfy")
    assert [(s.day, s.source, s.record.heading) for s in in_order((old, new))] == [
        ("2024-09-03", "parliament", "Old"),
        ("2024-09-04", "twfy", "New"),
        ("2024-09-05", "parliament", "Old"),
    ]


def test_a_source_that_returns_to_an_old_value_is_believed_if_there_is_no_edit() -> None:
    assert headings(claim(asked("Old"), "2024-09-03", "2024-09-05"), claim(asked("New"), "2024-09-04")) == [
        *("Old", "New", "Old")
    ]


def test_a_repetition_after_edits_counts_as_seen_before_the_first_of_them() -> None:
    source = claim(asked("Old"), "2024-09-11", "2024-09-20")
    edits = [claim(asked(f"Edit {day}"), f"2024-09-{day}", source="editor:anna") for day in range(12, 20)]
    claims = (source, *edits)
    assert [s.record.heading for s in in_order(claims)] == ["Old", "Old", *(f"Edit {day}" for day in range(12, 20))]
    assert len(settle(claims).events) == 8


def test_what_a_source_said_on_the_day_of_an_edit_counts_as_said_before_it() -> None:
    edit = claim(asked("Mended"), "2024-09-12", source="editor:anna")
    assert headings(claim(asked("Old"), "2024-09-12"), edit) == ["Old", "Mended"]
    assert headings(claim(asked("Old"), "2024-09-12", "2024-09-13"), edit) == ["Old", "Old", "Mended"]


def test_a_new_value_after_a_repetition_does_not_make_the_repetition_new() -> None:
    source = claim(asked("Old"), "2024-09-11", "2024-09-13"), claim(asked("New"), "2024-09-14")
    edit = claim(asked("Mended"), "2024-09-12", source="editor:anna")
    assert headings(*source, edit) == ["Old", "Old", "Mended", "New"]


def test_an_editor_who_repeats_an_edit_after_a_source_is_believed() -> None:
    edit = claim(asked("Mended"), "2024-09-12", "2024-09-14", source="editor:anna")
    assert headings(edit, claim(asked("New"), "2024-09-13")) == ["Mended", "New", "Mended"]


def test_a_source_that_repeats_itself_comes_before_an_edit_and_a_new_source_after_it() -> None:
    edit = claim(asked("Mended"), "2024-09-12", source="editor:anna")
    on = claim(asked("Printed"), "2024-09-10", "2024-09-14", source="twfy")
    assert headings(edit, on, claim(asked("Listed"), "2024-09-13")) == ["Printed", "Printed", "Mended", "Listed"]


def test_an_answer_that_an_editor_removed_is_in_no_sighting_in_any_form() -> None:
    removed = (taken_out(given()),)
    edit = claim(asked("Mended", removed=removed), "2024-09-13", source="editor:anna")
    shown = [claim(asked("A", answers=(given(wording),)), "2024-09-12") for wording in (None, CUT, HTML)]
    for claims in itertools.permutations((edit, *shown)):
        assert [s.record for s in in_order(claims)] == [asked("A")] * 3 + [asked("Mended")]


def test_an_edition_that_its_source_has_replaced_is_in_no_sighting() -> None:
    first, last = (claim(asked(heading, edition=heading, tabled=None), source="twfy") for heading in "ab")
    assert headings(first, last, claim(asked("Listed", parliament_id=101))) == ["b", "Listed"]
