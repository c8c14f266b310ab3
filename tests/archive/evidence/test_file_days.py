"""Which answer of a question it is that stands in TheyWorkForYou's file of a day."""

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


def one(day: str, text: str | None, stage: int = ANSWER, form: int = Form.HTML) -> AnswerRecord:
    return AnswerRecord(stage, f"2024-09-{day}", "12", Wording(text, form) if text else None, SHEET)


def in_file(*answers: AnswerRecord) -> Claim:
    return Claim(asked(answers=answers), "twfy", ("2024-09-30",))


def shown(day: str, *answers: AnswerRecord, source: str = "parliament") -> Claim:
    return Claim(asked(answers=answers), source, ("2024-09-01", "2024-09-02", f"2024-09-{day}"))


class Case(NamedTuple):
    name: str
    known: list[Claim]
    files: list[Claim]
    expected: list[list[Placed]]  # of each file's answers the kind, the day of September and the text


SEVEN, EIGHT, NINE = "Seven hubs.", "Eight hubs.", "Nine hubs."
ANSWERED = one("10", SEVEN)
CORRECTED = one("20", EIGHT, CORRECTION)
CUT = one("10", "Seven", form=Form.CUT)
ALONE = [
    Case("alone, it is the answer", [], [in_file(ANSWERED)], [[(ANSWER, "10", SEVEN)]]),
    Case(
        "in other words than an earlier file it corrects that, and so does each later one",
        [],
        [in_file(ANSWERED), in_file(one("20", EIGHT)), in_file(one("21", NINE))],
        [[(ANSWER, "10", SEVEN)], [(CORRECTION, "20", EIGHT)], [(CORRECTION, "21", NINE)]],
    ),
    Case(
        "in the same words it is the same",
        [],
        [in_file(ANSWERED), in_file(one("20", SEVEN))],
        [[(ANSWER, "10", SEVEN)], [(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "a holding answer is none that others correct",
        [],
        [in_file(one("09", "Soon.", HOLDING)), in_file(ANSWERED)],
        [[(HOLDING, "09", "Soon.")], [(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "with its correction after it, the answer is of the day that is known of it",
        [],
        [in_file(ANSWERED), in_file(one("20", SEVEN), CORRECTED)],
        [[(ANSWER, "10", SEVEN)], [(ANSWER, "10", SEVEN), (CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "or else of that of the file",
        [],
        [in_file(one("20", SEVEN), CORRECTED)],
        [[(ANSWER, "20", SEVEN), (CORRECTION, "20", EIGHT)]],
    ),
]
BESIDE_OTHERS = [
    Case(
        "Parliament's own record tells by its words which it is",
        [shown("25", ANSWERED, CORRECTED)],
        [in_file(one("10", SEVEN)), in_file(one("20", EIGHT)), in_file(one("21", EIGHT))],
        [[(ANSWER, "10", SEVEN)], [(CORRECTION, "20", EIGHT)], [(CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "where the words stayed in the correction, its day, else that it is an answer",
        [shown("25", ANSWERED, one("20", SEVEN, CORRECTION))],
        [in_file(one("20", SEVEN)), in_file(one("10", SEVEN)), in_file(one("15", SEVEN))],
        [[(CORRECTION, "20", SEVEN)], [(ANSWER, "10", SEVEN)], [(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "of corrections in the same words the last",
        [shown("28", ANSWERED, CORRECTED, one("22", EIGHT, CORRECTION), one("21", EIGHT, CORRECTION))],
        [in_file(one("25", EIGHT))],
        [[(CORRECTION, "22", EIGHT)]],
    ),
    Case(
        "a correction rather than what had held the answer in the same words",
        [shown("28", one("22", EIGHT, HOLDING), ANSWERED, CORRECTED)],
        [in_file(one("25", EIGHT))],
        [[(CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "a text that is known in full says more than the day",
        [shown("25", ANSWERED, CORRECTED)],
        [in_file(one("20", SEVEN))],
        [[(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "the day says more than a text that is cut",
        [shown("25", CUT, one("20", None, CORRECTION))],
        [in_file(one("20", "Seven, not six."))],
        [[(CORRECTION, "20", "Seven, not six.")]],
    ),
    Case(
        "and a text that is cut more than nothing",
        [shown("25", CUT)],
        [in_file(one("11", SEVEN))],
        [[(ANSWER, "10", SEVEN)]],
    ),
    Case(
        "the day tells it where no text is on record",
        [shown("25", one("10", None), one("20", None, CORRECTION))],
        [in_file(one("10", SEVEN)), in_file(one("20", EIGHT))],
        [[(ANSWER, "10", SEVEN)], [(CORRECTION, "20", EIGHT)]],
    ),
    Case(
        "before the answer it is that, in whatever words",
        [shown("15", one("12", SEVEN))],
        [in_file(one("10", EIGHT))],
        [[(ANSWER, "12", EIGHT)]],
    ),
    Case(
        "even where the file says that it corrects: nothing is corrected before it was given",
        [shown("15", one("12", SEVEN))],
        [in_file(one("10", SEVEN), one("10", EIGHT, CORRECTION))],
        [[(ANSWER, "12", SEVEN), (ANSWER, "12", EIGHT)]],
    ),
    Case("a holding answer stays one", [shown("15", ANSWERED)], [in_file(one("09", "Soon.", HOLDING))],
         [[(HOLDING, "09", "Soon.")]]),
]  # fmt: skip
CORRECTIONS = [
    Case("other words correct what Parliament showed before", [shown("19", ANSWERED)], [in_file(one("20", EIGHT))],
         [[(CORRECTION, "20", EIGHT)]]),
    Case(
        "but are not its own while Parliament shows that nobody corrected it",
        [shown("19", ANSWERED), shown("20", ANSWERED._replace(by="13"))],
        [in_file(one("20", EIGHT))],
        [[(ANSWER, "10", None)]],
    ),
    Case(
        "even where the file says that it corrects, as it does above all of a group",
        [shown("25", ANSWERED)],
        [in_file(one("20", SEVEN), CORRECTED)],
        [[(ANSWER, "10", SEVEN), (ANSWER, "10", None)]],
    ),
    Case(
        "nor where the answer was told to be of a later day, too",
        [shown("12", one("12", SEVEN)), shown("13", ANSWERED)],
        [in_file(one("11", EIGHT))],
        [[(ANSWER, "10", None)]],
    ),
    Case("that it was not answered yet says nothing of that", [shown("19", ANSWERED), shown("25")],
         [in_file(one("20", EIGHT))], [[(CORRECTION, "20", EIGHT)]]),
    Case("nor does an editor", [shown("25", ANSWERED, source="editor:anna")], [in_file(one("20", EIGHT))],
         [[(CORRECTION, "20", EIGHT)]]),
    Case("nor one that shows another correction", [shown("19", ANSWERED), shown("25", ANSWERED, CORRECTED)],
         [in_file(one("21", NINE))], [[(CORRECTION, "21", NINE)]]),
]  # fmt: skip


def told(claim: Claim) -> list[Placed]:
    return [(a.stage, a.day[-2:], a.wording and a.wording.body) for a in claim.record.answers]


@pytest.mark.parametrize("case", [*ALONE, *BESIDE_OTHERS, *CORRECTIONS], ids=lambda case: case.name)
def test_an_answer_in_a_file_is_placed_by_what_else_is_known(case: Case) -> None:
    expected = dict(zip(case.files, case.expected, strict=True))
    for claims in itertools.permutations([*case.known, *case.files]):
        there = place_answers(claims)
        assert [claim for claim in there if claim.source != "twfy"] == [c for c in claims if c.source != "twfy"]
        assert [told(claim) for claim in there] == [expected.get(claim, told(claim)) for claim in claims]


@pytest.mark.parametrize(("day", "files"), [("20", ()), ("09", SHEET)])
def test_what_is_not_its_own_brings_no_files(day: str, files: tuple[AttachmentRecord, ...]) -> None:
    _, claim = place_answers((shown("25", ANSWERED._replace(attachments=())), in_file(one(day, EIGHT))))
    assert [answer.attachments for answer in claim.record.answers] == [files]


@pytest.mark.parametrize("source", ["twfy", "editor:anna"])
def test_what_tells_no_day_of_tabling_and_what_others_say_is_left_as_it_is(source: str) -> None:
    tabled = None if source == "twfy" else "2024-09-02"
    print_or_edit = Claim(asked(answers=(one("20", EIGHT),), tabled=tabled), source, ("2024-09-30",))
    claims = (shown("12", ANSWERED), print_or_edit, Claim(asked(), "twfy", ("2024-09-30",)))
    assert place_answers(claims) is claims
