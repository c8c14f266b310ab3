"""Builds the index's documents from the database, in batches of eight queries each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db.models import QuerySet

from questions.models import (
    Answer,
    AnswerKind,
    Attachment,
    Citation,
    ParliamentarySession,
    Question,
    Reference,
    Topic,
    TopicAssignment,
)
from questions.rules.deadlines import Clock, QuestionType, Timing, days_taken, deadline, is_oral, timing, type_of
from questions.rules.gaps import Gap
from questions.rules.parties import party_of
from questions.rules.sessions import Sessions
from questions.text.cleaning import plain
from questions.text.question_formula import split_formula
from questions.text.subjects import subject_of

from .analysis import BEGINNING, acronyms_in, fold, formula_terms
from .schema import ACRONYMS, DIGEST, FORMULA, KIND, NONE, QUESTION_KIND, UNKNOWN, WORDS

Values = dict[str, Any]

READ = (
    "pk",
    "heading",
    "text",
    "text_is_cut",
    "uin",
    "house",
    "status",
    "provenance",
    "asked_as__party",
    "asked_as__seat_slug",
    "department",
    "asked_by",
    "asked_by_printed",
    "tabled_on",
    "answered_on",
    "due_on",
    "last_seen_on",
    "vanished_on",
    "is_named_day",
    "has_interest",
)
# Sort keys are day × SPAN + primary key, so that they sort by day, then by key.
SPAN = 10**11
LAST_OF_ALL = date.max.toordinal() + 1  # for an unknown day, if the order is oldest first
YES_OR_NO = {True: 1, False: 2}
NAMED_DAYS = {None: UNKNOWN, True: 1, False: 2}
ORAL = 3  # oral questions have the named day flag, but are not named day questions
HOUSES = {"commons": 0, "lords": 1}


class Document(NamedTuple):
    """One question for the index, as JSON; the digest differs whenever the JSON does."""

    pk: int
    digest: int
    json: str


class _Answer(NamedTuple):
    stage: int
    answered_on: date
    answered_by: int | None
    text: str  # HTML
    text_is_cut: bool
    answer_kind: str
    answered_as: int | None
    answered_by_printed: int | None

    @property
    def is_printed(self) -> bool:
        """Whether the minister is known only by a printed name, not as a member."""
        return bool(self.answered_by_printed and not self.answered_by)


class _Parts(NamedTuple):
    """What belongs to the questions of a batch, by the question's primary key; and the sessions of Parliament."""

    sessions: Sessions
    answers: dict[int, list[_Answer]]  # the current one first
    topics: dict[int, set[int]]  # with the wider ones that contain them
    with_attachments: set[int]
    documents: dict[int, set[int]]  # cited in the answers
    with_loose_ends: set[int]  # with references to questions that are not here


def everything(size: int = 4000) -> Iterator[list[Document]]:
    """The documents of every public question, in batches by primary key; not in one transaction."""
    after = 0
    while batch := list(_public().filter(pk__gt=after).order_by("pk")[:size]):
        after = batch[-1][0]
        yield _documents(batch, question__gte=batch[0][0], question__lte=after)


def of(pks: Iterable[int]) -> list[Document]:
    """The documents of these questions, without those that are not public."""
    pks = list(pks)
    return _documents(list(_public().filter(pk__in=pks).order_by("pk")), question__in=pks)


def _public() -> QuerySet:
    return Question.objects.public().values_list(*READ)


def _documents(rows: list[tuple], **concerned: Any) -> list[Document]:
    parts = _parts(concerned)
    return [_document(dict(zip(READ, row, strict=True)), parts) for row in rows]


