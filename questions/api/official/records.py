"""Questions as records of Parliament's Written Questions API: always the same 30 keys.

Specification: the official API's "QuestionsViewModel". Lists are never null; days carry neither a zone nor a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any, NamedTuple

from questions.models import Answer, Member
from questions.rules.parties import party_of

from .days import moment
from .list_texts import CUT_MARK, cut_answer, cut_question
from .rows import Asked, Attached, Given, Rows, Together

Record = dict[str, Any]
Stage = Answer.Stage

NOT_RECORDED = date.min  # as Parliament's API writes a day that nobody recorded
NO_TEXT = "<p>[The text of this answer is not on record in this archive.]</p>"
THUMBNAIL = "https://members-api.parliament.uk/api/Members/{}/Thumbnail"
HOUSES = {"commons": "Commons", "lords": "Lords"}
COUNT = re.compile(r"(\d{1,5}) attachments?")  # a list gives only the number: see questions/sources/parliament.py
# In the specification's order.
KEYS = (
    "id",
    "askingMemberId",
    "askingMember",
    "house",
    "memberHasInterest",
    "dateTabled",
    "dateForAnswer",
    "uin",
    "questionText",
    "answeringBodyId",
    "answeringBodyName",
    "isWithdrawn",
    "isNamedDay",
    "groupedQuestions",
    "answerIsHolding",
    "answerIsCorrection",
    "answeringMemberId",
    "answeringMember",
    "correctingMemberId",
    "correctingMember",
    "dateAnswered",
    "answerText",
    "originalAnswerText",
    "comparableAnswerText",
    "dateAnswerCorrected",
    "dateHoldingAnswer",
    "attachmentCount",
    "heading",
    "attachments",
    "groupedQuestionsDates",
)
NO_TEXTS = {"originalAnswerText": "", "comparableAnswerText": ""}
UNANSWERED: Record = dict.fromkeys(KEYS[14:26]) | NO_TEXTS


class Texts(NamedTuple):
    """How to show a question's text and an answer's."""

    question: Callable[[str], str]
    answer: Callable[[str], str]


FULL = Texts(str, str)
CUT = Texts(cut_question, cut_answer)


def records(rows: Rows, texts: Texts, members: Mapping[int, Member] | None = None) -> list[Record]:
    """`members`, by Parliament's id: with them, the record has the members themselves and not only their ids."""
    return [_item(_record(asked, rows, texts, members)) for asked in rows.questions]


def _item(value: Record) -> Record:
    return {"value": value, "links": [{"rel": "self", "href": f"/Questions/{value['id']}", "method": "GET"}]}


def _record(asked: Asked, rows: Rows, texts: Texts, members: Mapping[int, Member] | None) -> Record:
    answers, together = rows.answers.get(asked.pk, []), rows.groups.get(asked.pk, [])
    current = answers[-1] if answers else None
    replied = {**UNANSWERED, **(_answered(asked, answers, texts) if current else {})}
    record = {
        "id": asked.parliament_id,
        "askingMemberId": asked.asked_by__parliament_id,
        "askingMember": None,
        "house": HOUSES[asked.house],
        "memberHasInterest": bool(asked.has_interest),
        "dateTabled": moment(asked.tabled_on),
        "dateForAnswer": moment(asked.due_on or NOT_RECORDED),
        "uin": asked.uin,
        "questionText": texts.question(asked.text),
        "answeringBodyId": asked.department__parliament_id,
        "answeringBodyName": asked.department__name,
        "isWithdrawn": bool(asked.is_withdrawn),
        "isNamedDay": bool(asked.is_named_day),
        "groupedQuestions": [one.uin for one in together],
        **replied,
        **_attachments(rows.attachments.get(current.pk, []) if current else []),
        "heading": asked.heading or None,
        "groupedQuestionsDates": [_grouped(one) for one in together],
    }
    record = {key: record[key] for key in KEYS}
    return record if members is None else record | _people(record, members)


def _answered(asked: Asked, answers: Sequence[Given], texts: Texts) -> Record:
    """A holding answer counts as the answer while there is no other. A correction keeps the day of the original."""
    current, original = answers[-1], _first(answers)
    corrected = current if current.stage == Stage.CORRECTION else None
    holding = next((one for one in reversed(answers) if one.stage == Stage.HOLDING), None)
    return {
        "answerIsHolding": current.stage == Stage.HOLDING,
        "answerIsCorrection": corrected is not None,
        "answeringMemberId": (original.answered_by__parliament_id or current.answered_by__parliament_id),
        "correctingMemberId": corrected and corrected.answered_by__parliament_id,
        "dateAnswered": moment(asked.answered_on or original.answered_on),
        "answerText": _text(current, texts) or texts.answer(NO_TEXT),
        "originalAnswerText": "" if original is current else _text(original, texts),
        "dateAnswerCorrected": corrected and moment(corrected.answered_on),
        "dateHoldingAnswer": holding and moment(holding.answered_on),
    }


def _text(answer: Given, texts: Texts) -> str:
    """One that is on record only in part is as a list had it, by which programs see that it was cut."""
    return cut_answer(f"{unescape(answer.text)}{CUT_MARK}") if answer.text_is_cut else texts.answer(answer.text)


def _first(answers: Sequence[Given]) -> Given:
    """The original that a correction replaced; without one, the latest answer."""
    return next((one for one in reversed(answers) if one.stage == Stage.ANSWER), answers[-1])


def _attachments(attached: Sequence[Attached]) -> Record:
    linked = [one for one in attached if one.url]
    counts = (COUNT.fullmatch(one.title) for one in attached if not one.url)
    number = len(linked) or sum(int(found[1]) for found in counts if found)
    return {"attachmentCount": number, "attachments": [_attachment(one) for one in linked]}


def _attachment(one: Attached) -> Record:
    return {"url": one.url, "title": one.title, "fileType": one.file_type or None, "fileSizeBytes": one.size or 0}


def _grouped(one: Together) -> Record:
    return {"questionUin": one.uin, "dateTabled": moment(one.tabled_on)}


def _people(record: Record, members: Mapping[int, Member]) -> Record:
    """Each member by the id beside."""
    keys = ("askingMember", "answeringMember", "correctingMember")
    return {key: _member(members.get(record[f"{key}Id"])) for key in keys}


def _member(member: Member | None) -> Record | None:
    """With the party and the seat of the latest record of the member; without one, of the latest membership."""
    if member is None:
        return None
    latest = max(member.memberships.all(), key=lambda one: one.started_on, default=None)
    label = member.listed_party or (latest.party if latest else "")
    seat = member.listed_seat or (latest.seat if latest else "")
    party = party_of(label)
    return {
        "id": member.parliament_id,
        "listAs": member.listed_as,
        "name": member.name,
        "party": label or None,
        "partyColour": party.colour or None,
        "partyAbbreviation": party.abbreviation or None,
        "memberFrom": seat or None,
        "thumbnailUrl": THUMBNAIL.format(member.parliament_id),
    }
