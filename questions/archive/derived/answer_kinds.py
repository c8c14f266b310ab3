"""Answer kinds: classified by the rules as answers are written, and again when a rule changes.

When the rules change, only answers with a phrase that was added, removed or moved can change kind: the index finds
them, and they are classified again in short transactions. Until that is done, AnswerKindsInForce keeps the former
rules, which shows that both sets of rules are in use and what is left to do.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import NamedTuple

from django.db import transaction

from questions.archive.batches import BATCH, PAUSE, batches
from questions.models import Answer, AnswerKind, AnswerKindRule, AnswerKindsInForce, Archive, Change, Question
from questions.search import queries
from questions.search.index import store, writer
from questions.text.cleaning import plain

from .answer_kind_rules import Clause, clauses_of, tell, words_by
from .phrases import parts, shapes

FEW = 5000  # questions that may be reclassified while a user waits for a form's response
MOST_PREVIEWED = 10_000
EXAMPLES = 5

Clauses = tuple[Clause, ...]
Progress = Callable[[int, int], None]  # questions done, and how many there are


def rules() -> Clauses:
    return clauses_of(AnswerKindRule.objects.all())


def in_force() -> Clauses | None:
    """The rules by which every answer has been classified; None if that was never done."""
    row = AnswerKindsInForce.objects.first()
    return tuple(Clause(*clause) for clause in row.rules) if row else None


def keep_in_force(clauses: Clauses) -> None:
    """Record that every answer has been classified by these rules."""
    AnswerKindsInForce.objects.update_or_create(pk=1, defaults={"rules": clauses})


def are_pending() -> bool:
    return in_force() != rules()


def classify_answer(answer: Answer, clauses: Clauses) -> str:
    """The answer's kind: as an editor chose, else holding if the record says so, else by the rules; '' without text."""
    if answer.is_kind_by_editor:
        return answer.answer_kind
    if answer.stage == Answer.Stage.HOLDING:
        return AnswerKind.HOLDING.value
    if not answer.is_on_record:
        return ""
    clause = tell(clauses, plain(answer.text), is_cut=answer.text_is_cut)
    return clause.answer_kind if clause else AnswerKind.SUBSTANTIVE.value


def classify_answers(questions: Iterable[Question]) -> set[int]:
    """Classify the answers, in a transaction that holds the archive's lock; returns the questions that changed."""
    clauses = rules()
    told: defaultdict[str, list[Answer]] = defaultdict(list)
    for question in questions:
        for answer in question.answers.all():
            if (answer_kind := classify_answer(answer, clauses)) != answer.answer_kind:
                told[answer_kind].append(answer)
    for answer_kind, answers in told.items():
        # Not recorded in the audit history: a kind that the rules choose is nobody's edit (see recording.value_of).
        Answer.objects.filter(pk__in=[answer.pk for answer in answers]).update(answer_kind=answer_kind)
    return {answer.question_id for answers in told.values() for answer in answers}


def apply_pending(most: int | None = None, progress: Progress = lambda done, total: None) -> int | None:
    """Classify again the answers that changed rules affect; returns how many questions changed.

    None if this is left to another process: more than `most` questions are affected, or one is already at work. Raises
    IndexUnavailable if there is no index to find them in.
    """
    # A caller with a limit is serving a form, and must not wait for the worker.
    with store.locked("answer_kinds", wait=most is None) as held:
        before, wanted = in_force(), rules()
        found = concerned(before, wanted) if held and before != wanted else []
        if not held or (most is not None and len(found) > most):
            return None
        number = 0
        for done, batch in enumerate(batches(found), start=1):
            number += _tell_anew(batch)
            progress(min(done * BATCH, len(found)), len(found))
            time.sleep(PAUSE)
        keep_in_force(wanted)  # if the rules have changed again, they differ from these and are applied next
        return number


@transaction.atomic
def _tell_anew(questions: list[int]) -> int:
    Archive.lock()
    different = classify_answers(Question.objects.filter(pk__in=questions).prefetch_related("answers"))
    Change.log(sorted(different), "answer_kind")
    return len(different)


def concerned(before: Clauses | None, wanted: Clauses) -> list[int]:
    """The questions with an answer whose kind may change, newest first.

    Questions that are not public are not in the index; they are classified again when they are published.
    """
    if before is None:
        return list(Answer.objects.order_by().values_list("question", flat=True).distinct())
    moved = _moved(before, wanted)
    if not moved:
        return []
    if reason := writer.why_rebuild():
        raise store.IndexUnavailable(reason)
    snapshot = store.snapshot()
    query = queries.with_one_of("answer", [[shapes(part) for part in parts(clause.phrase)] for clause in moved])
    hits = snapshot.search(query, snapshot.searcher.num_docs, order_by_field="newest").hits
    found = snapshot.numbers("pk", hits)
    # Answers written since the index was last updated may have one of the phrases too.
    written = Change.after(snapshot.mark.change).values_list("question_id", flat=True)
    return list(dict.fromkeys([*found, *written]))


def _moved(before: Clauses, wanted: Clauses) -> set[Clause]:
    """The clauses without those that both lists share at the start and the end: only these can change an outcome."""
    same = _alike(before, wanted)
    rest = [clauses[same:][::-1] for clauses in (before, wanted)]
    end = _alike(*rest)
    return {clause for clauses in rest for clause in clauses[end:]}


def _alike(one: Clauses, other: Clauses) -> int:
    """The number of clauses that both lists share at the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


class Example(NamedTuple):
    """A question with an answer that would change kind, and the `words` that decide it ("" if no rule matches)."""

    question: Question
    words: str


class Move(NamedTuple):
    """How many answers would change from one kind to another."""

    before: str
    after: str
    number: int
    examples: list[Example]


class Preview(NamedTuple):
    """What changed rules would do. Only the `seen` newest of the `concerned` questions are examined."""

    moves: list[Move]
    seen: int
    concerned: int


def preview(wanted: Clauses) -> Preview:
    """What would change if the rules were these. Raises IndexUnavailable."""
    found = concerned(in_force(), wanted)
    seen = found[:MOST_PREVIEWED]
    moving: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    for batch in batches(seen):
        for answer in Answer.objects.filter(question__in=batch).order_by("-question"):
            if (answer_kind := classify_answer(answer, wanted)) != answer.answer_kind:
                moving[answer.answer_kind, answer_kind].append(answer)
    moves = [_move(kinds, answers, wanted) for kinds, answers in moving.items()]
    return Preview(sorted(moves, key=lambda move: -move.number), len(seen), len(found))


def _move(kinds: tuple[str, str], answers: list[Answer], wanted: Clauses) -> Move:
    names = dict(AnswerKind.choices)
    shown = answers[:EXAMPLES]
    questions = Question.objects.in_bulk([answer.question_id for answer in shown])
    examples = [Example(questions[answer.question_id], evidence(answer, wanted)) for answer in shown]
    before, after = (names.get(answer_kind, "Not classified yet") for answer_kind in kinds)
    return Move(before, after, len(answers), examples)


def evidence(answer: Answer, clauses: Clauses) -> str:
    """The words of an answer that decide its kind by the rules; "" if no rule matches."""
    text = plain(answer.text)
    clause = tell(clauses, text, is_cut=answer.text_is_cut)
    return words_by(clause, text) if clause else ""
