"""Link references to the questions that they cite, in whichever order the two arrive.

The target depends only on what the archive holds, so the order of imports makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from questions.archive.audit.bulk import assign, upsert
from questions.models import Answer, Change, FormerAddress, ParliamentarySession, Question, Reference
from questions.models.lookups import spellings
from questions.models.members import House
from questions.rules.sessions import Sessions
from questions.text.references import Cited, Key, find_citations, find_citations_in_markup

# Every column of a reference, since `upsert` writes whole rows, and what is needed to resolve it.
FIELDS = (
    "question",
    "answer",
    "question__house",
    "question__tabled_on",
    "question__answered_on",
    "answer__answered_on",
    "uin",
    "day",
    "tabled_on",
    "target",
)


def take_references(questions: list[Question]) -> set[int]:
    """Update the references of these questions to match their texts, and resolve them.

    Also resolves references elsewhere that cite, or did cite, these questions. Returns the questions that changed.
    """
    return _write(questions) | _resolve(questions)


def log_citing(questions: Iterable[int]) -> None:
    """Log the questions that cite these, which are about to be deleted: their references lose their target."""
    Change.log_all(Reference.objects.filter(target__in=list(questions)).values_list("question", flat=True), "cited")


def _write(questions: list[Question]) -> set[int]:
    """Keep the rows that are still right, add missing ones and delete the rest; returns the questions that changed."""
    there = {_key(row): row for row in Reference.objects.filter(question__in=questions)}
    wanted = {(question.pk, *said) for question in questions for said in _said(question)}
    gone = [row for key, row in there.items() if key not in wanted]
    # Sorted by repr: a key may contain None, which cannot be compared with a date.
    new = [_row(*key) for key in sorted(wanted - there.keys(), key=repr)]
    Reference.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Reference.objects.bulk_create(new)
    return {row.question_id for row in (*gone, *new)}


def _key(row: Reference) -> tuple[int, int | None, Key]:
    return row.question_id, row.answer_id, Key(row.uin, row.day, row.tabled_on)


def _row(question: int, answer: int | None, said: Key) -> Reference:
    return Reference(question_id=question, answer_id=answer, **said._asdict())


def _said(question: Question) -> Iterator[tuple[int | None, Key]]:
    """(answer, key) for each citation in a question's texts; the answer is None for the question's own text."""
    yield from ((None, one.key) for one in in_question(question))
    for answer in question.answers.all():
        yield from ((answer.pk, one.key) for one in in_answer(question, answer))


def in_question(question: Question, markup: str | None = None) -> list[Cited]:
    """What the question's own text cites, or the `markup` that shows it; citations of itself are left out."""
    if markup is None:
        text, found = question.text, find_citations(question.text, question.tabled_on)
    else:
        text, found = markup, find_citations_in_markup(markup, question.tabled_on)
    return _others(found, question, len(text) if question.text_is_cut else None)


def in_answer(question: Question, answer: Answer, markup: str | None = None) -> list[Cited]:
    """The same for an answer's text, which is already HTML."""
    text = answer.text if markup is None else markup
    end = len(text.rstrip().removesuffix("</p>")) if answer.text_is_cut else None
    return _others(find_citations_in_markup(text, answer.answered_on), question, end)


def _others(found: list[Cited], question: Question, cut_at: int | None) -> list[Cited]:
    """Leave out the question itself, and a number at the end of a cut text, which may be cut too."""
    return [one for one in found if not _is_itself(one.key, question) and (cut_at is None or one.end < cut_at)]


def _is_itself(said: Key, question: Question) -> bool:
    if said.uin != question.uin.upper() or not question.tabled_on:
        return said.uin == question.uin.upper()
    if said.tabled_on:
        return said.tabled_on == question.tabled_on
    return said.day is None or said.day >= question.tabled_on


@dataclass
class Candidate:
    """A question that may be meant, with all days on which it was tabled or answered."""

    pk: int
    house: str
    uin: str
    tabled_on: date | None
    tabled: set[date] = field(default_factory=set)
    answered: set[date] = field(default_factory=set)


def _resolve(questions: list[Question]) -> set[int]:
    uins = {uin for question in questions for uin in _names(question)}
    # Also references that point here now: if a question has moved, they may mean another one.
    return _resolve_rows(Q(question__in=questions) | Q(uin__in=uins) | Q(target__in=questions))


