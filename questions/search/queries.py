"""Turns conditions and trees into queries for the search engine; pure.

Only words searched for affect scores: filters are wrapped so that they do not. A negation is combined with the
condition that a document is a question, because the engine finds nothing by a negation alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from tantivy import FieldType, Occur, Query

from questions.search.index.analysis import (
    BEGINNING,
    has_to_ask,
    plain_word,
    plain_words,
    stem,
    stems,
)
from questions.search.index.schema import (
    ACRONYMS,
    CODES,
    FORMULA,
    KIND,
    NONE,
    QUESTION_KIND,
    SCHEMA,
    TEXTS,
    UNKNOWN,
    WORDS,
)

from .language import tree

# How much a word counts in each text.
WEIGHTS = {"heading": 4.0, "question": 1.5, "answer": 1.0}
LONGEST_PHRASE = 50  # words of a phrase that are compared
AS_TYPED = 100.0  # more than any other score, so that words as typed always rank before their relatives
CLOSE = 20.0  # the score of a question that means exactly the same as `~"…"`
# For the closest matches. These were tried on tests/data/plain_language.json, where they matter little.
ASKED = ("heading", "question")
IN_ANSWER = 0.3
HOW_OFTEN = 0.25
IN_THIS_FORM = 0.25

Fields = Sequence[str]
Period = tuple[date, date | None]  # the first and the last day, both inclusive; None: to the end


def questions() -> Query:
    """Every question (one document, the index's state, is not a question)."""
    return silent(term(KIND, QUESTION_KIND))


def silent(query: Query) -> Query:
    """The same query with a score of 0, so that it does not affect the order."""
    return Query.const_score_query(query, 0.0)


def of_tree(node: tree.Node, fields: Fields = TEXTS) -> Query:
    """The query for a tree of the search language; words are looked for in these texts."""
    return TRANSLATIONS[type(node)](node, fields)


def ranked(node: tree.Node) -> Query:
    """The same questions as `of_tree` finds; those that have the words as they were typed come first."""
    typed = (Query.const_score_query(query, AS_TYPED) for query in _as_typed(node, TEXTS))
    return preferring(of_tree(node), typed)


def preferring(wanted: Query, better: Iterable[Query]) -> Query:
    """What `wanted` finds; the scores of `better` are added where these match too."""
    return Query.boolean_query([(Occur.Must, wanted), *((Occur.Should, query) for query in better)])


def fitting(word: tree.Node, weight: float) -> Query:
    """Scores of questions by whether they have the word, and less by its form, and where and how often it stands."""
    asked = Query.const_score_query(of_tree(word, ASKED), weight)
    answered = Query.const_score_query(of_tree(word, ("answer",)), IN_ANSWER * weight)
    typed = (Query.const_score_query(query, IN_THIS_FORM * weight) for query in _as_typed(word, ASKED))
    return _any([asked, answered, Query.boost_query(of_tree(word), HOW_OFTEN), *typed])


def _as_typed(node: tree.Node, fields: Fields) -> Iterator[Query]:
    """A query for each word, phrase or group of alternatives: for its words in exactly this form."""
    match node:
        case tree.Word() | tree.Phrase() | tree.Exact():
            words = plain_words(node.text)[:LONGEST_PHRASE]
            if words:
                yield all_of([_any([term(WORDS[field], word) for field in fields]) for word in words])
        case tree.Acronym():
            yield _acronym(node, fields)
        case tree.InText():
            yield from _as_typed(node.node, (node.field,))
        case tree.All():
            for one in node.nodes:
                yield from _as_typed(one, fields)
        case tree.TypedFirst():
            yield from _as_typed(node.nodes[0], fields)
        case tree.Either():
            if found := [query for one in node.nodes for query in _as_typed(one, fields)]:
                yield _any(found)


def _word(node: tree.Word | tree.Phrase, fields: Fields) -> Query:
    terms = stems(node.text)[:LONGEST_PHRASE]
    return _any([_weighed(field, _sequence(field, terms)) for field in fields]) if terms else Query.empty_query()


def _phrase(node: tree.Phrase, fields: Fields) -> Query:
    """Only phrases that contain "to ask" are also looked for in the formulas of questions."""
    terms = stems(node.text)[:LONGEST_PHRASE]
    found = _word(node, fields)
    is_asking = "question" in fields and has_to_ask(terms)
    return _any([found, _weighed("question", _from_formula(terms))]) if is_asking else found


def _from_formula(terms: Sequence[str]) -> Query:
    """Phrases that begin in a formula. They end in it, or they are a whole formula and what follows it."""
    inside = Query.regex_query(SCHEMA, FORMULA, f"{re.escape(' '.join(terms))}( .*)?")
    return _any([inside, *(_across(terms[:end], terms[end:]) for end in range(2, len(terms)))])


def _across(formula: Sequence[str], beginning: Sequence[str]) -> Query:
    return all_of([term(FORMULA, " ".join(formula)), _sequence("question", [BEGINNING, *beginning])])


def _exact(node: tree.Exact, fields: Fields) -> Query:
    return _any([_weighed(field, term(WORDS[field], plain_word(node.text))) for field in fields])


def _sequence(field: str, terms: Sequence[str]) -> Query:
    if len(terms) == 1:
        return term(field, terms[0], "freq")
    return Query.phrase_query(SCHEMA, field, list(terms))


def _prefix(node: tree.Prefix, fields: Fields) -> Query:
    """If there are several words, as in "co-operat*", only the last is a prefix."""
    words = plain_words(node.text)
    if not words:
        return Query.empty_query()
    *whole, beginning = words
    found = [_weighed(field, beginning_with(WORDS[field], beginning)) for field in fields]
    before = [_any([term(WORDS[field], word) for field in fields]) for word in whole]
    return all_of([_any(found), *before])


def _acronym(node: tree.Acronym, fields: Fields) -> Query:
    return _any([_weighed(field, term(ACRONYMS[field], node.letters)) for field in fields])


def _in_text(node: tree.InText, fields: Fields) -> Query:
    return of_tree(node.node, (node.field,))


def _keys(node: tree.Keys, fields: Fields) -> Query:
    return silent(any_of(KEYS[node.field], node.keys))


def _coded(node: tree.Coded, fields: Fields) -> Query:
    return silent(term(node.field, node.value))


def _days(node: tree.Days, fields: Fields) -> Query:
    return silent(between(node.field, node.first, node.last))


def _close(node: tree.Close, fields: Fields) -> Query:
    """The closer, the higher the score; none is as high as that of words as typed."""
    scored = [Query.const_score_query(term("pk", key), CLOSE * cosine) for key, cosine in node.found]
    return _any(scored) if scored else Query.empty_query()


def _not(node: tree.Not, fields: Fields) -> Query:
    return Query.boolean_query([(Occur.Must, questions()), (Occur.MustNot, of_tree(node.node, fields))])


def _every(node: tree.All, fields: Fields) -> Query:
    wanted = [of_tree(one, fields) for one in node.nodes if not isinstance(one, tree.Not)] or [questions()]
    unwanted = [of_tree(one.node, fields) for one in node.nodes if isinstance(one, tree.Not)]
    return all_of(wanted, unwanted)


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
    tree.Phrase: _phrase,
    tree.Exact: _exact,
    tree.Prefix: _prefix,
    tree.Acronym: _acronym,
    tree.InText: _in_text,
    tree.Keys: _keys,
    tree.Coded: _coded,
    tree.Days: _days,
    tree.Close: _close,
    tree.Not: _not,
    tree.All: _every,
    tree.Either: _either,
    tree.TypedFirst: _either,
}


