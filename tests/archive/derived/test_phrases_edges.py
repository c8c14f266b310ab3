"""Limits of rules' phrases: where a phrase starts and ends, how far apart its parts are, and how long an answer is."""

from __future__ import annotations

import pytest

from questions.archive.derived.answer_kind_rules import FIRST, Clause, clauses_of, phrases_in, tell, words_by
from questions.archive.derived.phrases import MOST_PARTS, SKIPPED
from questions.models import AnswerKindRule

from .test_answer_kind_rules import clause


def matched(phrase: str, text: str, place: str = "anywhere") -> str:
    """The words of the text that the phrase matches. Checks that `tell` agrees whether there are any."""
    one = clause(phrase, place=place)
    words = words_by(one, text)
    assert bool(words) == (tell((one,), text) == one)
    return words


def numbered(first: int, last: int) -> str:
    return " ".join(f"w{number}" for number in range(first, last + 1))


def test_the_limits_of_phrases() -> None:
    assert (SKIPPED, MOST_PARTS, FIRST[AnswerKindRule.Place.BEGINNING]) == (10, 6, 25)


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("held", "Held.", "Held"),
        ("held", "It is held", "held"),
        ("is held", "It is held, is held.", "is held"),
        ("held held", "Held, held, held.", "Held, held"),
        ("a b", "a a b b", "a b"),
        ("a b a c", "a b a b a c", "a b a c"),
        ("not held", "“Not” (held)", "Not” (held"),
        ("held", "", ""),
        ("held", "…", ""),
    ],
)
def test_a_phrase_matches_whole_words_in_sequence(phrase: str, text: str, words: str) -> None:
    assert matched(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("a … b", "a b", "a b"),
        ("a … b", "a x b", "a x b"),
        ("a … b", f"a {numbered(1, 10)} b", f"a {numbered(1, 10)} b"),
        ("a … b", f"a {numbered(1, 11)} b", ""),
        ("a … b", f"a {numbered(1, 11)} a b", "a b"),
        ("a … b", f"a a {numbered(1, 10)} b", f"a {numbered(1, 10)} b"),  # the “a” nearest to “b”
        ("a … b", "b a", ""),
        ("a … a", "a", ""),  # each part needs its own words
        ("a … a", "x a a", "a a"),
        ("a b … b c", "a b c", ""),
        ("a b … b c", "a b b c", "a b b c"),
        ("a … b … c", f"a {numbered(1, 9)} b {numbered(1, 9)} c", f"a {numbered(1, 9)} b {numbered(1, 9)} c"),
        ("a … b … c", f"a b {numbered(1, 11)} b c", ""),
        ("a … b … c", f"a b x b {numbered(1, 9)} c", f"a b x b {numbered(1, 9)} c"),
        ("a … b … c", f"a x b {numbered(1, 8)} a b c", "a b c"),
        ("a … b … c … d … e … f", "a x b x c x d x e x f", "a x b x c x d x e x f"),
        ("a...b...c", "a x b c", "a x b c"),
        ("a .. b", "a x b", ""),  # two dots are no ellipsis
    ],
)
def test_an_ellipsis_stands_for_up_to_ten_words_between_two_parts(phrase: str, text: str, words: str) -> None:
    assert matched(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("held", "held", "held"),
        ("held", f"{numbered(1, 24)} held", "held"),
        ("held", f"{numbered(1, 25)} held", ""),
        ("is held", f"{numbered(1, 24)} is held", "is held"),
        ("is held", f"{numbered(1, 25)} is held", ""),
        ("is … held", f"{numbered(1, 24)} is x held", "is x held"),  # it starts there, and may end later
        ("is … held", f"{numbered(1, 25)} is x held", ""),
        ("held", f"{numbered(1, 30)} held {numbered(1, 30)}", ""),
        ("held", "x " * 24 + "held " + "x " * 30, "held"),
    ],
)
def test_a_phrase_at_the_beginning_starts_among_the_first_words(phrase: str, text: str, words: str) -> None:
    assert matched(phrase, text, "beginning") == words


@pytest.mark.parametrize(
    ("longest", "text", "is_cut", "fits"),
    [
        (4, "held", False, True),
        (4, "held.", False, False),
        (4, "held", True, False),
        (None, "held " * 100, True, True),
        (0, "held", False, False),
    ],
)
def test_a_rule_for_short_answers_matches_only_short_and_complete_texts(
    longest: int | None, text: str, is_cut: bool, fits: bool
) -> None:
    one = clause("held", longest=longest)
    assert tell((one,), text, is_cut=is_cut) == (one if fits else None)
    assert words_by(one, text) == "held"  # the words are there, however long the text


def test_the_first_clause_that_matches_decides_and_phrases_without_words_are_ignored() -> None:
    none, long, held, refers = clause("…"), clause("held", longest=1), clause("held"), clause("refer")
    assert tell((none, long, refers, held), "It is held.") == held
    assert tell((none, long, refers), "It is held.") is None
    assert tell((refers, held), "I refer to what is held.") == refers
    assert tell((), "It is held.") is None
    assert tell((none,), "held …") is None
    assert words_by(none, "held …") == words_by(clause("[a]? …"), "a …") == ""


def test_each_line_is_a_phrase_without_the_space_around_it() -> None:
    assert phrases_in("  one \n\n \ttwo three\r\n") == ["one", "two three"]
    assert phrases_in("") == []


def test_rules_become_one_clause_for_each_phrase_in_order() -> None:
    rules = [
        AnswerKindRule(answer_kind="refers", phrases="refer\nsee", place="beginning", longest=None),
        AnswerKindRule(answer_kind="not-held", phrases="held", place="anywhere", longest=9),
    ]
    assert clauses_of(rules) == (
        Clause("refers", "refer", "beginning", None),
        Clause("refers", "see", "beginning", None),
        Clause("not-held", "held", "anywhere", 9),
    )
