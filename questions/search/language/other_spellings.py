"""Which words of a query are one word together, the query without other spellings, and words that readers may mean as
well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from . import tree
from .staff_spellings import Speller
from .tree_as_text import write_query
from .variants import MOST_WORDS, Spelt, offer


class Respelt(NamedTuple):
    """Other spellings that were also searched for; `otherwise` is the query without these."""

    spellings: list[str]
    otherwise: str


class Offered(NamedTuple):
    """A word that readers may mean as well; `query` searches for it too."""

    word: str
    query: str


class Together(NamedTuple):
    """Words that are one word together, or a single word; and how they are spelt."""

    words: tuple[tree.Word, ...]
    found: Spelt


def parts(nodes: Sequence[tree.Node], speller: Speller, most: int = MOST_WORDS) -> Iterator[tree.Node | Together]:
    """These nodes, with the words among them put together, `most` at most."""
    place = 0
    while place < len(nodes):
        words = tuple(_words_first(nodes[place : place + most]))
        found = speller.spell(words) if words else Spelt(1)
        yield Together(words[: found.length], found) if words else nodes[place]
        place += found.length


def _words_first(nodes: Sequence[tree.Node]) -> Iterator[tree.Word]:
    for node in nodes:
        if not isinstance(node, tree.Word):
            return
        yield node


def joined(nodes: tuple[tree.Node, ...]) -> tree.Node:
    """All of these nodes; a single one is not wrapped."""
    return tree.All(nodes) if len(nodes) > 1 else nodes[0]


def with_others(typed: tree.Node, found: Spelt) -> tree.Node:
    """As typed, or in another spelling."""
    first = typed.nodes if isinstance(typed, tree.TypedFirst) else (typed,)
    return tree.TypedFirst((*first, *found.others)) if found.others else typed


def only_as_typed(node: tree.Node | None, speller: Speller) -> str:
    """The query with the words that have other spellings in quotation marks."""
    return write_query(_quoted(node, speller)) if node else ""


def _quoted(node: tree.Node, speller: Speller) -> tree.Node:
    if isinstance(node, tree.All):
        return joined(tuple(one for part in parts(node.nodes, speller) for one in _quoted_part(part, speller)))
    if isinstance(node, tree.Either):
        return tree.Either(tuple(_quoted(one, speller) for one in node.nodes))
    if isinstance(node, tree.InText):
        return replace(node, node=_quoted(node.node, speller))
    if isinstance(node, tree.Word):
        return joined(_quoted_part(Together((node,), speller.spell((node,))), speller))
    return node


def _quoted_part(part: tree.Node | Together, speller: Speller) -> tuple[tree.Node, ...]:
    if not isinstance(part, Together):
        return (_quoted(part, speller),)
    if part.found.others and part.found.node is None:
        return tuple(tree.Phrase(word.text) for word in part.words)
    if part.found.others:
        return (tree.Phrase(" ".join(word.text for word in part.words)),)
    if len(part.words) == 1:
        return part.words
    fewer = parts(part.words, speller, len(part.words) - 1)
    return tuple(one for inner in fewer for one in _quoted_part(inner, speller))


def offered(node: tree.Node | None, speller: Speller) -> Iterator[Offered]:
    """A word that is often taken for one of the query's, unless both are in it, or searched for."""
    words = [word for word in _words(node) if offer(word)] if node else []
    offers = {word: offer(word) for word in words if not speller.takes_for_one(word.text, offer(word))}
    if node and len(set(offers.values())) == 1:
        both = tree.rebuild_tree(node, lambda one: tree.Either((one, tree.Word(offers[one]))) if one in offers else one)
        yield Offered(next(iter(offers.values())), write_query(both))


def _words(node: tree.Node) -> Iterator[tree.Word]:
    if isinstance(node, tree.Word):
        yield node
    for one in tree.inside(node):
        yield from _words(one)
