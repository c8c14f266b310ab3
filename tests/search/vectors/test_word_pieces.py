"""Texts are split into the word pieces of BERT's vocabulary."""

from __future__ import annotations

import pytest

from questions.search.vectors.word_pieces import MOST_PIECES, WordPieces, words

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "school", "##s", "meal", "free", "-", ",", "cafe", "##house"]
UNKNOWN, FIRST, LAST = 1, 2, 3


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("School", [4]),
        ("schools", [4, 5]),
        ("free-school meals", [7, 8, 4, 6, 5]),
        ("Café", [10]),
        ("cafehouses", [10, 11, 5]),
        ("zebra", [UNKNOWN]),
        ("schoolzebra", [UNKNOWN]),  # a word is known as a whole, or not at all
        ("", []),
        ("a" * 200, [UNKNOWN]),
    ],
)
def test_a_word_is_split_into_the_longest_pieces_from_the_left(text: str, pieces: list[int]) -> None:
    assert WordPieces(VOCABULARY).numbers(text) == [FIRST, *pieces, LAST]


def test_the_rest_of_a_long_text_is_left_out() -> None:
    found = WordPieces(VOCABULARY).numbers("school " * 1000)
    assert len(found) == MOST_PIECES
    assert found[-1] == LAST


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("It’s £5.50", ["it", "’", "s", "£5", ".", "50"]),
        ("a\u00adb\u200bc\0d", ["abcd"]),
        ("一二 x", ["一", "二", "x"]),
        ("Ünïcode\u00a0Text", ["unicode", "text"]),
        ("{x}^2", ["{", "x", "}", "^", "2"]),
    ],
)
def test_words_are_small_without_accents_and_punctuation_stands_alone(text: str, split: list[str]) -> None:
    assert list(words(text)) == split


def test_a_vocabulary_without_the_marks_is_refused() -> None:
    with pytest.raises(KeyError):
        WordPieces(["school"])
