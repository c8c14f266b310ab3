"""Phrases of rules: their syntax, and what they match in a text."""

from __future__ import annotations

import pytest

from questions.archive.derived import phrases
from questions.archive.derived.phrases import Said, fault_of, parts, shapes, span


def found(phrase: str, text: str, beginning: int | None = None) -> str | None:
    """The words of the text that the phrase matches."""
    said = Said(text.split())
    place = span(phrase, said, beginning)
    return place and " ".join(said.words[slice(*place)])


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("[does|do] not hold", "they do not hold it", "do not hold"),
        ("[does|do] not hold", "it does not hold it", "does not hold"),
        ("[Does | DO] not hold", "they do not hold it", "do not hold"),
        ("does not [currently]? hold", "it does not hold it", "does not hold"),
        ("does not [currently]? hold", "it does not currently hold it", "does not currently hold"),
        ("does not [yet|in general]? hold", "it does not in general hold it", "does not in general hold"),
        ("does not [*ly]? hold", "it does not centrally hold it", "does not centrally hold"),
        ("does not [*|* *]? hold", "it does not as such hold it", "does not as such hold"),
        ("[not held|not kept]", "it is not kept", "not kept"),
        ("[the|a]? lamp", "lamp", "lamp"),
        ("[the|a]? lamp", "by a lamp", "a lamp"),
        ("[*ly] held", "it is centrally held", "centrally held"),
        ("hold … [a|b c] d", "hold x x b c d", "hold x x b c d"),
        ("[a b|a] b c", "a b c", "a b c"),
        ("[a]? [a]? [a]? b", "a a a a b", "a a a b"),
        ("[the hon] member", "the hon member", "the hon member"),
        ("[hon|right hon] member", "the right hon member", "right hon member"),
        ("[held|*ly] kept", "it is centrally kept", "centrally kept"),
        ("[*ly-held|*ly-kept] records", "the centrally held records", "centrally held records"),
    ],
)
def test_a_phrase_matches_each_of_its_forms(phrase: str, text: str, words: str) -> None:
    assert found(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("[does|do] not hold", "did not hold"),
        ("does not [currently]? hold", "does not routinely hold"),
        ("does not [*ly]? hold", "does not hoard or hold"),
        ("does not [*|* *]? hold", "does not in any way hold"),
        ("[a b] c", "a c"),
        ("[not|hold]? …", "not hold"),
        ("[*ly] held", "any held"),
        ("[*ly held] here", "centrally kept here and held there"),
    ],
)
def test_a_phrase_matches_no_other_form(phrase: str, text: str) -> None:
    assert found(phrase, text) is None


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("the question [sic]", "the question sic"),
        ("and/or (both)", "and or both"),
        ("*held* or kept?", "held or kept"),
        ("kept | held", "kept held"),
        ("a [b", "a b"),
    ],
)
def test_signs_that_make_no_choice_are_ignored(phrase: str, text: str) -> None:
    assert found(phrase, text) == text


def test_a_phrase_without_a_needed_word_has_no_parts() -> None:
    assert [parts(phrase) for phrase in ("…", " … !", "[a]?", "[*ly]", "[|]")] == [()] * 5
    assert len(parts("a … [b]? c")) == 2


def test_a_phrase_at_the_beginning_starts_there_and_may_end_later() -> None:
    assert found("[a]? b c", "x a b c", beginning=2) == "a b c"
    assert found("b c", "x x b c", beginning=2) is None


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("[does|do] not [*ly]? hold", ""),
        ("an XL bully, by X-ray", ""),
        ("… refer you …", ""),
        ("a … b … c … d … e … f", ""),
        ("a … b … c … d … e … f … g", "has more than 5 ellipses"),
        ("held " * 80, ""),
        ("held " * 80 + "s", "has more than 400 characters"),
        ("a [b c", "The brackets in"),
        ("a | b", "The brackets in"),
        ("a [b [c] d]", "The brackets in"),
        ("not held … [centrally", "The brackets in"),
        ("[a … b] c", "The brackets in"),
        ("[a]?", "at least one fixed word"),
        ("a … [b]?", "at least one fixed word"),
        ("[a *|* b]", "at least one fixed word"),
        ("held … [a *|* b]", "at least one fixed word"),
        ("[held|a *|* b]", "at least one fixed word"),
        ("[a]? " * 5 + "b", ""),
        ("[a|b c|d e f|g h i j|k l m n o] " * 2 + "[p]?", ""),  # 50 shapes
        ("[a]? " * 6 + "b", "too many brackets"),
    ],
)
def test_fault_of_explains_what_is_wrong_with_a_phrase(phrase: str, fault: str) -> None:
    assert fault in fault_of(phrase)
    assert bool(fault) == bool(fault_of(phrase))


@pytest.mark.parametrize(
    ("phrase", "named"),
    [
        ("…", "“…”"),
        ("-" * 40, f"“{'-' * 40}”"),
        ("-" * 41, f"“{'-' * 40}…”"),
    ],
)
def test_a_message_quotes_only_the_beginning_of_a_long_phrase(phrase: str, named: str) -> None:
    assert fault_of(phrase) == f"Each part of {named} needs at least one fixed word."


def test_the_shapes_of_a_part_are_all_the_forms_that_it_can_have() -> None:
    (part,) = parts("[is|are] not [*ly|in general]? [held|kept so]")
    first = ((0, frozenset({"is", "are"})), (1, frozenset({"not"})))
    after = [
        [(2, "held")],
        [(2, "kept"), (3, "so")],
        [(3, "held")],  # the word before can be any word
        [(3, "kept"), (4, "so")],
        [(2, "in"), (3, "general"), (4, "held")],
        [(2, "in"), (3, "general"), (4, "kept"), (5, "so")],
    ]
    expected = {(*first, *((distance, frozenset({word})) for distance, word in rest)) for rest in after}
    assert set(shapes(part)) == expected


@pytest.mark.parametrize(
    "phrase", ["a … a … a … a … a … b", "[a]? [a a]? [a]? [a a a]? [a]? b", "[*]? [* *]? a … [*] b"]
)
def test_the_time_for_any_phrase_grows_no_faster_than_the_text(phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts comparisons, in texts that nearly match at each word."""
    counted: list[int] = []
    has = Said.has

    def count(said: Said, *asked: object) -> bool:
        counted[-1] += 1
        return has(said, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(phrases.Said, "has", count)
    for length in (1_000, 4_000):
        counted.append(0)
        span(phrase, Said([*["a"] * length, "c", "b"][: length + 1] + ["x"] * 20 + ["b"]))
    assert 0 < counted[1] <= 4.1 * counted[0]
