"""Splits texts into the word pieces of a BERT vocabulary, without capitals and accents; pure.

The pieces are those of the library `tokenizers`, which is not needed for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import category, normalize

FIRST, LAST, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
MOST_PIECES = 128  # the rest of a longer text is left out
LONGEST_WORD = 100  # characters; a longer word is unknown
WORDS_KEPT = 50_000

_SPACES = "\t\n\r"
# Chinese characters are words of their own.
_IDEOGRAPHS = re.compile(
    "([\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002f800-\U0002fa1f])"
)


class WordPieces:
    """`vocabulary` has one piece in each line; the number of a piece is the number of its line. Raises KeyError if it
    lacks the marks of a text's beginning and end."""

    def __init__(self, vocabulary: Iterable[str]):
        self._numbers = {piece.rstrip("\n"): number for number, piece in enumerate(vocabulary)}
        self._first, self._last, self._unknown = (self._numbers[mark] for mark in (FIRST, LAST, UNKNOWN))
        self._of_word = lru_cache(WORDS_KEPT)(self._split)

    def numbers(self, text: str) -> list[int]:
        """The numbers of the text's pieces between the marks of its beginning and its end, MOST_PIECES at most."""
        found: list[int] = []
        for word in words(text):
            found += self._of_word(word) if len(word) <= LONGEST_WORD else (self._unknown,)
            if len(found) >= MOST_PIECES - 2:
                break
        return [self._first, *found[: MOST_PIECES - 2], self._last]

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest pieces from left to right; the whole word is unknown if any of it is."""
        found, start = [], 0
        while start < len(word):
            end = self._end_of_piece(word, start)
            if not end:
                break
            found.append(self._numbers[_piece(word, start, end)])
            start = end
        return tuple(found) if found and start == len(word) else (self._unknown,)

    def _end_of_piece(self, word: str, start: int) -> int:
        ends = range(len(word), start, -1)
        return next((end for end in ends if _piece(word, start, end) in self._numbers), 0)


def _piece(word: str, start: int, end: int) -> str:
    return f"##{word[start:end]}" if start else word[:end]


def words(text: str) -> Iterator[str]:
    """Words and single punctuation marks, in small letters and without accents."""
    for run in _IDEOGRAPHS.sub(r" \1 ", _cleaned(text)).split():
        plain = "".join(sign for sign in normalize("NFD", run.lower()) if category(sign) != "Mn")
        yield from _parts(plain)


def _cleaned(text: str) -> str:
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign in _SPACES:
        return " "
    kind = category(sign)
    if sign in "\0\ufffd" or kind in ("Cc", "Cf", "Cn", "Co", "Cs"):
        return ""
    return " " if kind == "Zs" else sign


def _parts(run: str) -> Iterator[str]:
    word = ""
    for sign in run:
        if not _is_punctuation(sign):
            word += sign
            continue
        if word:
            yield word
        yield sign
        word = ""
    if word:
        yield word


def _is_punctuation(sign: str) -> bool:
    return category(sign)[0] == "P" or (sign.isascii() and sign.isprintable() and not sign.isalnum() and sign != " ")