def _parts(concerned: dict[str, Any]) -> _Parts:
    answers: defaultdict[int, list] = defaultdict(list)
    rows = Answer.objects.filter(**concerned).order_by("question", "-stage", "-answered_on")
    for question, *answer in rows.values_list("question", *_Answer._fields):
        answers[question].append(_Answer(*answer))
    topics: defaultdict[int, set[int]] = defaultdict(set)
    within, assigned = Topic.lines(), TopicAssignment.objects.included().filter(**concerned).order_by()
    for question, topic in assigned.values_list("question", "topic"):
        topics[question].update(within[topic])
    by_answer = {f"answer__{name}": value for name, value in concerned.items()}
    attached = Attachment.objects.filter(**by_answer).order_by().values_list("answer__question", flat=True)
    documents: defaultdict[int, set[int]] = defaultdict(set)
    cited = Citation.objects.filter(**by_answer).order_by().values_list("answer__question", "document")
    for question, document in cited:
        documents[question].add(document)
    loose = Reference.objects.filter(target=None, **concerned).order_by().values_list("question", flat=True)
    sessions = ParliamentarySession.objects.calendar()
    return _Parts(sessions, answers, topics, set(attached), documents, set(loose))


def _document(row: Values, parts: _Parts) -> Document:
    pk = row["pk"]
    answers = parts.answers.get(pk, [])
    values = {
        KIND: QUESTION_KIND,
        **_texts(row, answers),
        **_codes(row, answers),
        **_days(row),
        **_timeliness(row, answers, parts.sessions),
        "last_corrected": _ordinal(_last_corrected(answers)) * SPAN + pk,
        **_keys(row, parts),
        "gaps": [gap.value for gap, is_there in _gaps(row, parts).items() if is_there],
        "named_day": ORAL if is_oral(row["house"], row["uin"]) else NAMED_DAYS[row["is_named_day"]],
        "interest": int(row["has_interest"]),
        "attachments": int(pk in parts.with_attachments),
    }
    content = json.dumps(values, ensure_ascii=False)
    # Signed, as integers in the index are.
    digest = int.from_bytes(blake2b(content.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
    return Document(pk, digest, f'{content[:-1]}, "{DIGEST}": {digest}}}')


def _texts(row: Values, answers: list) -> Values:
    """The three texts; "answer" has all of a question's answers, the current one first."""
    asked = split_formula(row["text"])
    texts = {
        "heading": row["heading"],
        "question": asked.rest,
        "answer": "\n".join(plain(answer.text) for answer in answers),
    }
    found: Values = {FORMULA: formula_terms(asked.formula)}
    for name, text in texts.items():
        if text:
            found[name] = found[WORDS[name]] = fold(text)
            found[ACRONYMS[name]] = " ".join(sorted(acronyms_in(text)))
    if asked.formula and asked.rest:
        found["question"] = f"{BEGINNING} {found['question']}"
    return found


def _codes(row: Values, answers: list) -> Values:
    return {
        "uin": row["uin"].lower(),
        "house": row["house"],
        "status": row["status"],
        "provenance": row["provenance"],
        "party": party_of(row["asked_as__party"] or "").line or NONE,
        "seat": row["asked_as__seat_slug"] or NONE,
        "subject": subject_of(row["heading"]).slug or NONE,
        "whole_heading": row["heading"],
        "nature": next((answer.answer_kind for answer in answers), "") or NONE,
    }


def _gaps(row: Values, parts: _Parts) -> dict[Gap, bool]:
    answers = parts.answers.get(row["pk"], [])
    answer_is_cut = any(answer.text_is_cut for answer in answers)
    return {
        Gap.CUT: row["text_is_cut"] or answer_is_cut,
        Gap.QUESTION_CUT: row["text_is_cut"],
        Gap.ANSWER_CUT: answer_is_cut,
        Gap.ANSWER_MISSING: any(not answer.text for answer in answers),
        Gap.NO_HEADING: not row["heading"],
        Gap.NO_DEPARTMENT: row["department"] is None,
        Gap.PRINTED: _is_printed(row) or any(answer.is_printed for answer in answers),
        Gap.NO_PARTY: row["asked_as__party"] is None,
        Gap.NO_POST: any(answer.answered_by and not answer.answered_as for answer in answers),
        Gap.REFERENCE: row["pk"] in parts.with_loose_ends,
    }


def _is_printed(row: Values) -> bool:
    return bool(row["asked_by_printed"] and not row["asked_by"])


def _timeliness(row: Values, answers: list[_Answer], sessions: Sessions) -> Values:
    """The question's type, its timing, and what figures need: see cohorts.py."""
    kind = type_of(row["house"], row["uin"], row["is_named_day"])
    last = deadline(kind, row["due_on"])
    verdict = timing(_clock(row, last, answers), sessions)
    return {
        "type": kind.value,
        "timing": verdict.value,
        "slowest": _days_waited(row, verdict) * SPAN + row["pk"],
        # If Parliament no longer lists an open question, its outcome at the deadline will never be known.
        "cohort": UNKNOWN if verdict == Timing.OPEN and row["vanished_on"] else _cohort(row, last),
        "replied_in_time": _replied_in_time(last, answers) if kind == QuestionType.NAMED_DAY and last else UNKNOWN,
        "number": _number(row),
    }


def _days_waited(row: Values, verdict: Timing) -> int:
    """One more than the days from tabling to the answer; while a question is open, to the day when it was last seen."""
    until = row["last_seen_on"] if verdict in (Timing.OVERDUE, Timing.OPEN) else row["answered_on"]
    waited = days_taken(row["tabled_on"], until)
    return UNKNOWN if waited is None else waited + 1


def _replied_in_time(last: date, answers: list[_Answer]) -> int:
    """Whether there was any answer by the deadline, even a holding answer."""
    return YES_OR_NO[any(answer.answered_on <= last for answer in answers)]


def _clock(row: Values, last: date | None, answers: list[_Answer]) -> Clock:
    is_open = row["status"] in Question.OPEN
    # The current answer comes first, so this is the original, not its correction.
    first = next((answer for answer in reversed(answers) if answer.stage != Answer.Stage.HOLDING), None)
    is_prorogued = first is not None and first.answer_kind == AnswerKind.PROROGATION
    return Clock(last, row["tabled_on"], row["answered_on"], row["last_seen_on"], is_open, is_prorogued)


def _cohort(row: Values, last: date | None) -> int:
    """The House, day of tabling and deadline as one number."""
    if not last:
        return UNKNOWN
    return (_ordinal(row["tabled_on"]) * LAST_OF_ALL + _ordinal(last)) * len(HOUSES) + HOUSES[row["house"]]


def _number(row: Values) -> int:
    """The UIN as a number of its session; the Commons' oral questions have a series of their own and are UNKNOWN."""
    digits = row["uin"].upper().removeprefix("HL")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 10
    is_counted = is_number and not is_oral(row["house"], row["uin"])
    return int(digits) if is_counted else UNKNOWN


def _last_corrected(answers: list[_Answer]) -> date | None:
    return next((answer.answered_on for answer in answers if answer.stage == Answer.Stage.CORRECTION), None)


def _days(row: Values) -> Values:
    pk, tabled, answered = row["pk"], row["tabled_on"], row["answered_on"]
    taken = days_taken(tabled, answered)
    return {
        "tabled": _ordinal(tabled),
        "answered": _ordinal(answered),
        "due": _ordinal(row["due_on"]),
        "seen": _ordinal(row["last_seen_on"]),
        "year": tabled.year if tabled else UNKNOWN,
        "month": tabled.year * 12 + tabled.month - 1 if tabled else UNKNOWN,
        "newest": _ordinal(tabled) * SPAN + pk,
        "oldest": (_ordinal(tabled) or LAST_OF_ALL) * SPAN + pk,
        "last_answered": _ordinal(answered) * SPAN + pk,
        "days": UNKNOWN if taken is None else taken + 1,
    }


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else UNKNOWN


def _keys(row: Values, parts: _Parts) -> Values:
    answers = parts.answers.get(row["pk"], [])
    return {
        "pk": row["pk"],
        "department": row["department"] or UNKNOWN,
        "asker": row["asked_by"] or UNKNOWN,
        "answerers": sorted({answer.answered_by or UNKNOWN for answer in answers}),
        "topics": sorted(parts.topics.get(row["pk"], ())) or [UNKNOWN],
        "documents": sorted(parts.documents.get(row["pk"], ())) or [UNKNOWN],
    }
