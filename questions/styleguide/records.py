"""Sample lists, questions and answers for the style guide: one invented question, in each state that it can have."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from questions.models import Answer, AnswerKind, Attachment, Question
from questions.models.members import House
from questions.pages.answer_kinds import Why
from questions.pages.corrections import compare_answers
from questions.pages.cross_references import References
from questions.pages.question import ShownAnswer
from questions.pages.timeline import Entry
from questions.pages.verdicts import verdict
from questions.rules.sessions import Sessions
from questions.search.highlight import Highlighter
from questions.search.hit import Given, Hit, Person
from questions.search.language import tree

from .samples import (
    ANSWERED,
    CORRECTED,
    EDUCATION,
    HEALTH,
    IRIS,
    LABOUR,
    MINISTER,
    NADIA,
    SEEN,
    TABLED,
    UNDER_SECRETARY,
    Status,
)

# Results in a list.
ASKER = Person(1, 9000001, "Iris Demoworth")
GIVER = Person(2, 9000002, "Nadia Trialby")
REPLY = (
    "<p>Funding of £300 million is being provided for family hubs in 75 local authorities. Each authority decides for "
    "itself where its family hubs are, together with the families who use them.</p>"
)
LONG_HEADING = (
    "Special Educational Needs and Disabilities: Speech and Language Therapy in Maintained Nursery Schools, "
    "Pupil Referral Units and Alternative Provision Academies in Exampleshire, Trialshire and the Isle of Drafts"
)
WORDS = Highlighter(tree.Phrase("family hubs"))
NO_WORDS = Highlighter(None)


class Result(NamedTuple):
    when: str
    hit: Hit


def given(stage: str = "Answer", answer_kind: str = "", text: str = REPLY, day: date = ANSWERED) -> Given:
    return Given(stage, answer_kind, day, text, False, None, GIVER)


def found(*answers: Given, words: Highlighter = NO_WORDS, **changes: Any) -> Hit:
    """A question in a list with these answers; `changes` override its fields."""
    usual: dict[str, Any] = {
        "pk": 1,
        "parliament_id": 1600001,
        "house": House.COMMONS,
        "uin": "171468",
        "heading": "Family Hubs: Finance",
        "text": "To ask the Secretary of State for Health and Social Care, what funding is available for family hubs.",
        "text_is_cut": False,
        "status": Status.ANSWERED,
        "tabled_on": TABLED,
        "answered_on": ANSWERED,
        "last_seen_on": SEEN,
        "department": HEALTH.name,
        "party": "Labour",
        "printed_name": None,
        "asked_by": ASKER,
    }
    hit = Hit(**{**usual, **changes}, answers=list(answers))
    hit.passages = words.passages(hit)
    return hit


OPEN: dict[str, Any] = {"answered_on": None}
RESULTS = [
    Result("Without a search.", found(given())),
    Result("With a search: matching words are highlighted.", found(given(), words=WORDS)),
    Result(
        "Without a heading yet: the question’s first words take its place, and the text goes on after them.",
        found(given(), heading=""),
    ),
    Result("Unanswered.", found(status=Status.UNANSWERED, **OPEN)),
    Result(
        "With only a holding answer.",
        found(given("Holding answer", text="<p>I will reply as soon as possible.</p>"), status=Status.HOLDING, **OPEN),
    ),
    Result("Withdrawn.", found(status=Status.WITHDRAWN, **OPEN)),
    Result(
        "In the Lords, by a member without a party on record. A badge shows the kind of answer.",
        found(given(answer_kind=AnswerKind.COST.label), house="lords", uin="HL6021", party=None),
    ),
    Result("Corrected.", found(given(), given("Correction", day=CORRECTED), status=Status.CORRECTED)),
    Result("A very long heading.", found(given(), heading=LONG_HEADING)),
    Result(
        "From Hansard, with few details on record.",
        found(
            given(text=""), asked_by=None, printed_name="Mr. Placeholder", party=None, department=None, tabled_on=None
        ),
    ),
]

# One question with its answer.
QUESTION = Question(
    parliament_id=1600001,
    uin="171468",
    house=House.COMMONS,
    heading="Family Hubs: Finance",
    text="To ask the Secretary of State for Health and Social Care, what funding is available for family hubs in "
    "Exampleshire; and how many families used them in each of the last three years.",
    asked_by=IRIS,
    asked_as=LABOUR,
    department=HEALTH,
    tabled_on=TABLED,
    due_on=date(2023, 3, 27),
    is_named_day=True,
    status=Status.ANSWERED,
    answered_on=ANSWERED,
    last_seen_on=SEEN,
    provenance=Question.Provenance.PARLIAMENT,
)
LORDS_QUESTION = Question(
    uin="HL6021", house=House.LORDS, text="To ask His Majesty’s Government how they assess family hubs."
)
UNANSWERED = [
    Question(uin="171469", status=Status.UNANSWERED, last_seen_on=SEEN),
    Question(uin="171470", status=Status.WITHDRAWN),
]
VERDICT = verdict(QUESTION, Sessions())
LORDS_REFERENCES = References(LORDS_QUESTION, refers_to=[], cited_by=[], more=0, addresses={})
NO_REFERENCES = References(QUESTION, refers_to=[], cited_by=[], more=0, addresses={})
AREAS = ["Exampleton", "Trialby", "Upper Draft", "Samplesbury and the Vale", "Port Placeholder"]
YEARS = [*(f"{year}/{year - 1999}" for year in range(2017, 2023)), "2022/23 (expected)", "Change in three years"]
TABLE = (
    f"<table><thead><tr><th>Local authority</th>{''.join(f'<th>{year}</th>' for year in YEARS)}</tr></thead><tbody>"
    + "".join(
        f"<tr><td>{area}</td>{''.join(f'<td>{1000 * row + 137 * column:,}</td>' for column in range(1, 9))}</tr>"
        for row, area in enumerate(AREAS, start=1)
    )
    + "</tbody></table>"
)
PROSE = (
    "<p>Funding of £300 million is being provided for family hubs in 75 local authorities in England, as published on "
    '<a href="https://www.example.org/family-hubs">the programme’s page</a>. The table shows families by year.</p>'
    f"{TABLE}<p>Each family hub offers:</p><ul><li>support in the first 1,001 days,</li><li>advice on feeding, and</li>"
    "<li>a place to meet.</li></ul><blockquote><p>Families should not have to tell their story twice.</p></blockquote>"
    "<p>Figures are rounded and may not add up.</p>"
)


TABLE_ATTACHED = Attachment(
    title="Families by year", url="https://www.example.org/families.pdf", file_type="application/pdf", size=81_920
)


def answer(pk: int, text: str, *attached: Attachment, **fields: Any) -> ShownAnswer:
    """An answer by the minister. Attachments count as already fetched, so that no query runs."""
    made = Answer(pk=pk, answered_on=ANSWERED, answered_by=NADIA, answered_as=MINISTER, text=text, **fields)
    made.__dict__["_prefetched_objects_cache"] = {"attachments": list(attached)}
    return ShownAnswer(made, Why("Substantive"), [UNDER_SECRETARY], False, None, parts=[made.text], number=1)


LONG_ANSWER = answer(1, PROSE, TABLE_ATTACHED)
CUT_ANSWER = answer(2, "<p>The information requested could be obtained only at</p>", text_is_cut=True)
LOST_ANSWER = answer(3, "")
CORRECTION = compare_answers(
    Answer(text="<p>The programme began in 72 local authorities in April 2022.</p><p>More will follow.</p>"),
    Answer(text="<p>The programme began in 75 local authorities in April 2023.</p><p>More will follow.</p>"),
)
UNKNOWN_CORRECTION = compare_answers(None, Answer(text="<p>The programme began in 75 local authorities.</p>"))
TIMELINE = [
    Entry("tabled", TABLED, "Tabled", by="Iris Demoworth", source="Parliament's API"),
    Entry("transferred", date(2023, 3, 24), "Transferred to another department", EDUCATION, HEALTH, is_seen=True),
    Entry("reworded", date(2023, 3, 25), "Question reworded", "for hubs", "for family hubs", True, True),
    Entry("holding", date(2023, 3, 27), "Holding answer given", by="Nadia Trialby"),
    Entry("answered", ANSWERED, "Answered", by="Nadia Trialby"),
    Entry("corrected", CORRECTED, "Answer corrected", by="Nadia Trialby", source="an editor of this archive"),
    Entry("withdrawn", None, "Withdrawn"),
]
