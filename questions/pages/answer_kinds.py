"""What pages show about kinds of answers: an answer's kind and why, how many questions have each, and the rules."""

from __future__ import annotations

from typing import NamedTuple

from questions.archive.derived import answer_kinds
from questions.archive.derived.answer_kind_rules import FIRST, Clause, clauses_of, phrases_in, tell, words_by
from questions.archive.derived.phrases import SKIPPED
from questions.lists.filters import QuestionFilterSet
from questions.models import Answer, AnswerKind, AnswerKindRule
from questions.search import facets
from questions.search.criteria import Criteria
from questions.search.index import store
from questions.text.cleaning import plain


class Why(NamedTuple):
    """An answer's kind, and what decided it: an editor, the record, or the `words` of its text."""

    label: str
    is_by_editor: bool = False
    words: str = ""


def of_answers(answers: list[Answer]) -> dict[int, Why]:
    """By primary key, for answers with a kind. One query if a rule decided any of them."""
    told = [answer for answer in answers if answer.answer_kind]
    clauses = answer_kinds.rules() if any(_is_by_rule(answer) for answer in told) else ()
    return {answer.pk: _why(answer, clauses) for answer in told}


def _is_by_rule(answer: Answer) -> bool:
    by_itself = answer.stage == Answer.Stage.HOLDING or answer.answer_kind == AnswerKind.SUBSTANTIVE
    return not (by_itself or answer.is_kind_by_editor)


def _why(answer: Answer, clauses: tuple[Clause, ...]) -> Why:
    label = answer.get_answer_kind_display()
    if not _is_by_rule(answer):
        return Why(label, answer.is_kind_by_editor)
    text = plain(answer.text)
    clause = tell(clauses, text, is_cut=answer.text_is_cut)
    # While changed rules are being applied, the current rules may give another kind. Then they do not explain this one.
    return Why(label, words=words_by(clause, text) if clause and clause.answer_kind == answer.answer_kind else "")


class Share(NamedTuple):
    """How many questions have an answer of this kind; `query` lists them."""

    value: str
    label: str
    number: int
    percent: float
    query: str


class Kinds(NamedTuple):
    """Shares of the questions that have an answer with its text on record (`told`)."""

    shares: list[Share]
    told: int
    rest: int


def kinds(filterset: QuestionFilterSet) -> Kinds:
    """For all questions that a page lists, from the counts of its facets; the largest share first."""
    counts = dict(filterset.qs.facets().by.get("kind", {}))
    rest, told = counts.pop(None, 0), sum(number for value, number in counts.items() if value is not None)
    labels = dict(AnswerKind.choices)
    shares = [
        Share(value, labels[value], number, 100 * number / told, _query(filterset, value))
        for value, number in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        if value in labels
    ]
    return Kinds(shares, told, rest)


def _query(filterset: QuestionFilterSet, value: str) -> str:
    query = filterset.parameters
    query["kind"] = value
    return query.urlencode()


# What each kind of answer does. The rules say how to recognise it.
MEANS = {
    AnswerKind.SUBSTANTIVE: "answers the question, for example with yes, no or a figure",
    AnswerKind.HOLDING: "says that an answer is being prepared",
    AnswerKind.WILL_WRITE: "says that the minister, or another responsible person, will write to the asker",
    AnswerKind.COST: "says that finding the information would cost too much",
    AnswerKind.NOT_HELD: "begins by saying, or says only, that the information is not held, recorded or available",
    AnswerKind.REFERS: "begins by referring, or only refers, to another answer",
    AnswerKind.PROROGATION: "says that the session or Parliament ended before the question was answered",
}


class ShownRule(NamedTuple):
    rule: AnswerKindRule
    phrases: list[str]


class Explained(NamedTuple):
    """The kinds with the number of questions for each (None while search is unavailable), and the rules in order."""

    numbers: dict[str, int] | None
    labels: dict[str, str]
    means: dict[AnswerKind, str]
    rules: list[ShownRule]
    is_pending: bool
    skipped: int = SKIPPED
    beginning: int = FIRST[AnswerKindRule.Place.BEGINNING]
    early: int = FIRST[AnswerKindRule.Place.EARLY]


def explained() -> Explained:
    """Two queries."""
    rules = list(AnswerKindRule.objects.all())
    shown = [ShownRule(rule, phrases_in(rule.phrases)) for rule in rules]
    return Explained(_numbers(), dict(AnswerKind.choices), MEANS, shown, answer_kinds.in_force() != clauses_of(rules))


def _numbers() -> dict[str, int] | None:
    try:
        return facets.count(store.snapshot(), Criteria()).by["kind"]
    except store.IndexUnavailable:
        return None
