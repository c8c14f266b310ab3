"""The desk's search for questions: by UIN or address, by the asker's name, or by words of heading and text.

The search index finds public questions, so that no million rows are read. Drafts and deleted questions are not in it;
the database reads these, which have indexes of their own.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import QueryDict
from tantivy import Order, Query

from questions.models import Change, ExternalId
from questions.models.lookups import questions_named
from questions.models.questions import QuestionQuerySet
from questions.rules.gaps import Gap
from questions.search import queries
from questions.search.index import store
from questions.search.language import tree
from questions.search.language.meaning import understand_query
from questions.search.names.kept import directory
from questions.search.names.named import find_named
from questions.sources.parliament import UIN
from questions.spreadsheets.downloads import MOST

from .publishing import STANDS

HINT = "Enter a UIN, a page address, an asker’s name, or words from headings and questions (answers are not searched)"
MOST_FOUND = MOST + 1  # one more than a download may have, so that no download lacks some without saying so
MOST_CHANGED = 1000  # questions that the database looks at because the index may not have them yet
MOST_WORDS = 20  # that the database looks for
ASKED = ("heading", "question")
KEY = re.compile(r"[0-9]{1,18}")
# The list's filters in the index: if there are too many questions, the newest of those that the filters let through.
INDEXED: dict[str, Any] = {
    "status__exact": lambda values: queries.any_of("status", values),
    "house__exact": lambda values: queries.any_of("house", values),
    "provenance__exact": lambda values: queries.any_of("provenance", values),
    "department__id__exact": lambda values: queries.any_of("department", [int(v) for v in values if KEY.fullmatch(v)]),
    "department__isnull": lambda values: queries.any_of("department", [None]),
    "text_is_cut__exact": lambda values: _cut(is_cut="1" in values),
}


class Wanted(NamedTuple):
    """What was typed: as words of a question, and as the askers it names with the words beside their names."""

    typed: str
    askers: tuple[int, ...]
    rest: str


def find_questions(typed: str, among: QuestionQuerySet, filters: QueryDict) -> QuestionQuerySet:
    """Those in `among` that `typed` means; `filters` are the parameters by which `among` is filtered already."""
    if not typed.strip():
        return among
    if UIN.fullmatch(uin := typed.strip().upper()):
        return among.filter(uin=uin)
    if found := questions_named(typed, among):
        return found.all()
    wanted = read(typed)
    try:
        keys = _public(wanted, filters)
    except (store.IndexUnavailable, store.EngineFailed):
        return among.filter(_in_database(wanted))
    return among.filter(pk__in={*keys, *_not_public(wanted, among), *_changed(wanted, among)})


def read(typed: str) -> Wanted:
    named = find_named(typed, directory())
    return Wanted(typed, tuple(person.pk for person in named.people), named.rest if named.people else "")


# In the index


def _public(wanted: Wanted, filters: QueryDict) -> list[int]:
    """The keys of the newest public questions. Raises IndexUnavailable or EngineFailed."""
    snapshot = store.snapshot()
    chosen = [make(filters.getlist(name)) for name, make in INDEXED.items() if name in filters]
    query = queries.all_of([_asked(wanted), *chosen])
    hits = snapshot.search(query, MOST_FOUND, order_by_field="newest", order=Order.Desc).hits
    return snapshot.numbers("pk", hits)


def _cut(*, is_cut: bool) -> Query:
    cut = queries.term("gaps", Gap.QUESTION_CUT.value)
    return cut if is_cut else queries.excluding(queries.questions(), cut)


def _asked(wanted: Wanted) -> Query:
    askers = tree.Keys("asked-by", wanted.askers)
    beside = understand_query(wanted.rest).tree if wanted.rest else None
    by_name = tree.All((askers, beside)) if beside else askers
    words = understand_query(wanted.typed).tree
    either = [*([words] if words else []), *([by_name] if wanted.askers else [])]
    return queries.of_tree(tree.Either(tuple(either)), ASKED) if either else Query.empty_query()


# In the database


def _not_public(wanted: Wanted, among: QuestionQuerySet) -> list[int]:
    """The keys of drafts and deleted questions, and of public ones by askers known only by a printed name."""
    asked, printed = _in_database(wanted), _printed(wanted.typed)
    rows = [among.filter(STANDS[stands]).filter(asked) for stands in ("draft", "deleted")]
    rows += [among.filter(asked_by_printed__in=printed)] if printed else []
    return [key for some in rows for key in some.order_by().values_list("pk", flat=True)[:MOST_FOUND]]


def _changed(wanted: Wanted, among: QuestionQuerySet) -> list[int]:
    """Those that the index may not have as they are now: it follows changes, usually within a second."""
    newer = [key for _, key in Change.after(store.snapshot().mark.change)[:MOST_CHANGED]]
    return list(among.filter(pk__in=newer).filter(_in_database(wanted)).order_by().values_list("pk", flat=True))


def _in_database(wanted: Wanted) -> Q:
    asked = _having(wanted.typed, ("heading", "text"))
    return asked | (Q(asked_by__in=wanted.askers) & _having(wanted.rest, ("heading", "text")))


def _having(text: str, fields: tuple[str, ...]) -> Q:
    """Rows with every word, each in any of these fields; all rows, if there are no words."""
    found = Q()
    for word in text.split()[:MOST_WORDS]:
        found &= Q.create([(f"{field}__icontains", word) for field in fields], connector=Q.OR)
    return found


def _printed(name: str) -> list[int]:
    own = ExternalId.objects.filter(_having(name, ("name",)), member=None)
    return list(own.order_by().values_list("pk", flat=True)[:MOST_FOUND])
