"""Settling: the events, texts and answers of a question known from several sources."""

from __future__ import annotations

import pytest

from questions.archive.evidence.claims import Claim
from questions.sources.records import ANSWER, CORRECTION, HOLDING, AttachmentRecord
from questions.text.cleaning import Form, Wording

from .test_ordering import given
from .test_settling_several_sources import (
    EDUCATION,
    HEALTH,
    IN_PRINT,
    MEMBER,
    OTHER,
    PRINTED_HEALTH,
    Case,
    answered,
    check_settled,
    said,
)

SHEET = (AttachmentRecord("https://example.org/a.xlsx", "Figures"),)
NUMBER = (AttachmentRecord("", ""), AttachmentRecord("", ""))  # two attachments of which only the number is known
OTHER_SHEET = (AttachmentRecord("https://example.org/b.xlsx", "Figures"),)
ROUNDED = (SHEET[0]._replace(size=5000),)
LONG = "How many family hubs there are in Leeds, and what they cost."


def html(text: str) -> Wording:
    return Wording(f"<p>{text}</p>", Form.HTML)


def with_files(day: str, files: tuple[AttachmentRecord, ...], source: str = "parliament") -> Claim:
    return answered(day, given()._replace(attachments=files), source=source)


CHANGES = [
    Case(
        "each change is an event with the old and the new value, in order of days",
        [said("03", heading="A", due="2024-09-09", text="Old."),
         said("04", "twfy", heading="B", due="2024-09-09", text="Old.", tabled="2024-09-01"),
         said("05", heading="B", due="2024-09-10", text="New.", tabled="2024-09-01")],
        {
            "events": [
                ("heading", "04", "A", "B"),
                ("tabled", "04", "2024-09-02", "2024-09-01"),
                ("due", "05", "2024-09-09", "2024-09-10"),
                ("reworded", "05", "Old.", "New."),
            ],
            "sources of events": ["twfy", "twfy", "parliament", "parliament"],
        },
    ),
    Case(
        "events of different kinds are in order of days too",
        [said("03", heading="A", text="Old."), said("04", heading="A", text="New."),
         said("05", heading="B", text="New.")],
        {"events": [("reworded", "04", "Old.", "New."), ("heading", "05", "A", "B")]},
    ),
    Case(
        "a first heading is no change, and the return of an earlier one is",
        [said("03"), said("04", heading="A"), said("05"), said("06", heading="B"), said("07", heading="A")],
        {"events": [("heading", "06", "A", "B"), ("heading", "07", "B", "A")]},
    ),
    Case(
        "a withdrawal is one event, on the day when it was first seen",
        [said("03"), said("05", withdrawn=True), said("06", "twfy", withdrawn=True)],
        {"events": [("withdrawn", "05", "", "")], "sources of events": ["parliament"]},
    ),
    Case(
        "a later record with an earlier state is stale: it fills in values, and causes no event",
        [answered("11", given(), heading="A"), said("12", heading="B", due="2024-09-09")],
        {"status": "answered", "heading": "A", "due": "2024-09-09", "events": []},
    ),
    Case(
        "a record of the same day with an earlier state is not stale",
        [said("11", heading="A"), answered("11", given(), heading="B")],
        {"events": [("heading", "11", "A", "B")]},
    ),
]  # fmt: skip
TEXTS = [
    Case(
        "the same words with and without tags are no change",
        [answered("11", given(html("Seven."))), answered("12", given(Wording("Seven.", Form.PLAIN)))],
        {"answers": [(ANSWER, "2024-09-10", "<p>Seven.</p>")], "events": []},
    ),
    Case(
        "other words in another form are a change",
        [answered("11", given(html("Seven."))), answered("12", given(Wording("Eight.", Form.PLAIN)))],
        {"answers": [(ANSWER, "2024-09-10", "Eight.")],
         "events": [("answer", "12", "<p>Seven.</p>", "Eight.")]},
    ),
    Case(
        "a text that changes and returns has its fullest form",
        [answered("11", given(html("Seven."))), answered("12", given(html("Eight."))),
         answered("13", given(Wording("Seven.", Form.PLAIN)))],
        {"answers": [(ANSWER, "2024-09-10", "<p>Seven.</p>")],
         "events": [("answer", "12", "<p>Seven.</p>", "<p>Eight.</p>"),
                    ("answer", "13", "<p>Eight.</p>", "<p>Seven.</p>")]},
    ),
    Case(
        "a text that returns has its newest wording if no form is fuller",
        [said("03", text="Seven."), said("04", text="Eight."), said("05", text="Seven!")],
        {"text": "Seven!", "events": [("reworded", "04", "Seven.", "Eight."), ("reworded", "05", "Eight.", "Seven!")]},
    ),
    Case(
        "a question that returns incomplete is the full one that it begins",
        [said("03", text=LONG), said("04", text="Another."), said("05", text=LONG[:20], form=Form.CUT)],
        {"text": LONG, "events": [("reworded", "04", LONG, "Another."), ("reworded", "05", "Another.", LONG)]},
    ),
    Case(
        "the newer of two equal texts counts",
        [said("03", text="How many? "), said("05", text="How many")],
        {"text": "How many", "events": []},
    ),
    Case(
        "an incomplete text between two full ones belongs to the earlier one",
        [said("03", text="Seven hubs."), said("04", text="Seven", form=Form.CUT),
         said("05", text="Seven hubs, not six.")],
        {"text": "Seven hubs, not six.", "events": [("reworded", "05", "Seven hubs.", "Seven hubs, not six.")]},
    ),
    Case(
        "an incomplete text belongs to the newest text that it can begin",
        [said("03", text="Seven hubs, not six."), said("04", text="Seven hubs."),
         said("05", text="Seven", form=Form.CUT)],
        {"text": "Seven hubs.", "events": [("reworded", "04", "Seven hubs, not six.", "Seven hubs.")]},
    ),
    Case(
        "the longer of two incomplete forms shows that the text is another, whichever is newer",
        [said("03", text="Seven hubs."), said("04", text="Seven centres an", form=Form.CUT),
         said("05", text="Seven", form=Form.CUT)],
        {"text": "Seven centres an", "events": [("reworded", "04", "Seven hubs.", "Seven centres an")]},
    ),
    Case(
        "an answer keeps its text when a newer record has none",
        [answered("11", given(html("Seven."))), answered("12", given(None))],
        {"answers": [(ANSWER, "2024-09-10", "<p>Seven.</p>")], "events": []},
    ),
]  # fmt: skip
ANSWERS = [
    Case(
        "there is one holding answer, one original and one correction a day",
        [
            answered("09", given(html("Soon."), HOLDING, "2024-09-08")),
            answered("10", given(html("Very soon."), HOLDING, "2024-09-09")),
            answered("12", given(None, HOLDING, "2024-09-09"), given(html("Seven."))),
            answered("21", given(html("Eight."), CORRECTION, "2024-09-20")),
            answered("22", given(html("Nine."), CORRECTION, "2024-09-21")),
            answered("23", given(html("Ten."), CORRECTION, "2024-09-21")),
        ],
        {
            "status": "corrected",
            "answered_on": "2024-09-10",
            "answers": [
                (HOLDING, "2024-09-09", "<p>Very soon.</p>"),
                (ANSWER, "2024-09-10", "<p>Seven.</p>"),
                (CORRECTION, "2024-09-20", "<p>Eight.</p>"),
                (CORRECTION, "2024-09-21", "<p>Ten.</p>"),
            ],
            "events": [],
        },
    ),
    Case(
        "answers are in order of stage and day, even if they are seen later",
        [
            answered("11", given(html("Seven."))),
            answered("12", given(None, HOLDING, "2024-09-08"), given(html("Seven."))),
            answered("22", given(html("Nine."), CORRECTION, "2024-09-21")),
            answered("23", given(html("Eight."), CORRECTION, "2024-09-20")),
        ],
        {
            "answers": [
                (HOLDING, "2024-09-08", None),
                (ANSWER, "2024-09-10", "<p>Seven.</p>"),
                (CORRECTION, "2024-09-20", "<p>Eight.</p>"),
                (CORRECTION, "2024-09-21", "<p>Nine.</p>"),
            ],
        },
    ),
    Case(
        "the day of an answer is the earliest on record",
        [answered("12", given(day="2024-09-11")), answered("13", given(day="2024-09-10")),
         answered("14", given(day="2024-09-12"))],
        {"answers": [(ANSWER, "2024-09-10", "Seven")], "answered_on": "2024-09-10"},
    ),
    Case(
        "the day of a correction is the day of the answer if there is no other answer",
        [answered("21", given(stage=CORRECTION, day="2024-09-20"))],
        {"answered_on": "2024-09-20"},
    ),
    Case(
        "a question with only a holding answer has no day of answer",
        [answered("10", given(stage=HOLDING, day="2024-09-09"))],
        {"answered_on": None, "status": "holding"},
    ),
    Case(
        "an answering member's id counts before a newer printed name, and that before none",
        [answered("11", given()._replace(by=MEMBER)), answered("12", given()._replace(by=IN_PRINT)),
         answered("21", given(stage=CORRECTION, day="2024-09-20")._replace(by=IN_PRINT)),
         answered("22", given(stage=CORRECTION, day="2024-09-20")._replace(by=None))],
        {"by": [MEMBER, IN_PRINT]},
    ),
    Case(
        "the newest of two answering members' ids counts",
        [answered("11", given()._replace(by=MEMBER)), answered("12", given()._replace(by=OTHER))],
        {"by": [OTHER]},
    ),
    Case(
        "the attachments are those of the newest record that has any",
        [answered("11", given()._replace(attachments=OTHER_SHEET)), answered("12", given()._replace(attachments=SHEET)),
         answered("13", given())],
        {"files": [SHEET]},
    ),
    Case(
        "Parliament's attachments count before a newer list of another source, with rounded sizes",
        [with_files("11", SHEET), with_files("12", OTHER_SHEET), with_files("13", ROUNDED, "twfy")],
        {"files": [OTHER_SHEET]},
    ),
    Case(
        "a full list of attachments counts before Parliament's newer number or partial list",
        [with_files("11", ROUNDED, "twfy"), with_files("12", NUMBER), with_files("13", (*SHEET, *NUMBER))],
        {"files": [ROUNDED]},
    ),
    Case(
        "Parliament's newest number of attachments counts if no list is full",
        [with_files("11", NUMBER), with_files("12", (*SHEET, *NUMBER)), with_files("13", NUMBER[:1], "twfy")],
        {"files": [(*SHEET, *NUMBER)]},
    ),
    Case("there are no attachments if no record has any", [answered("11", given())], {"files": [()]}),
    Case(
        "each answer has the department of the question while it was the current answer",
        [
            answered("09", given(html("Soon."), HOLDING, "2024-09-08"), department=EDUCATION),
            answered("11", given(html("Soon."), HOLDING, "2024-09-08"), given(), department=HEALTH),
        ],
        {"answering": [EDUCATION, HEALTH]},
    ),
    Case(
        "an answer that was never current has the department of the newest record with it",
        [
            answered("11", given(None, HOLDING, "2024-09-08"), given(), department=EDUCATION),
            answered("12", given(None, HOLDING, "2024-09-08"), given(), department=HEALTH),
        ],
        {"answering": [HEALTH, HEALTH]},
    ),
    Case(
        "the id of an answer's department counts before a newer heading",
        [answered("11", given(), department=HEALTH),
         answered("12", given(), source="twfy", department=PRINTED_HEALTH)],
        {"answering": [HEALTH]},
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", [*CHANGES, *TEXTS, *ANSWERS], ids=lambda case: case.name)
def test_events_texts_and_answers_follow_from_all_claims(case: Case) -> None:
    check_settled(case)
