"""Answers that an editor removed: recognising them if sources go on showing them, and restoring them."""

from __future__ import annotations

import itertools

import pytest

from questions.archive.evidence.claims import Claim
from questions.archive.evidence.removed_answers import (
    is_same,
    is_trace,
    key_of,
    put_back,
    removed_in,
    taken_out,
    trace,
    without,
    without_removed,
)
from questions.sources.records import CORRECTION, HOLDING, AnswerRecord
from questions.text.cleaning import Form, Wording

from .test_ordering import asked, given

SEVEN, EIGHT = (Wording(f"<p>{word} hubs.</p>", Form.HTML) for word in ("Seven", "Eight"))
CORRECTED = given(EIGHT, CORRECTION, "2024-09-20")


def edit(*removed: AnswerRecord, days: str = "13", heading: str = "Mended") -> Claim:
    return Claim(asked(heading, removed=removed), "editor:anna", tuple(f"2024-09-{day}" for day in days.split()))


def test_a_question_has_one_holding_answer_one_original_and_one_correction_a_day() -> None:
    assert key_of(given(stage=HOLDING)) == key_of(given(stage=HOLDING, day="2024-09-09"))
    assert key_of(given()) == key_of(given(day="2024-09-11"))
    assert key_of(CORRECTED) != key_of(CORRECTED._replace(day="2024-09-21"))
    assert len({key_of(one) for one in (given(stage=HOLDING), given(), CORRECTED)}) == 3


@pytest.mark.parametrize("answer", [given(SEVEN), given(None), CORRECTED])
def test_a_restored_answer_is_unchanged(answer: AnswerRecord) -> None:
    assert put_back(taken_out(answer)) == answer
    assert not is_trace(taken_out(answer))


def test_a_removed_answer_without_a_text_is_stored_with_an_empty_text() -> None:
    kept = given(Wording("", Form.PLAIN))
    assert taken_out(given(None)) == kept
    assert put_back(kept) == given(None)


def test_only_the_stage_and_day_of_a_permanently_deleted_answer_are_kept() -> None:
    assert trace(CORRECTED) == AnswerRecord(CORRECTION, "2024-09-20", None, None)
    assert is_trace(trace(CORRECTED))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (given(SEVEN), True),
        (given(SEVEN)._replace(by="13"), True),
        (given(Wording("Seven hubs.", Form.PLAIN)), True),
        (given(Wording("Seven", Form.CUT)), True),
        (given(None), True),
        (given(EIGHT), False),
        (given(SEVEN, day="2024-09-11"), False),
        (given(SEVEN, stage=HOLDING), False),
    ],
)
def test_a_removed_answer_is_the_same_in_any_form_but_not_with_another_text_or_day(
    shown: AnswerRecord, expected: bool
) -> None:
    assert is_same(taken_out(given(SEVEN)), shown) is expected


def test_a_permanently_deleted_answer_is_the_same_as_any_with_its_stage_and_day() -> None:
    assert is_same(trace(given(SEVEN)), given(EIGHT))
    assert not is_same(trace(given(SEVEN)), given(SEVEN, day="2024-09-11"))


def test_a_text_that_first_appears_after_the_removal_is_believed() -> None:
    assert is_same(taken_out(given(None)), given(None))
    assert not is_same(taken_out(given(None)), given(SEVEN))


def test_the_newest_edit_decides_which_answers_are_removed() -> None:
    source = Claim(asked("A", answers=(given(),)), "parliament", ("2024-09-30",))
    last = edit(CORRECTED, days="02 05 14", heading="A")
    first = edit(taken_out(given(SEVEN)), days="03 06 13", heading="B")
    for claims in itertools.permutations((source, first, last)):
        assert removed_in(claims) == (CORRECTED,)
    assert removed_in((source,)) == removed_in((edit(), source)) == ()


def test_the_choice_between_two_edits_of_one_day_does_not_depend_on_their_order() -> None:
    out, back = edit(CORRECTED, heading="A"), edit(heading="B")
    assert removed_in((out, back)) == removed_in((back, out)) == ()


def test_a_record_is_left_without_its_removed_answers() -> None:
    removed = (taken_out(given(SEVEN)), trace(given(stage=HOLDING, day="2024-09-09")))
    shown = asked("A", answers=(given(SEVEN, HOLDING, "2024-09-09"), given(SEVEN), CORRECTED), removed=removed)
    assert without(shown, removed) == asked("A", answers=(CORRECTED,))
    assert without(shown, ()) == shown._replace(removed=())


def test_all_claims_are_left_without_removed_answers_in_the_same_order() -> None:
    source, other = (Claim(asked(heading, answers=(given(),)), "parliament", ("2024-09-12",)) for heading in "AB")
    assert without_removed((source, edit(given()), other)) == (
        source._replace(record=asked("A")),
        edit(),
        other._replace(record=asked("B")),
    )


def test_claims_stay_unchanged_if_nothing_is_removed() -> None:
    claims = (Claim(asked(answers=(given(),)), "parliament", ("2024-09-12",)), edit())
    assert without_removed(claims) is claims


def test_a_restored_answer_is_in_the_claims_again() -> None:
    source = Claim(asked(answers=(given(),)), "parliament", ("2024-09-12",))
    out, back = edit(given()), edit(days="14", heading="Put back")
    assert without_removed((source, out, back)) == (source, edit(), back)
