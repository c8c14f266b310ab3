"""Answers that an editor took out: which they are in what sources go on showing, and how they come back."""

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


def test_there_is_one_holding_answer_and_one_original_and_a_correction_for_each_day() -> None:
    assert key_of(given(stage=HOLDING)) == key_of(given(stage=HOLDING, day="2024-09-09"))
    assert key_of(given()) == key_of(given(day="2024-09-11"))
    assert key_of(CORRECTED) != key_of(CORRECTED._replace(day="2024-09-21"))
    assert len({key_of(one) for one in (given(stage=HOLDING), given(), CORRECTED)}) == 3


@pytest.mark.parametrize("answer", [given(SEVEN), given(None), CORRECTED])
def test_an_answer_comes_back_as_it_was(answer: AnswerRecord) -> None:
    assert put_back(taken_out(answer)) == answer
    assert not is_trace(taken_out(answer))


def test_that_its_text_was_not_on_record_is_kept_as_an_empty_one() -> None:
    kept = given(Wording("", Form.PLAIN))
    assert taken_out(given(None)) == kept
    assert put_back(kept) == given(None)


def test_of_one_that_is_deleted_for_good_only_its_kind_and_day_stay() -> None:
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
def test_it_is_the_same_in_whatever_form_but_not_with_other_words_or_of_another_day(
    shown: AnswerRecord, expected: bool
) -> None:
    assert is_same(taken_out(given(SEVEN)), shown) is expected


def test_every_text_of_its_kind_and_day_is_that_of_which_only_a_trace_is_left() -> None:
    assert is_same(trace(given(SEVEN)), given(EIGHT))
    assert not is_same(trace(given(SEVEN)), given(SEVEN, day="2024-09-11"))


def test_a_text_that_is_told_only_after_an_answer_was_taken_out_is_believed() -> None:
    assert is_same(taken_out(given(None)), given(None))
    assert not is_same(taken_out(given(None)), given(SEVEN))


def test_the_newest_edit_says_what_is_out() -> None:
    source = Claim(asked("A", answers=(given(),)), "parliament", ("2024-09-30",))
    last = edit(CORRECTED, days="02 05 14", heading="A")
    first = edit(taken_out(given(SEVEN)), days="03 06 13", heading="B")
    for claims in itertools.permutations((source, first, last)):
        assert removed_in(claims) == (CORRECTED,)
    assert removed_in((source,)) == removed_in((edit(), source)) == ()


def test_of_two_edits_of_one_day_it_is_always_the_same_one() -> None:
    out, back = edit(CORRECTED, heading="A"), edit(heading="B")
    assert removed_in((out, back)) == removed_in((back, out)) == ()


def test_a_question_is_as_if_those_answers_had_never_been() -> None:
    removed = (taken_out(given(SEVEN)), trace(given(stage=HOLDING, day="2024-09-09")))
    shown = asked("A", answers=(given(SEVEN, HOLDING, "2024-09-09"), given(SEVEN), CORRECTED), removed=removed)
    assert without(shown, removed) == asked("A", answers=(CORRECTED,))
    assert without(shown, ()) == shown._replace(removed=())


def test_all_that_was_said_is_without_them_in_the_same_order() -> None:
    source, other = (Claim(asked(heading, answers=(given(),)), "parliament", ("2024-09-12",)) for heading in "AB")
    assert without_removed((source, edit(given()), other)) == (
        source._replace(record=asked("A")),
        edit(),
        other._replace(record=asked("B")),
    )


def test_where_nothing_is_out_nothing_changes() -> None:
    claims = (Claim(asked(answers=(given(),)), "parliament", ("2024-09-12",)), edit())
    assert without_removed(claims) is claims


def test_what_was_put_back_is_there_again() -> None:
    source = Claim(asked(answers=(given(),)), "parliament", ("2024-09-12",))
    out, back = edit(given()), edit(days="14", heading="Put back")
    assert without_removed((source, out, back)) == (source, edit(), back)
