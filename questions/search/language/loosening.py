"""Makes a query that finds more: any of its words instead of all, or either of two things joined by "and"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .tree import All, Either, Node, Word

JOINERS = ("and", "or")  # as people write them between two things; in capitals they are operators


def loosen(node: Node | None, is_common: Callable[[str], bool]) -> Node | None:
    """Any of the words, without common ones if there are others; all else stays required. None if nothing changes."""
    if not isinstance(node, All):
        return None
    words = [one for one in node.nodes if isinstance(one, Word)]
    telling = [one for one in words if not is_common(one.text)] or words
    if len(words) < 2:
        return None
    strict = [one for one in node.nodes if not isinstance(one, Word)]
    return _all([_any(telling), *strict])


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
    parts = [_all(side) for side in sides if side]
    return Either(tuple(parts)) if len(parts) > 1 else None


def _all(nodes: Sequence[Node]) -> Node:
    return All(tuple(nodes)) if len(nodes) > 1 else nodes[0]


def _any(nodes: Sequence[Node]) -> Node:
    return Either(tuple(nodes)) if len(nodes) > 1 else nodes[0]
