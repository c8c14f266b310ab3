"""Makes a query that finds more: any of its words instead of all, or either of two things joined by "and"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from questions.search.index.analysis import plain_words

from .tree import All, Either, Node, Word

JOINERS = ("and", "or")  # as people write them between two things; in capitals they are operators
# Words that do not say what a sentence is about.
FUNCTION_WORDS = frozenset(Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split())


def loosen(node: Node | None) -> tuple[list[Node], list[Node]] | None:
    """The words, any of which will do, and what stays required. None if the query is not for several words."""
    if not isinstance(node, All):
        return None
    words = [one for one in node.nodes if isinstance(one, Word)]
    if len(words) < 2:
        return None
    telling = [word for word in words if not FUNCTION_WORDS.issuperset(plain_words(word.text))]
    return [*(telling or words)], [one for one in node.nodes if not isinstance(one, Word)]


def split_joined(node: Node | None) -> Node | None:
    """Either side of "and" or "or": `SEND OR (family hubs)` for "SEND and family hubs". None if there are no two."""
    if not isinstance(node, All):
        return None
    sides: list[list[Node]] = [[]]
    for one in node.nodes:
        if isinstance(one, Word) and one.text in JOINERS:
            sides.append([])
        else:
            sides[-1].append(one)
    parts = [join(All, side) for side in sides if side]
    return Either(tuple(parts)) if len(parts) > 1 else None


def join(kind: type[All | Either], nodes: Sequence[Node]) -> Node:
    return kind(tuple(nodes)) if len(nodes) > 1 else nodes[0]
