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
    Attachment,
    Citation,
    ParliamentarySession,
    Question,
    Reference,
    Topic,
    TopicAssignment,
)
from questions.rules.deadlines import days_taken, is_oral
from questions.rules.gaps import Gap, list_gaps
from questions.rules.parties import party_of
from questions.rules.sessions import Sessions
from questions.text.cleaning import plain
from questions.text.question_formula import split_formula
from questions.text.subjects import subject_of

from .analysis import BEGINNING, acronyms_in, fold, formula_terms
from .indexed_official import last_corrected, official
from .indexed_timeliness import LAST_OF_ALL, SPAN, Values, ordinal, timeliness
from .schema import ACRONYMS, DIGEST, FORMULA, KIND, NONE, QUESTION_KIND, UNKNOWN, WORDS

READ = (
    "pk",
    "parliament_id",
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
    "department__parliament_id",
    "asked_by",
    "asked_by__parliament_id",
    "asked_by_printed",
    "tabled_on",
    "answered_on",
    "due_on",
    "last_seen_on",
    "vanished_on",
    "is_named_day",
    "has_interest",
)
NAMED_DAYS = {None: UNKNOWN, True: 1, False: 2}
ORAL = 3  # oral questions have the named day flag, but are not named day questions


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
        return bool(self.answered_by_printed and not self.answered_by)

    @property
    def lacks_post(self) -> bool:
        return bool(self.answered_by and not self.answered_as)


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
        **timeliness(row, answers, parts.sessions),
        **official(row, answers),
        "last_corrected": ordinal(last_corrected(answers)) * SPAN + pk,
        **_keys(row, parts),
        "gaps": [gap.value for gap in _gaps(row, parts)],
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


def _gaps(row: Values, parts: _Parts) -> list[Gap]:
    return list_gaps(
        parts.answers.get(row["pk"], []),
        heading=row["heading"],
        is_cut=row["text_is_cut"],
        has_department=row["department"] is not None,
        has_party=row["asked_as__party"] is not None,
        is_printed=bool(row["asked_by_printed"] and not row["asked_by"]),
        cites_absent=row["pk"] in parts.with_loose_ends,
    )


def _days(row: Values) -> Values:
    pk, tabled, answered = row["pk"], row["tabled_on"], row["answered_on"]
    taken = days_taken(tabled, answered)
    return {
        "tabled": ordinal(tabled),
        "answered": ordinal(answered),
        "due": ordinal(row["due_on"]),
        "seen": ordinal(row["last_seen_on"]),
        "year": tabled.year if tabled else UNKNOWN,
        "month": tabled.year * 12 + tabled.month - 1 if tabled else UNKNOWN,
        "newest": ordinal(tabled) * SPAN + pk,
        "oldest": (ordinal(tabled) or LAST_OF_ALL) * SPAN + pk,
        "last_answered": ordinal(answered) * SPAN + pk,
        "days": UNKNOWN if taken is None else taken + 1,
    }


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