def resolve_again(questions: Iterable[int]) -> set[int]:
    """Resolve what these questions cite after sessions have changed; returns the questions that changed."""
    return _resolve_rows(Q(question__in=list(questions)))


def _resolve_rows(concerned: Q) -> set[int]:
    references = list(Reference.objects.filter(concerned).select_related("question", "answer").only(*FIELDS))
    if not references:
        return set()
    there, sessions = _candidates(references), ParliamentarySession.objects.calendar()
    wanted = ((reference, _target(reference, there, sessions)) for reference in references)
    resolved = [reference for reference, target in wanted if assign(reference, {"target_id": target})]
    upsert(resolved)
    return {reference.question_id for reference in resolved}


def _names(question: Question) -> set[str]:
    """The UINs that texts may use for a question: a Lords UIN may be written without its HL."""
    uin = question.uin.upper()
    return {uin, uin.removeprefix("HL")}


def _candidates(references: list[Reference]) -> dict[str, list[Candidate]]:
    """Public questions with the UINs in `references`, by UIN. A draft must not be chosen instead of a public one."""
    named = {spelt for reference in references for uin in _uins(reference) for spelt in spellings(uin)}
    rows = Question.objects.public().filter(uin__in=named).values_list("pk", "house", "uin", "tabled_on")
    found = {pk: Candidate(pk, house, uin.upper(), day, {day} if day else set()) for pk, house, uin, day in rows}
    for pk, day in FormerAddress.objects.filter(question__in=list(found)).values_list("question", "tabled_on"):
        found[pk].tabled |= {day} if day else set()
    for pk, day in Answer.objects.filter(question__in=list(found)).values_list("question", "answered_on"):
        found[pk].answered.add(day)
    by_uin = defaultdict(list)
    for candidate in found.values():
        by_uin[candidate.uin].append(candidate)
    return by_uin


def _uins(reference: Reference) -> tuple[str, ...]:
    """The UINs that the number may stand for: in a Lords text, it may be a Lords UIN without its HL."""
    is_bare = reference.question.house == House.LORDS and not reference.uin.startswith("HL")
    return (f"HL{reference.uin}", reference.uin) if is_bare else (reference.uin,)


def _target(reference: Reference, there: dict[str, list[Candidate]], sessions: Sessions) -> int | None:
    """The cited question's primary key: by the day given or, if the text gives no day, the newest before the text."""
    candidates = [one for uin in _uins(reference) for one in there.get(uin, ()) if one.pk != reference.question_id]
    fitting = [rank for one in candidates if (rank := _rank(reference, one, sessions))]
    return max(fitting)[-1] if fitting else None


def _rank(reference: Reference, one: Candidate, sessions: Sessions) -> tuple | None:
    """A sort key for how well a question fits a reference, ending with its primary key; None if it does not fit."""
    is_own_house = one.house == (House.LORDS if reference.uin.startswith("HL") else reference.question.house)
    if not is_own_house and reference.question.house == House.COMMONS:
        return None
    newest = (one.tabled_on or date.min, one.house, one.pk)
    if reference.tabled_on in one.tabled:
        return (3, *newest)
    said = {reference.day, reference.tabled_on} - {None}
    if said & (one.answered | one.tabled):
        return (2, *newest)
    return (1, *newest) if is_own_house and _may_be(reference, one, sessions) else None


def _day_of(reference: Reference) -> date | None:
    """The day when the text was written. A correction repeats the answer's references, so the answer's day counts."""
    if not reference.answer:
        return reference.question.tabled_on
    return min(filter(None, (reference.answer.answered_on, reference.question.answered_on)))


def _may_be(reference: Reference, one: Candidate, sessions: Sessions) -> bool:
    """Whether it was tabled before the text, in the session of the day given: UINs start again in each session.

    No answer on that day needs to be on record: it may not have arrived yet, and people get the day wrong by one or
    two.
    """
    on = _day_of(reference)
    if not on or not one.tabled_on or one.tabled_on > on:
        return False
    said = reference.tabled_on or reference.day
    return sessions.are_same(one.tabled_on, min(said, on) if said else on)
