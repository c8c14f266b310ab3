"""What changed of a question, which of its texts is shown, and its answers, where several sources speak at once."""

from __future__ import annotations

import pytest

from questions.archive.evidence.claims import Claim
from questions.sources.records import ANSWER, CORRECTION, HOLDING, AttachmentRecord
from questions.text.cleaning import Form, Wording

from .test_ordering import given
from .test_settling_several import (
    EDUCATION,
    HEALTH,
    IN_PRINT,
    MEMBER,
    OTHER,
    PRINTED_HEALTH,
    Case,
    answered,
    said,
    settles,
)

SHEET = (AttachmentRecord("https://example.org/a.xlsx", "Figures"),)
NUMBER = (AttachmentRecord("", ""), AttachmentRecord("", ""))  # of two files that nothing else is told of
OTHER_SHEET = (AttachmentRecord("https://example.org/b.xlsx", "Figures"),)
ROUNDED = (SHEET[0]._replace(size=5000),)
LONG = "How many family hubs there are in Leeds, and what they cost."


def html(text: str) -> Wording:
    return Wording(f"<p>{text}</p>", Form.HTML)


def with_files(day: str, files: tuple[AttachmentRecord, ...], source: str = "parliament") -> Claim:
    return answered(day, given()._replace(attachments=files), source=source)


