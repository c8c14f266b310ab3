"""Makes a query that finds more: any of its words instead of all, or either of two things joined by "and"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from questions.search.index.analysis import plain_words

from .tree import All, Either, Exact, InText, Meant, Node, Phrase, Prefix, Word, is_joiner

# Words that do not say what a sentence is about.
FUNCTION_WORDS = frozenset(Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split())


class Loose(NamedTuple):
    """A query's plain words, and its other parts, which stay required. Without any of the words, the required parts
    find questions only if they say what the query is about (`is_enough`)."""

    words: Sequence[Node]
    required: Sequence[Node]
    is_enough: bool


def loosen(read: Node | None, typed: str) -> Loose | None:
    """None if the query does not have several parts, or if `typed` insists on all of them with AND."""
    if not isinstance(read, All) or "AND" in typed.split():
        return None
    words = [one for one in read.nodes if isinstance(one, Word)]
    required = [one for one in read.nodes if not isinstance(one, Word)]
    is_enough = any(isinstance(one, Phrase | Exact | Prefix | InText | Either | Meant) for one in required)
    if len(words) < (1 if is_enough else 2):
        return None
    telling = [word for word in words if not FUNCTION_WORDS.issuperset(plain_words(word.text))]
    return Loose(telling or words, required, is_enough)


def split_joined(read: Node | None) -> Node | None:
    """The things joined by "and" or "or": `SEND OR (family hubs)` for "SEND and family hubs". None if there are no two.

    Commas between them count too: "schools, hospitals and prisons".
    """
    if not isinstance(read, All) or not any(is_joiner(one) for one in read.nodes):
        return None
    sides: list[list[Node]] = [[]]
    for one in read.nodes:
        if not is_joiner(one):
            sides[-1].append(_without_comma(one))
        if is_joiner(one) or _without_comma(one) != one:
            sides.append([])
    parts = [join(All, side) for side in sides if side]
    return Either(tuple(parts)) if len(parts) > 1 and not _are_letters(parts) else None


def _without_comma(node: Node) -> Node:
    return Word(node.text.removesuffix(",")) if isinstance(node, Word) else node


def _are_letters(parts: list[Node]) -> bool:
    """ "A and E" is one thing, and so is "A and E waiting"."""
    first = parts[1].nodes[0] if isinstance(parts[1], All) else parts[1]
    return any(isinstance(one, Word) and len(one.text) == 1 for one in (parts[0], first))


def join(kind: type[All | Either], nodes: Sequence[Node]) -> Node:
    return kind(tuple(nodes)) if len(nodes) > 1 else nodes[0]