def term(field: str, value: str | int, option: str = "basic") -> Query:
    """Documents with exactly this term; with `option` "freq", the score counts how often it occurs."""
    return Query.term_query(SCHEMA, field, value, option)


def _weighed(field: str, query: Query) -> Query:
    return Query.boost_query(query, WEIGHTS[field])


def all_of(wanted: Iterable[Query], unwanted: Iterable[Query] = ()) -> Query:
    """Documents that match every wanted query (at least one is needed) and no unwanted one."""
    parts = [*((Occur.Must, query) for query in wanted), *((Occur.MustNot, query) for query in unwanted)]
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def any_of(field: str, values: Iterable[str | int | None]) -> Query:
    """Documents with any of these terms; None means not recorded."""
    known = [(NONE if field in CODES else UNKNOWN) if value is None else value for value in values]
    return term(field, known[0]) if len(known) == 1 else Query.term_set_query(SCHEMA, field, known)


def between(field: str, first: date | None, last: date | None) -> Query:
    """From the first to the last day, inclusive; None leaves that end open. Documents without a day never match."""
    lowest, highest = first.toordinal() if first else UNKNOWN + 1, last.toordinal() if last else None
    return Query.range_query(SCHEMA, field, FieldType.Integer, lowest, highest)


def at_least(field: str, number: int) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Integer, number)


def within(field: str, periods: Iterable[Period]) -> Query:
    """Documents with a day in any of these periods."""
    return _any([between(field, *period) for period in periods])


def both(query: Query, filtered: Query) -> Query:
    """Documents that match both, in the order of the first."""
    return all_of([query, silent(filtered)])


def excluding(query: Query, unwanted: Query) -> Query:
    """Documents that match the query, but not the unwanted one."""
    return all_of([query], [unwanted])


def but(query: Query, keys: Iterable[int]) -> Query:
    """Documents that match the query, except the questions with these primary keys."""
    return excluding(query, any_of("pk", keys))


def beginning_with(field: str, beginning: str) -> Query:
    """Documents with a word in that field that begins like this. The engine's other prefix queries miss some."""
    return Query.regex_query(SCHEMA, field, f"{re.escape(beginning)}.*")


Shape = Iterable[tuple[int, Collection[str]]]  # at each distance from a place, the words of which one stands there


def with_one_of(field: str, phrases: Iterable[Iterable[Iterable[Shape]]]) -> Query:
    """Documents with every part of one of these phrases in that field; a part matches in any of its shapes."""
    return silent(_any([all_of([_any([_shaped(field, one) for one in part]) for part in parts]) for parts in phrases]))


def _shaped(field: str, shape: Shape) -> Query:
    terms = {distance: "|".join(set(map(stem, words))) for distance, words in shape}
    if len(terms) == 1:
        return Query.regex_query(SCHEMA, field, *terms.values())
    return Query.regex_phrase_query(SCHEMA, field, [*terms.items()])


def every(found: list[Query]) -> Query:
    return silent(all_of(found))
