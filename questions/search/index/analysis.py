"""Turns texts into terms. Indexing and searching must use the same functions, or searches would find nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from questions.text.plain import INVISIBLE

LONGEST_WORD = 60  # bytes; longer ones are not words, and are not indexed

STEMMED, PLAIN, AS_WRITTEN = "stemmed", "plain", "as_written"

# Letters and digits with the apostrophes inside them: "children's", "O’Brien". And "%", which is indexed as "percent".
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*|%")
# Without a lookbehind, which would take most of the time of folding. So an apostrophe that begins a word may go too.
_POSSESSIVE = re.compile(r"['’ʼ][sS](?![^\W_])")
_APOSTROPHE = re.compile(r"['’ʼ](?=[^\W_])")
# A capital, then at least one more capital or digit: SEND, EHCPs, DfE, HS2, M25.
_CAPITALS = re.compile(r"[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*")
LONGEST_ACRONYM = 10
# A letter that nobody sees, as a word before what follows the formula. Neither texts nor queries can contain it.
BEGINNING = "\N{HANGUL FILLER}"
TO_ASK = ("to", "ask")
_ALL_CAPITALS = re.compile(r"([A-Z][A-Z0-9]{1,9})s?")


def _analyser(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for one in (Filter.remove_long(LONGEST_WORD), Filter.lowercase(), Filter.ascii_fold(), *filters):
        builder = builder.filter(one)
    return builder.build()


def analysers() -> dict[str, TextAnalyzer]:
    """{name in the schema: analyser}. An index does not store them, so they are registered whenever it is opened."""
    as_written = TextAnalyzerBuilder(Tokenizer.whitespace()).build()
    return {STEMMED: _analyser(Filter.stemmer("english")), PLAIN: _analyser(), AS_WRITTEN: as_written}


_ANALYSERS = analysers()


def visible(text: str) -> str:
    """The text as readers see it: each letter composed with its accents, and no invisible characters."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace(BEGINNING, "")


def fold(text: str) -> str:
    """The text without apostrophes, possessive endings and invisible characters ("O’Brien" is one word), and with "50%"
    as two words."""
    text = visible(text).replace("%", " percent ")
    if "'" in text or "’" in text or "ʼ" in text:
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    return text


def stems(text: str) -> list[str]:
    """The stems of a text's words, in their order."""
    return _ANALYSERS[STEMMED].analyze(fold(text))


def plain_words(text: str) -> list[str]:
    """A text's words in lower case and without accents, in their order."""
    return _ANALYSERS[PLAIN].analyze(fold(text))


def has_to_ask(terms: Sequence[str]) -> bool:
    """Whether these stems contain "to ask", and so may be found in a question's formula."""
    return TO_ASK in pairwise(terms)


def formula_terms(formula: str) -> list[str]:
    """The terms of a formula for the index: its stems as one term, which a phrase is compared with from its start.

    The formula may begin with a note, or be there twice. Then there is a term for each word up to the last "to ask".
    """
    terms = stems(formula)
    last = max((place for place, pair in enumerate(pairwise(terms)) if pair == TO_ASK), default=-1)
    return [" ".join(terms[start:]) for start in range(last + 1)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one word; '' if it is not a word."""
    return "".join(stems(word)[:1])


@lru_cache(maxsize=100_000)
def plain_word(word: str) -> str:
    return "".join(plain_words(word)[:1])


def acronyms_in(text: str) -> set[str]:
    """The acronyms of a text as they are written, in the singular: {"SEND", "EHCP", "DfE"}."""
    found = (match for match in _CAPITALS.finditer(text) if match.end() - match.start() <= LONGEST_ACRONYM)
    return {singular(match[0]) for match in found if not text[match.start() - 1 : match.start()].isalnum()}


def singular(letters: str) -> str:
    """The acronym without a plural s: "EHCP" for "EHCPs". Other words stay as they are."""
    found = _ALL_CAPITALS.fullmatch(letters)
    return found[1] if found else letters


def is_acronym(word: str) -> bool:
    """Whether a typed word is all capitals and digits, apart from a plural s."""
    return _ALL_CAPITALS.fullmatch(word) is not None
