"""Finds the words of a text that match a query, and the passage that shows them. The only highlighter.

Words are compared as in the index: by stem, in one exact form, or as acronyms. Only words searched for are marked,
never excluded ones, and those of a question's formula only for phrases with "To ask". Everything except the marks is
escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString

from questions.search.index.analysis import (
    LONGEST_WORD,
    WORD,
    has_to_ask,
    plain_word,
    plain_words,
    singular,
    stem,
    stems,
    visible,
)
from questions.search.index.schema import TEXTS
from questions.text.cleaning import plain
from questions.text.parts import parts_of
from questions.text.question_formula import capitalise, split_formula

from .hit import Passages
from .language import tree
from .passages import Span, marked, passage, start_of_passage
from .queries import LONGEST_PHRASE

if TYPE_CHECKING:
    from .hit import Given, Hit

QUESTION_LENGTH, ANSWER_LENGTH = 360, 280  # characters of a passage
MOST_SPANS = 500  # words found that a passage is chosen from: enough for these places and a passage after the last
MOST_APOSTROPHES = 50_000  # apostrophes in a text that are checked for words such as "O’Brien"
APOSTROPHES = ("'", "’", "ʼ")
CUT = SafeString("…")
ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")


class Highlighter:
    def __init__(self, query: tree.Node | None):
        self._finders = {text: Finder(query, text) for text in TEXTS}

    def passages(self, question: Hit) -> Passages:
        title, titled_by = visible(question.title), "heading" if question.heading else "question"
        answer, text, spans = self._answer(question)
        return Passages(
            heading=marked(title, self._finders[titled_by].spans(title)),
            question=self._question(question),
            text=self._finders["answer"].passage(text, spans, ANSWER_LENGTH),
            answer=answer,
        )

    def _question(self, question: Hit) -> SafeString:
        """From what follows the formula; without a heading, from what follows the title, which is the first words."""
        text, finder = visible(question.text), self._finders["question"]
        spans = finder.first_spans(text)
        start = start_of_passage(text, spans, has_heading=bool(question.heading))
        after = [(first - start, last - start) for first, last in spans if first >= start]
        is_titled = start > 0 and not question.heading
        rest = text[start:] if is_titled else capitalise(text[start:])
        shown = finder.passage(rest, after, QUESTION_LENGTH) if rest else SafeString()
        shown = CUT + shown if is_titled and rest and not shown.startswith(CUT) else shown
        return shown if question.heading else _found_in_formula(text, spans) + shown

    def _answer(self, question: Hit) -> tuple[Given | None, str, list[Span]]:
        """The latest answer with a word as it was typed, else with a match, else the latest: with the text of the part
        shown, and the matches in it."""
        shown: tuple[Given | None, str, list[Span]] = (None, "", [])
        finder = self._finders["answer"]
        for answer in reversed(question.answers):
            for part in parts_of(answer.text):
                text = visible(plain(part))
                spans = finder.first_spans(text)
                if shown[0] is None or (spans and not shown[2]) or finder.has_typed(text, spans):
                    shown = (answer, text, spans)
                if not finder or finder.has_typed(text, spans):
                    return shown
        return shown


def _found_in_formula(text: str, spans: list[Span]) -> SafeString:
    """The formula with the words found in it, marked, if there are any."""
    formula = split_formula(text).formula.rstrip(" ,")
    inside = [(first, min(last, len(formula))) for first, last in spans if first < len(formula)]
    return marked(formula, inside) if inside else SafeString()


class Finder:
    """Finds what a query looks for in one of the texts: `heading`, `question` or `answer`."""

    def __init__(self, query: tree.Node | None, text: str):
        self._has_formula = text == "question"
        self._stems: set[str] = set()
        self._exact: set[str] = set()
        self._acronyms: set[str] = set()
        self._beginnings: set[str] = set()
        self._phrases: set[tuple[str, ...]] = set()
        self._typed: set[str] = set()
        if query:
            self._collect(query, text)
            self._typed = set(_as_typed(query, text))

    def __bool__(self) -> bool:
        return bool(self._stems or self._exact or self._acronyms or self._beginnings or self._phrases)

    def _collect(self, node: tree.Node, text: str) -> None:
        if isinstance(node, tree.Word | tree.Phrase):
            terms = stems(node.text)[:LONGEST_PHRASE]
            self._stems |= set(terms if len(terms) == 1 else ())
            self._phrases |= {tuple(terms)} if len(terms) > 1 else set()
        elif isinstance(node, tree.Exact):
            self._exact.add(plain_word(node.text))
        elif isinstance(node, tree.Prefix):
            self._beginnings |= set(plain_words(node.text)[-1:])
        elif isinstance(node, tree.Acronym):
            self._acronyms.add(node.letters)
        elif isinstance(node, tree.InText) and node.field == text:
            self._collect(node.node, text)
        elif isinstance(node, tree.All | tree.Either):
            for one in node.nodes:
                self._collect(one, text)

    def spans(self, text: str) -> list[Span]:
        """(start, end) of each match in the text, in order, without overlaps."""
        return list(self._spans(text))

    def first_spans(self, text: str) -> list[Span]:
        """The first MOST_SPANS of them: enough to choose a passage."""
        return list(islice(self._spans(text), MOST_SPANS))

    def has_typed(self, text: str, spans: list[Span]) -> bool:
        """Whether one of these matches is as it was typed, or only beginnings of words were."""
        return bool(spans) and (not self._typed or any(self._is_typed(text[first:last]) for first, last in spans))

    def _is_typed(self, words: str) -> bool:
        return _in_plain_words(words) in self._typed

    def passage(self, text: str, spans: list[Span], length: int) -> SafeString:
        """The part of the text with the most different words as typed, then with the most different words found."""
        return passage(text, spans, length, is_preferred=self._is_typed)

    def _spans(self, text: str) -> Iterator[Span]:
        done = 0
        formula = len(split_formula(text).formula) if self and self._has_formula else 0
        for word in self._candidates(text) if self else ():
            end = self._end(text, word) if word.start() >= formula else self._end_from_formula(text, word)
            if end and word.start() >= done:
                yield word.start(), end
                done = end

    def _candidates(self, text: str) -> Iterator[re.Match]:
        """Words that may match, found by how they begin; every word, if accents could hide how one begins."""
        lowered = text.lower()
        if len(lowered) != len(text) or not (text.isascii() or ACCENTED.search(text) is None):
            yield from WORD.finditer(text)
            return
        first = {start[:1] for start in self._starts}
        places = chain(*(_places(lowered, start) for start in self._starts), _with_apostrophes(lowered, first))
        for place in sorted({*places}):
            if _begins_word(text, place) and (word := WORD.match(text, place)):
                yield word

    @cached_property
    def _starts(self) -> set[str]:
        """The beginnings of the words looked for, in lower case."""
        # The last letter of a stem may differ from its words: "famili" is the stem of "family".
        begun = {term[: max(1, len(term) - 1)] for term in (*self._stems, *(phrase[0] for phrase in self._phrases))}
        if "percen" in begun:
            begun.add("%")  # the index has "percent" for it
        return begun | self._exact | self._beginnings | {letters.lower() for letters in self._acronyms}

    def _end_from_formula(self, text: str, word: re.Match) -> int:
        """As _end(), for a word of a question's formula, which only phrases with "to ask" look for."""
        return self._end_by_phrase(text, word, (phrase for phrase in self._phrases if has_to_ask(phrase)))

    def _end_by_phrase(self, text: str, word: re.Match, phrases: Iterable[tuple[str, ...]]) -> int:
        found = (_end_of_phrase(text, word, phrase) for phrase in phrases if stem(word[0]) == phrase[0])
        return next((end for end in found if end), 0)

    def _end(self, text: str, word: re.Match) -> int:
        """The end of the match that starts with this word; 0 if none does."""
        if self._phrases and (end := self._end_by_phrase(text, word, self._phrases)):
            return end
        is_wanted = (
            (self._acronyms and singular(word[0]) in self._acronyms)
            or (self._stems and stem(word[0]) in self._stems)
            or (self._exact and plain_word(word[0]) in self._exact)
            or (self._beginnings and plain_word(word[0]).startswith(tuple(self._beginnings)))
        )
        return word.end() if is_wanted else 0


