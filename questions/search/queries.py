"""Criteria and trees as queries for the search engine. Pure functions; nothing here asks a database.

Only what was searched for scores. Whatever filters is wrapped so that it does not, and a part that only takes away
stands beside the condition that a document is a question, since the engine finds nothing by negation alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from tantivy import FieldType, Occur, Query

from questions.rules import parliaments
from questions.rules.deadlines import Timing
from questions.search.index.analysis import plain_word, plain_words, stem, stems
from questions.search.index.indexed_documents import NAMED_DAYS, YES_OR_NO
from questions.search.index.schema import ACRONYMS, KIND, NONE, QUESTION_KIND, SCHEMA, TEXTS, UNKNOWN, WORDS

from .criteria import Criteria, Period
from .language import tree

# How much a word weighs where it stands.
WEIGHTS = {"heading": 4.0, "question": 1.5, "answer": 1.0}
LONGEST_PHRASE = 50  # words of it that are compared

Fields = Sequence[str]


def of(criteria: Criteria) -> Query:
    """The questions that fit all of the criteria."""
    asked = ((name, getattr(criteria, name)) for name in CONDITIONS)
    filters = [silent(CONDITIONS[name](value)) for name, value in asked if value not in ((), None)]
    found = [of_tree(criteria.query)] if criteria.query else []
    return _all([*found, *filters]) if found or filters else questions()


def questions() -> Query:
    """Everything that is a question."""
    return silent(term(KIND, QUESTION_KIND))


def silent(query: Query) -> Query:
    """The same, without a say in the order."""
    return Query.const_score_query(query, 0.0)


def of_tree(node: tree.Node, fields: Fields = TEXTS) -> Query:
    """What a query in the search language finds; words are looked for in these texts."""
    return TRANSLATIONS[type(node)](node, fields)


def _word(node: tree.Word | tree.Phrase, fields: Fields) -> Query:
    terms = stems(node.text)[:LONGEST_PHRASE]
    return _any([_weighed(field, _sequence(field, terms)) for field in fields]) if terms else Query.empty_query()


def _exact(node: tree.Exact, fields: Fields) -> Query:
    return _any([_weighed(field, term(WORDS[field], plain_word(node.text))) for field in fields])


def _sequence(field: str, terms: Sequence[str]) -> Query:
    if len(terms) == 1:
        return term(field, terms[0], "freq")
    return Query.phrase_query(SCHEMA, field, list(terms))


def _prefix(node: tree.Prefix, fields: Fields) -> Query:
    """Of several words, as of "co-operat*", only the last is a beginning."""
    words = plain_words(node.text)
    if not words:
        return Query.empty_query()
    *whole, beginning = words
    found = [_weighed(field, beginning_with(WORDS[field], beginning)) for field in fields]
    before = [_any([term(WORDS[field], word) for field in fields]) for word in whole]
    return _all([_any(found), *before])


def _acronym(node: tree.Acronym, fields: Fields) -> Query:
    return _any([_weighed(field, term(ACRONYMS[field], node.letters)) for field in fields])


def _in_text(node: tree.InText, fields: Fields) -> Query:
    return of_tree(node.node, (node.field,))


def _keys(node: tree.Keys, fields: Fields) -> Query:
    return silent(_any_of(KEYS[node.field])(node.keys))


def _coded(node: tree.Coded, fields: Fields) -> Query:
    return silent(term(node.field, node.value))


def _days(node: tree.Days, fields: Fields) -> Query:
    return silent(between(node.field, node.first, node.last))


def _not(node: tree.Not, fields: Fields) -> Query:
    return Query.boolean_query([(Occur.Must, questions()), (Occur.MustNot, of_tree(node.node, fields))])


def _every(node: tree.All, fields: Fields) -> Query:
    wanted = [of_tree(one, fields) for one in node.nodes if not isinstance(one, tree.Not)] or [questions()]
    unwanted = [of_tree(one.node, fields) for one in node.nodes if isinstance(one, tree.Not)]
    return _all(wanted, unwanted)


def _either(node: tree.Either, fields: Fields) -> Query:
    return _any([of_tree(one, fields) for one in node.nodes])


KEYS = {
    "dept": "department",
    "topic": "topics",
    "asked-by": "asker",
    "answered-by": "answerers",
    "party": "party",
}
TRANSLATIONS: dict[type, Callable[[Any, Fields], Query]] = {
    tree.Word: _word,
    tree.Phrase: _word,
    tree.Exact: _exact,
    tree.Prefix: _prefix,
    tree.Acronym: _acronym,
    tree.InText: _in_text,
    tree.Keys: _keys,
    tree.Coded: _coded,
    tree.Days: _days,
    tree.Not: _not,
    tree.All: _every,
    tree.Either: _either,
}


def term(field: str, value: str | int, option: str = "basic") -> Query:
    """Documents with exactly that term; to score by it, `option` is "freq"."""
    return Query.term_query(SCHEMA, field, value, option)


def _weighed(field: str, query: Query) -> Query:
    return Query.boost_query(query, WEIGHTS[field])


def _all(wanted: Iterable[Query], unwanted: Iterable[Query] = ()) -> Query:
    parts = [*((Occur.Must, query) for query in wanted), *((Occur.MustNot, query) for query in unwanted)]
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _any_of(field: str, unknown: str | int = UNKNOWN) -> Callable[[Sequence], Query]:
    """One of the values; None is what is not recorded."""

    def condition(values: Sequence) -> Query:
        known = [unknown if value is None else value for value in values]
        return term(field, known[0]) if len(known) == 1 else Query.term_set_query(SCHEMA, field, known)

    return condition


def between(field: str, first: date | None, last: date | None) -> Query:
    """From the first to the last day, both inclusive; what has no day is never among them."""
    lowest, highest = first.toordinal() if first else UNKNOWN + 1, last.toordinal() if last else None
    return Query.range_query(SCHEMA, field, FieldType.Integer, lowest, highest)


def at_least(field: str, number: int) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Integer, number)


def _parliaments(numbers: tuple[int, ...]) -> Query:
    return _periods(tuple(parliaments.period(number) for number in numbers))


def _periods(periods: tuple[Period, ...]) -> Query:
    return _any([between("tabled", *period) for period in periods])


OVERDUE = term("timing", Timing.OVERDUE.value)
CONDITIONS: dict[str, Callable[[Any], Query]] = {
    "named": _any_of("pk"),
    "topics": _any_of("topics"),
    "departments": _any_of("department"),
    "houses": _any_of("house"),
    "statuses": _any_of("status"),
    "asked_by": _any_of("asker"),
    "answered_by": _any_of("answerers"),
    "parties": _any_of("party", NONE),
    "seats": _any_of("seat", NONE),
    "subjects": _any_of("subject", NONE),
    "years": _any_of("year"),
    "parliaments": _parliaments,
    "kinds": _any_of("nature", NONE),
    "timings": _any_of("timing"),
    "types": _any_of("type"),
    "tabled_within": _periods,
    "documents": _any_of("documents"),
    "gaps": _any_of("gaps"),
    "tabled_after": lambda day: between("tabled", day, None),
    "tabled_before": lambda day: between("tabled", None, day),
    # A holding answer is no answer: `answered` stays unknown while it is all there is.
    "answered_after": lambda day: between("answered", day, None),
    "answered_before": lambda day: between("answered", None, day),
    "named_day": lambda wanted: term("named_day", NAMED_DAYS[wanted]),
    "attachments": lambda wanted: term("attachments", int(wanted)),
    "replied_in_time": lambda wanted: term("replied_in_time", YES_OR_NO[wanted]),
    "interest": lambda wanted: term("interest", int(wanted)),
    "overdue": lambda wanted: OVERDUE if wanted else _all([questions()], [OVERDUE]),
}


def both(query: Query, filtered: Query) -> Query:
    """What fits the query and the filter, in the query's order."""
    return _all([query, silent(filtered)])