CHANGES = [
    Case(
        "each change is told with what was and what is, in the order of the days",
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
        "in the order of the days, whatever it is that changed",
        [said("03", heading="A", text="Old."), said("04", heading="A", text="New."),
         said("05", heading="B", text="New.")],
        {"events": [("reworded", "04", "Old.", "New."), ("heading", "05", "A", "B")]},
    ),
    Case(
        "what is told for the first time is no change, and what comes back is one",
        [said("03"), said("04", heading="A"), said("05"), said("06", heading="B"), said("07", heading="A")],
        {"events": [("heading", "06", "A", "B"), ("heading", "07", "B", "A")]},
    ),
    Case(
        "a withdrawal is told once, on the day that it was first seen",
        [said("03"), said("05", withdrawn=True), said("06", "twfy", withdrawn=True)],
        {"events": [("withdrawn", "05", "", "")], "sources of events": ["parliament"]},
    ),
    Case(
        "a record that shows less on a later day is stale: it fills in, and tells of no change",
        [answered("11", given(), heading="A"), said("12", heading="B", due="2024-09-09")],
        {"status": "answered", "heading": "A", "due": "2024-09-09", "events": []},
    ),
    Case(
        "one that shows less on the very day is not",
        [said("11", heading="A"), answered("11", given(), heading="B")],
        {"events": [("heading", "11", "A", "B")]},
    ),
]  # fmt: skip
TEXTS = [
    Case(
        "the same words with their tags are no change, whichever came first",
        [answered("11", given(html("Seven."))), answered("12", given(Wording("Seven.", Form.PLAIN)))],
        {"answers": [(ANSWER, "2024-09-10", "<p>Seven.</p>")], "events": []},
    ),
    Case(
        "other words in other forms are one",
        [answered("11", given(html("Seven."))), answered("12", given(Wording("Eight.", Form.PLAIN)))],
        {"answers": [(ANSWER, "2024-09-10", "Eight.")],
         "events": [("answer", "12", "<p>Seven.</p>", "Eight.")]},
    ),
    Case(
        "a text that is changed and comes back is shown in the fullest form that there was of it",
        [answered("11", given(html("Seven."))), answered("12", given(html("Eight."))),
         answered("13", given(Wording("Seven.", Form.PLAIN)))],
        {"answers": [(ANSWER, "2024-09-10", "<p>Seven.</p>")],
         "events": [("answer", "12", "<p>Seven.</p>", "<p>Eight.</p>"),
                    ("answer", "13", "<p>Eight.</p>", "<p>Seven.</p>")]},
    ),
    Case(
        "each time as it was worded then, where no form of it is fuller",
        [said("03", text="Seven."), said("04", text="Eight."), said("05", text="Seven!")],
        {"text": "Seven!", "events": [("reworded", "04", "Seven.", "Eight."), ("reworded", "05", "Eight.", "Seven!")]},
    ),
    Case(
        "a cut question that comes back after another is the whole one that began so",
        [said("03", text=LONG), said("04", text="Another."), said("05", text=LONG[:20], form=Form.CUT)],
        {"text": LONG, "events": [("reworded", "04", LONG, "Another."), ("reworded", "05", "Another.", LONG)]},
    ),
    Case(
        "a text that is all the newer of two equal ones",
        [said("03", text="How many? "), said("05", text="How many")],
        {"text": "How many", "events": []},
    ),
    Case(
        "a cut form between others of two texts is of the one before it",
        [said("03", text="Seven hubs."), said("04", text="Seven", form=Form.CUT),
         said("05", text="Seven hubs, not six.")],
        {"text": "Seven hubs, not six.", "events": [("reworded", "05", "Seven hubs.", "Seven hubs, not six.")]},
    ),
    Case(
        "nor is it of an older one that began so, too",
        [said("03", text="Seven hubs, not six."), said("04", text="Seven hubs."),
         said("05", text="Seven", form=Form.CUT)],
        {"text": "Seven hubs.", "events": [("reworded", "04", "Seven hubs, not six.", "Seven hubs.")]},
    ),
    Case(
        "of a text that is only known cut, the longer form tells that it is another, whichever came last",
        [said("03", text="Seven hubs."), said("04", text="Seven centres an", form=Form.CUT),
         said("05", text="Seven", form=Form.CUT)],
        {"text": "Seven centres an", "events": [("reworded", "04", "Seven hubs.", "Seven centres an")]},
    ),
    Case(
        "an answer whose text a newer record does not have keeps it",
        [answered("11", given(html("Seven."))), answered("12", given(None))],
        {"answers": [(ANSWER, "2024-09-10", "<p>Seven.</p>")], "events": []},
    ),
]  # fmt: skip
ANSWERS = [
    Case(
        "one holding answer, one original, and a correction for each of its days",
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
        "what is told of only later stands where it belongs",
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
        "the day of an answer is the first that was told, of others the newest",
        [answered("12", given(day="2024-09-11")), answered("13", given(day="2024-09-10")),
         answered("14", given(day="2024-09-12"))],
        {"answers": [(ANSWER, "2024-09-10", "Seven")], "answered_on": "2024-09-10"},
    ),
    Case(
        "a correction alone is the day of the answer",
        [answered("21", given(stage=CORRECTION, day="2024-09-20"))],
        {"answered_on": "2024-09-20"},
    ),
    Case(
        "a holding answer alone is none",
        [answered("10", given(stage=HOLDING, day="2024-09-09"))],
        {"answered_on": None, "status": "holding"},
    ),
    Case(
        "who answered is known by an id rather than a newer print, and by a print rather than not at all",
        [answered("11", given()._replace(by=MEMBER)), answered("12", given()._replace(by=IN_PRINT)),
         answered("21", given(stage=CORRECTION, day="2024-09-20")._replace(by=IN_PRINT)),
         answered("22", given(stage=CORRECTION, day="2024-09-20")._replace(by=None))],
        {"by": [MEMBER, IN_PRINT]},
    ),
    Case(
        "the newest of two who are known",
        [answered("11", given()._replace(by=MEMBER)), answered("12", given()._replace(by=OTHER))],
        {"by": [OTHER]},
    ),
    Case(
        "the files of the newest record that has any",
        [answered("11", given()._replace(attachments=OTHER_SHEET)), answered("12", given()._replace(attachments=SHEET)),
         answered("13", given())],
        {"files": [SHEET]},
    ),
    Case(
        "Parliament's own list of files rather than a newer one of others, which round their sizes",
        [with_files("11", SHEET), with_files("12", OTHER_SHEET), with_files("13", ROUNDED, "twfy")],
        {"files": [OTHER_SHEET]},
    ),
    Case(
        "a list of all files rather than Parliament's newer number of them, or list of some",
        [with_files("11", ROUNDED, "twfy"), with_files("12", NUMBER), with_files("13", (*SHEET, *NUMBER))],
        {"files": [ROUNDED]},
    ),
    Case(
        "the newest number of files where no list names them all",
        [with_files("11", NUMBER), with_files("12", (*SHEET, *NUMBER)), with_files("13", NUMBER[:1], "twfy")],
        {"files": [(*SHEET, *NUMBER)]},
    ),
    Case("no files where none were told of", [answered("11", given())], {"files": [()]}),
    Case(
        "each answer has the department that had the question while it was the current one",
        [
            answered("09", given(html("Soon."), HOLDING, "2024-09-08"), department=EDUCATION),
            answered("11", given(html("Soon."), HOLDING, "2024-09-08"), given(), department=HEALTH),
        ],
        {"answering": [EDUCATION, HEALTH]},
    ),
    Case(
        "that was never the current one, has the department of the newest record that tells of it",
        [
            answered("11", given(None, HOLDING, "2024-09-08"), given(), department=EDUCATION),
            answered("12", given(None, HOLDING, "2024-09-08"), given(), department=HEALTH),
        ],
        {"answering": [HEALTH, HEALTH]},
    ),
    Case(
        "and one that is known by an id rather than a newer heading",
        [answered("11", given(), department=HEALTH),
         answered("12", given(), source="twfy", department=PRINTED_HEALTH)],
        {"answering": [HEALTH]},
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", [*CHANGES, *TEXTS, *ANSWERS], ids=lambda case: case.name)
def test_changes_texts_and_answers_follow_from_all_that_was_said(case: Case) -> None:
    settles(case)