@lru_cache(maxsize=10_000)
def _in_plain_words(words: str) -> str:
    """Cached, because results hold the same few words many times."""
    return " ".join(plain_words(words))


def _as_typed(node: tree.Node, text: str) -> Iterator[str]:
    """The words and phrases of a query as they were typed, without those that it also looks for."""
    match node:
        case tree.Word() | tree.Phrase() | tree.Exact():
            yield " ".join(plain_words(node.text))
        case tree.Acronym():
            yield node.letters.lower()
        case tree.TypedFirst():
            yield from _as_typed(node.nodes[0], text)
        case tree.InText(field, inner) if field == text:
            yield from _as_typed(inner, text)
        case tree.All(nodes) | tree.Either(nodes):
            for one in nodes:
                yield from _as_typed(one, text)


class Evidence(NamedTuple):
    """Words in one of the texts that make a question match a query."""

    text: str
    words: str


@lru_cache(maxsize=5_000)
def _finder(node: tree.Node, text: str) -> Finder:
    """Cached, because each page of a question in a topic needs the topic's rule."""
    return Finder(node, text)


def evidence(node: tree.Node, texts: dict[str, str]) -> list[Evidence]:
    """The words in `texts` ({name: text}) that make a query match, in order; none if it asks only for other things."""
    found = [
        Evidence(name, text[first:last])
        for name, text in texts.items()
        for first, last in _finder(node, name).spans(text)
    ]
    proofs = _proofs(node, set(found), TEXTS)
    return list(dict.fromkeys(one for one in found if proofs is None or one in proofs))


