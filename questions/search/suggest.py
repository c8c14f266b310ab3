"""Suggestions of the search box while a user types: headings, topics, departments and members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from questions.models import Department, Member, Topic
from questions.search.index.analysis import plain_words
from questions.search.index.schema import WORDS
from questions.text.names import words_called

from . import queries
from .index import store

LEAST_LETTERS = 2
MOST_OF_A_KIND = 4


class Suggestion(NamedTuple):
    kind: str  # heading, topic, department or member
    label: str
    url: str


def suggestions(typed: str) -> list[Suggestion]:
    """Suggestions with every typed word in their name; the last may be incomplete. None for fewer than two letters.

    Without an index there are no headings.
    """
    words = plain_words(typed)
    if sum(map(len, words)) < LEAST_LETTERS:
        return []
    return [
        *_named("topic", Topic.objects.all(), words),
        *_named("department", Department.objects.all(), words),
        *_headings(words),
        *_named("member", Member.objects.called(typed), words_called(typed)),
    ]


def _headings(words: list[str]) -> list[Suggestion]:
    """The matching headings with the most questions."""
    field = WORDS["heading"]
    *whole, beginning = words
    known = [queries.term(field, word) for word in whole]
    asked = {"headings": {"terms": {"field": "whole_heading", "size": MOST_OF_A_KIND}}}
    try:
        counted = store.snapshot().aggregate(queries.every([queries.beginning_with(field, beginning), *known]), asked)
    except store.IndexUnavailable:
        return []
    headings = [bucket["key"] for bucket in counted["headings"]["buckets"]]
    return [Suggestion("heading", heading, _search_for(heading)) for heading in headings]


def _search_for(heading: str) -> str:
    quoted = heading.replace('"', " ")
    return f"{reverse('questions')}?{urlencode({'q': f'heading:{chr(34)}{quoted}{chr(34)}'})}"


def _named(kind: str, rows: Iterable, words: list[str]) -> list[Suggestion]:
    """Matches by current name come first, then by former name; open departments come before closed ones, and shorter
    names before longer ones."""
    found = [row for row in rows if any(_has(name, words) for name in _names(row))]
    found.sort(key=lambda row: (not _has(_names(row)[0], words), _is_closed(row), len(row.name), row.name))
    return [Suggestion(kind, str(row), row.get_absolute_url()) for row in found[:MOST_OF_A_KIND]]


def _names(row: Topic | Department | Member) -> list[list[str]]:
    """The words of each of its names, the current one first; only members have several."""
    return [name.split() for name in row.folded.splitlines()] if isinstance(row, Member) else [plain_words(row.name)]


def _is_closed(row: Topic | Department | Member) -> bool:
    return isinstance(row, Department) and row.ended_on is not None


def _has(name: list[str], words: list[str]) -> bool:
    *whole, beginning = words
    return any(word.startswith(beginning) for word in name) and all(word in name for word in whole)
