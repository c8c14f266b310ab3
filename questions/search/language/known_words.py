"""The acronyms and spellings that staff keep, as far as a query needs them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from django.db.models import BooleanField, QuerySet, Value

from questions.models import Acronym, Spelling
from questions.models.prepared_query import PreparedQuery
from questions.search.index.analysis import singular

from . import tree
from .staff_spellings import Speller, speller_of

LongForms = dict[str, list[str]]  # by the acronym
PARTS = re.compile(r"[^\W_]+")


class KnownWords(NamedTuple):
    long_forms: LongForms
    speller: Speller


def known_words(node: tree.Node | None) -> KnownWords:
    """The acronyms among the query's words, both as typed and in capitals, and how to spell it, in one query."""
    parts = {part for text in texts_of(node) for part in PARTS.findall(text)} if node else None
    if not parts:
        return KnownWords({}, speller_of(()))
    letters = {singular(part) for part in parts} | {part.upper() for part in parts}
    long_forms, spellings = defaultdict[str, list[str]](list), []
    for one, other, is_one_word in sorted(WORDS.rows([*letters]), key=itemgetter(0, 1)):
        if is_one_word is None:
            long_forms[one].append(other)
        else:
            spellings.append((one, other, is_one_word))
    return KnownWords(dict(long_forms), speller_of(tuple(spellings)))


def _words(letters: Sequence[str]) -> QuerySet:
    """The acronyms with these letters, with a third column that tells their rows from those of spellings."""
    no_spelling = Value(None, output_field=BooleanField(null=True))
    acronyms = Acronym.objects.filter(letters__in=letters).order_by().values_list("letters", "long_form", no_spelling)
    return acronyms.union(Spelling.objects.order_by().values_list("one", "other", "is_one_word"), all=True)


WORDS = PreparedQuery(_words)


def texts_of(node: tree.Node) -> Iterator[str]:
    if isinstance(node, tree.Word | tree.Phrase | tree.Exact | tree.Meant):
        yield node.text
    for one in tree.inside(node):
        yield from texts_of(one)