def _proofs(node: tree.Node, found: set[Evidence], texts: tuple[str, ...]) -> set[Evidence] | None:
    """The words found that make this node true; None if it is false. A node that asks for no words counts as true."""
    if isinstance(node, tree.InText):
        return _proofs(node.node, found, (node.field,))
    if isinstance(node, tree.All | tree.Either):
        parts = [_proofs(one, found, texts) for one in node.nodes]
        true = [part for part in parts if part is not None]
        holds = len(true) == len(parts) if isinstance(node, tree.All) else bool(true)
        return set().union(*true) if holds else None
    if isinstance(node, tree.Word | tree.Phrase | tree.Exact | tree.Prefix | tree.Acronym):
        return {one for one in found if one.text in texts and _finder(node, one.text).spans(one.words)} or None
    return set()


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _with_apostrophes(text: str, first: set[str]) -> Iterator[int]:
    """The starts of words that begin with one of these letters and have an apostrophe inside, such as "o’brien".

    The words looked for have no apostrophes, so searching for their beginnings misses these words.
    """
    places = islice(chain(*(_places(text, one) for one in APOSTROPHES)), MOST_APOSTROPHES)
    for place in sorted(places):
        is_possessive = text.startswith("s", place + 1) and not text[place + 2 : place + 3].isalnum()
        if text[place + 1 : place + 2].isalnum() and not is_possessive:
            shortest = max(0, place - LONGEST_WORD)
            while place > shortest and text[place - 1].isalnum():
                place -= 1
            if text[place] in first:
                yield place


def _begins_word(text: str, place: int) -> bool:
    """Whether a word may begin there: not after a letter or digit, nor after an apostrophe inside a word."""
    before = text[max(0, place - 2) : place]
    return text[place] == "%" or not (before[-1:].isalnum() or (before[-1:] in APOSTROPHES and before[:-1].isalnum()))


def _end_of_phrase(text: str, first: re.Match, phrase: tuple[str, ...]) -> int:
    words = list(islice(WORD.finditer(text, first.start()), len(phrase)))
    terms = [term for word in words for term in stems(word[0])]
    return words[-1].end() if tuple(terms) == phrase else 0
