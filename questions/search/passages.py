"""The part of a text that a result shows, with what matches marked. Everything except the marks is escaped."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from questions.text.question_formula import split_formula, start_after_title

LEAD = 80  # the most characters of a passage before the first word found
MOST_STARTS = 60  # places tried as the start of a passage

Span = tuple[int, int]  # the start and the end of words found


def start_of_passage(text: str, spans: list[Span], *, has_heading: bool) -> int:
    """Where a passage of a question may begin: after the formula, unless words found are in it, and after the title."""
    asked = split_formula(text)
    formula = len(asked.formula)
    if has_heading:
        return 0 if spans and spans[0][0] < formula else formula
    after = formula + start_after_title(asked.rest)
    return min([after, *(first for first, last in spans if formula <= first < after < last)])


def passage(text: str, spans: list[Span], length: int, *, is_preferred: Callable[[str], bool] = bool) -> SafeString:
    """The part of the text, at most `length` characters, with the most different words found, first of all preferred
    ones; escaped and marked."""
    start = _best_start(text, spans, length, is_preferred) if len(text) > length else 0
    end = len(text) if len(text) - start <= length else text.rfind(" ", start + 1, start + length)
    end = end if end > start else min(len(text), start + length)
    inside = [(first - start, last - start) for first, last in spans if start <= first and last <= end]
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return mark_safe(before + marked(text[start:end], inside) + after)  # noqa: S308 - marked() escapes


def _best_start(text: str, spans: list[Span], length: int, is_preferred: Callable[[str], bool]) -> int:
    words = [text[first:last].lower() for first, last in spans]
    preferred = {word for word in set(words) if is_preferred(word)}
    best = [span for span, word in zip(spans, words, strict=True) if word in preferred] or spans
    starts = {_start_before(text, first) for first, _ in best[:MOST_STARTS]}
    ends = [last for _, last in spans]

    def value(start: int) -> tuple[int, int, int]:
        shown = {*words[bisect_left(spans, (start, 0)) : bisect_right(ends, start + length)]}
        return len(shown & preferred), len(shown), -start

    return max(starts, key=value, default=0)


def _start_before(text: str, place: int) -> int:
    """Where to start, so that readers see the place's sentence from its beginning, or some words before the place."""
    earliest = max(0, place - LEAD)
    sentence = text.rfind(". ", earliest, place)
    if sentence >= 0:
        return sentence + 2
    return earliest and text.find(" ", earliest, place) + 1


def marked(text: str, spans: list[Span]) -> SafeString:
    """The text, escaped, with each span in a <mark>. The only text of a result that its template does not escape."""
    pieces, done = [], 0
    for first, last in spans:
        pieces += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308 - the one place; tests give it hostile text
