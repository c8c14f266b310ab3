"""Rules for answer kinds: how they match texts, and how accurate the starting rules are."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from questions.archive.derived.answer_kind_rules import Clause, clauses_of, tell, words_by
from questions.archive.derived.answer_kinds import classify_answer
from questions.models import Answer, AnswerKindRule
from tests.support.answer_kind_rules import starting_rules
from tests.support.judged import answers, verdicts

NOT_HELD = "The information requested is not held centrally."


def clause(phrase: str, answer_kind: str = "not-held", place: str = "anywhere", longest: int | None = None) -> Clause:
    return Clause(answer_kind, phrase, place, longest)


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("is not held", NOT_HELD, "is not held"),
        ("IS NOT HELD", NOT_HELD, "is not held"),
        ("not held", "It is, alas, NOT  \n held.", "NOT  \n held"),
        ("hon. Member's question", "Of the hon Member’s question we know.", "hon Member’s question"),
        ("hon. Member’s question", "Of the hon. Member's question we know.", "hon. Member's question"),
        ("not held", "This is not\u00a0held.", "not\u00a0held"),
        ("not held", "This is no\u200bt held.", "not held"),
        ("creche", "There is a crèche.", "crèche"),
        ("refer … answer", "I refer you to the answer of May.", "refer you to the answer"),
        ("refer...answer", "I refer you to the answer of May.", "refer you to the answer"),
        ("… refer you …", "I refer you to it.", "refer you"),
        ("refer … answer", "I refer answer.", "refer answer"),
        ("a … b … c", "a b x b x x x x x x x x x x c", "a b x b x x x x x x x x x x c"),
    ],
)
def test_the_words_that_a_phrase_matches_are_quoted_as_in_the_text(phrase: str, text: str, words: str) -> None:
    assert tell((clause(phrase),), text)
    assert words_by(clause(phrase), text) == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("held", "It is withheld, and was beheld."),
        ("not held", "It is held, but not by us."),
        ("refer … answer", "I refer to it: one two three four five six seven eight nine ten answer."),
        ("refer … answer", "The answer is one to which I refer."),
        ("not held", ""),
        ("…", "… and so on"),
    ],
)
def test_a_text_without_the_phrase_does_not_match(phrase: str, text: str) -> None:
    assert tell((clause(phrase),), text) is None


def test_an_ellipsis_stands_for_at_most_ten_words() -> None:
    ten = " ".join("abcdefghij")
    assert tell((clause("refer … answer"),), f"refer {ten} answer")
    assert not tell((clause("refer … answer"),), f"refer {ten} k answer")


def test_the_first_clause_that_matches_decides() -> None:
    first, second = clause("not held", "refers"), clause("is not held")
    assert tell((first, second), NOT_HELD) is first
    assert tell((clause("prorogation"), second, first), NOT_HELD) is second


def test_a_phrase_at_the_beginning_starts_within_the_first_25_words() -> None:
    at_the_beginning = (clause("not held", place="beginning"),)
    assert tell(at_the_beginning, "so " * 24 + "not held")
    assert not tell(at_the_beginning, "so " * 25 + "not held")


def test_an_early_phrase_starts_within_the_first_50_words() -> None:
    early = (clause("not held", place="early"),)
    assert tell(early, "so " * 49 + "not held")
    assert not tell(early, "so " * 50 + "not held")


def test_a_rule_for_short_answers_does_not_match_a_longer_or_incomplete_one() -> None:
    short = (clause("not held", longest=len(NOT_HELD)),)
    assert tell(short, NOT_HELD)
    assert not tell(short, NOT_HELD + " ")
    assert not tell(short, NOT_HELD, is_cut=True)


def test_an_incomplete_text_is_classified_by_the_words_that_are_left() -> None:
    assert tell((clause("not held"),), NOT_HELD, is_cut=True)


def test_a_rule_becomes_one_clause_for_each_phrase_in_order() -> None:
    rule = AnswerKindRule(answer_kind="refers", phrases="refer you\r\n\n I refer \n", place="beginning", longest=90)
    assert clauses_of([rule]) == (
        Clause("refers", "refer you", "beginning", 90),
        Clause("refers", "I refer", "beginning", 90),
    )


NOT_POSSIBLE = "It has not proved possible to respond to"
STARTING = clauses_of(AnswerKindRule(**row) for row in starting_rules())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{NOT_POSSIBLE} my right hon. and learned Friend in the time available before Prorogation.", "prorogation"),
        ("It has not proved possible to reply to the hon. Member in the time available before the dissolution.",
         "prorogation"),
        ("It has not proved possible to respond to the hon. Member in the time available before Prorogation.",
         "prorogation"),
        ("I will write to the hon. Member, and place a copy of my letter in the Library.", "will-write"),
        ("I refer the hon. Member to the answer of 3 May 2023 to Question 17.", "refers"),
        ("The data is not held centrally and could be provided only at disproportionate cost.",
         "disproportionate-cost"),
        ("This information is not held by the Department.", "not-held"),
        ("Eleven ships were built. How many were sold is a matter for their owners, of whom there are now so many "
         "that nobody could name them all, and what was paid for each ship is not held by anybody here. " * 2,
         "substantive"),
        ("While the Department does not hold these figures, 41 schools told us theirs.", "substantive"),
        ("There are eleven.", "substantive"),
    ],
)  # fmt: skip
def test_the_starting_rules_recognise_each_answer_kind(text: str, kind: str) -> None:
    assert classify_answer(Answer(stage=Answer.Stage.ANSWER, text=f"<p>{text}</p>"), STARTING) == kind


def test_a_holding_answer_is_recognised_by_its_stage_whatever_it_says() -> None:
    holding = Answer(stage=Answer.Stage.HOLDING, text="<p>I will write to the hon. Member.</p>")
    assert classify_answer(holding, STARTING) == "holding"


def test_an_answer_without_a_text_has_no_answer_kind() -> None:
    assert classify_answer(Answer(stage=Answer.Stage.ANSWER), STARTING) == ""


def test_an_answer_kind_chosen_by_an_editor_counts_before_every_rule() -> None:
    answer = Answer(text="<p>This is not held.</p>", answer_kind="refers", is_kind_by_editor=True)
    assert classify_answer(answer, STARTING) == "refers"


@pytest.mark.real_data
def test_the_starting_rules_agree_with_a_readers_verdicts(real_data: Path) -> None:
    """tests/data/answer_kinds.csv has random answers with the answer kind that a reader gave each: 30 of each kind that
    the rules give (later up to 60 of three kinds), and 100 substantive ones. Of the answers to which the rules give a
    kind, the reader must agree on 94%."""
    judged = {row["id"]: row["kind"] for row in verdicts("answer_kinds.csv")}
    told: defaultdict[str, list[bool]] = defaultdict(list)
    for identifier, answer in answers(real_data, judged):
        kind = classify_answer(answer, STARTING)
        told[kind].append(judged[identifier] == kind)
    assert sum(map(len, told.values())) == len(judged)
    assert len(told) == 6
    assert [kind for kind, right in told.items() if sum(right) < 0.94 * len(right)] == []
