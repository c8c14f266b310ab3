"""Which of a question's answers is in TheyWorkForYou's file of a day."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import pytest

from questions.archive.evidence.claims import Claim
from questions.archive.evidence.file_days import place_answers
from questions.sources.records import ANSWER, CORRECTION, HOLDING, AnswerRecord, AttachmentRecord
from questions.text.cleaning import Form, Wording

from .test_ordering import asked

SHEET = (AttachmentRecord("https://example.org/a.xlsx", "Figures"),)
Placed = tuple[int, str, str | None]


def answer(day: str, text: str | None, stage: int = ANSWER, form: int = Form.HTML) -> AnswerRecord:
    return AnswerRecord(stage, f"2024-09-{day}", "12", Wording(text, form) if text else None, SHEET)


def in_file(*answers: AnswerRecord) -> Claim:
    return Claim(asked(answers=answers), "twfy", ("2024-09-30",))


def shown(day: str, *answers: AnswerRecord, source: str = "parliament") -> Claim:
    return Claim(asked(answers=answers), source, ("2024-09-01", "2024-09-02", f"2024-09-{day}"))


class Case(NamedTuple):
    name: str
    known: list[Claim]
    files: list[Claim]
    expected: list[list[Placed]]  # for each file, the stage, day of September and text of its answers


SEVEN, EIGHT, NINE = "Seven hubs.", "Eight hubs.", "Nine hubs."
ANSWERED = answer("10", SEVEN)
CORRECTED = answer("20", EIGHT, CORRECTION)
CUT = answer("10", "Seven", form=Form.CUT)
ALONE = [
    Case("the only file has the answer", [], [in_file(ANSWERED)], [[(ANSWER, "10", SEVEN)]]),
    Case(
        "each later file with another text has a correction",
        [],
        [in_file(ANSWERED), in_file(answer("20", EIGHT)), in_file(answer("21", NINE))],
        [[(ANSWER, "10", SEVEN)], [(CORRECTION, "20", EIGHT)], [(CORRECTION, "21", NINE)]],
    ),
    Case(
        "a later file with the same text has the same answer",
        [],
        [in_file(ANSWERED), in_file(answer("20", SEVEN))],
        [[(ANSWER, "10", SEVEN)], [(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "an answer does not correct a holding answer",
        [],
        [in_file(answer("09", "Soon.", HOLDING)), in_file(ANSWERED)],
        [[(HOLDING, "09", "Soon.")], [(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "an answer before its correction in a file has the day that is known for it",
        [],
        [in_file(ANSWERED), in_file(answer("20", SEVEN), CORRECTED)],
        [[(ANSWER, "10", SEVEN)], [(ANSWER, "10", SEVEN), (CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "an answer before its correction has the day of the file if no other is known",
        [],
        [in_file(answer("20", SEVEN), CORRECTED)],
        [[(ANSWER, "20", SEVEN), (CORRECTION, "20", EIGHT)]],
    ),
]
BESIDE_OTHERS = [
    Case(
        "the text in Parliament's record decides",
        [shown("25", ANSWERED, CORRECTED)],
        [in_file(answer("10", SEVEN)), in_file(answer("20", EIGHT)), in_file(answer("21", EIGHT))],
        [[(ANSWER, "10", SEVEN)], [(CORRECTION, "20", EIGHT)], [(CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "if the correction has the same text, its day decides, or else it is the answer",
        [shown("25", ANSWERED, answer("20", SEVEN, CORRECTION))],
        [in_file(answer("20", SEVEN)), in_file(answer("10", SEVEN)), in_file(answer("15", SEVEN))],
        [[(CORRECTION, "20", SEVEN)], [(ANSWER, "10", SEVEN)], [(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "it is the last of several corrections with the same text",
        [shown("28", ANSWERED, CORRECTED, answer("22", EIGHT, CORRECTION), answer("21", EIGHT, CORRECTION))],
        [in_file(answer("25", EIGHT))],
        [[(CORRECTION, "22", EIGHT)]],
    ),
    Case(
        "it is a correction rather than a holding answer with the same text",
        [shown("28", answer("22", EIGHT, HOLDING), ANSWERED, CORRECTED)],
        [in_file(answer("25", EIGHT))],
        [[(CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "a full text counts before the day",
        [shown("25", ANSWERED, CORRECTED)],
        [in_file(answer("20", SEVEN))],
        [[(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "the day counts before an incomplete text",
        [shown("25", CUT, answer("20", None, CORRECTION))],
        [in_file(answer("20", "Seven, not six."))],
        [[(CORRECTION, "20", "Seven, not six.")]],
    ),
    Case(
        "an incomplete text decides if nothing else does",
        [shown("25", CUT)],
        [in_file(answer("11", SEVEN))],
        [[(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "the day decides if no text is on record",
        [shown("25", answer("10", None), answer("20", None, CORRECTION))],
        [in_file(answer("10", SEVEN)), in_file(answer("20", EIGHT))],
        [[(ANSWER, "10", SEVEN)], [(CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "a file of an earlier day than the answer has the answer, whatever the text",
        [shown("15", answer("12", SEVEN))],
        [in_file(answer("10", EIGHT))],
        [[(ANSWER, "12", EIGHT)]],
    ),
    Case(
        "a file of an earlier day than the answer has no correction, even if it says so",
        [shown("15", answer("12", SEVEN))],
        [in_file(answer("10", SEVEN), answer("10", EIGHT, CORRECTION))],
        [[(ANSWER, "12", SEVEN), (ANSWER, "12", EIGHT)]],
    ),
    Case("a holding answer stays a holding answer", [shown("15", ANSWERED)], [in_file(answer("09", "Soon.", HOLDING))],
         [[(HOLDING, "09", "Soon.")]]),
]  # fmt: skip
CORRECTIONS = [
    Case("another text after Parliament's record is a correction",
         [shown("19", ANSWERED)], [in_file(answer("20", EIGHT))],
         [[(CORRECTION, "20", EIGHT)]]),
    Case(
        "another text is ignored if Parliament shows the answer uncorrected that day or later",
        [shown("19", ANSWERED), shown("20", ANSWERED._replace(by="13"))],
        [in_file(answer("20", EIGHT))],
        [[(ANSWER, "10", None)]],
    ),
    Case(
        "a correction in the file, perhaps of the group, is ignored if Parliament shows none",
        [shown("25", ANSWERED)],
        [in_file(answer("20", SEVEN), CORRECTED)],
        [[(ANSWER, "10", SEVEN), (ANSWER, "10", None)]],
    ),
    Case(
        "another text is ignored if Parliament also dated the answer later",
        [shown("12", answer("12", SEVEN)), shown("13", ANSWERED)],
        [in_file(answer("11", EIGHT))],
        [[(ANSWER, "10", None)]],
    ),
    Case("a record without an answer does not show it uncorrected", [shown("19", ANSWERED), shown("25")],
         [in_file(answer("20", EIGHT))], [[(CORRECTION, "20", EIGHT)]]),
    Case("an editor's record does not show it uncorrected",
         [shown("25", ANSWERED, source="editor:anna")], [in_file(answer("20", EIGHT))],
         [[(CORRECTION, "20", EIGHT)]]),
    Case("a record with another correction does not show it uncorrected",
         [shown("19", ANSWERED), shown("25", ANSWERED, CORRECTED)],
         [in_file(answer("21", NINE))], [[(CORRECTION, "21", NINE)]]),
]  # fmt: skip


def answers_of(claim: Claim) -> list[Placed]:
    return [(a.stage, a.day[-2:], a.wording and a.wording.body) for a in claim.record.answers]


@pytest.mark.parametrize("case", [*ALONE, *BESIDE_OTHERS, *CORRECTIONS], ids=lambda case: case.name)
def test_an_answer_in_a_file_is_identified_by_the_other_evidence(case: Case) -> None:
    expected = dict(zip(case.files, case.expected, strict=True))
    for claims in itertools.permutations([*case.known, *case.files]):
        there = place_answers(claims)
        assert [claim for claim in there if claim.source != "twfy"] == [c for c in claims if c.source != "twfy"]
        assert [answers_of(claim) for claim in there] == [expected.get(claim, answers_of(claim)) for claim in claims]


@pytest.mark.parametrize(("day", "files"), [("20", ()), ("09", SHEET)])
def test_an_ignored_text_adds_no_attachments(day: str, files: tuple[AttachmentRecord, ...]) -> None:
    _, claim = place_answers((shown("25", ANSWERED._replace(attachments=())), in_file(answer(day, EIGHT))))
    assert [answer.attachments for answer in claim.record.answers] == [files]


@pytest.mark.parametrize("source", ["twfy", "editor:anna"])
def test_claims_without_a_day_of_tabling_and_claims_of_other_sources_stay_unchanged(source: str) -> None:
    tabled = None if source == "twfy" else "2024-09-02"
    print_or_edit = Claim(asked(answers=(answer("20", EIGHT),), tabled=tabled), source, ("2024-09-30",))
    claims = (shown("12", ANSWERED), print_or_edit, Claim(asked(), "twfy", ("2024-09-30",)))
    assert place_answers(claims) is claims