def excluding(query: Query, unwanted: Query) -> Query:
    """What fits the query, without what fits the other."""
    return _all([query], [unwanted])


def any_of(field: str, values: Iterable[str | int]) -> Query:
    """Documents with one of these terms."""
    return Query.term_set_query(SCHEMA, field, list(values))


def but(query: Query, keys: Iterable[int]) -> Query:
    """What fits the query, without the questions that have these primary keys."""
    return excluding(query, any_of("pk", keys))


def beginning_with(field: str, beginning: str) -> Query:
    """Documents with a word in that field that begins so, complete as no other query of prefixes is."""
    return Query.regex_query(SCHEMA, field, f"{re.escape(beginning)}.*")


Shape = Iterable[tuple[int, Collection[str]]]  # at each distance from a place, the words of which one stands there


def with_one_of(field: str, phrases: Iterable[Iterable[Iterable[Shape]]]) -> Query:
    """Documents that have all parts of one of the phrases in that field, each part in one of its shapes."""
    return silent(_any([_all([_any([_shaped(field, one) for one in part]) for part in parts]) for parts in phrases]))


def _shaped(field: str, shape: Shape) -> Query:
    terms = {distance: "|".join(set(map(stem, words))) for distance, words in shape}
    if len(terms) == 1:
        return Query.regex_query(SCHEMA, field, *terms.values())
    return Query.regex_phrase_query(SCHEMA, field, [*terms.items()])


def every(found: list[Query]) -> Query:
    return silent(_all(found))
