"""The small changes that can be made to a module: those of mutmut, and some more in comprehensions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import mutation_operators

# Parts without effect when the module runs, or not worth changing: types, imports and docstrings.
SILENT = m.Annotation() | m.Import() | m.ImportFrom() | m.Expr(value=m.SimpleString())
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
DROPPED = ("reversed", "sorted")


class Change(NamedTuple):
    """The number of the changed line, its text before and after, and the whole text of the changed module."""

    line: int
    before: str
    after: str
    source: str


def changes_of(source: str, most: int, seed: int) -> list[Change]:
    """The changes that can be made to a module, in the order of its lines: all (`most` is 0), or at most `most` drawn
    with the seed."""
    module = cst.parse_module(source)
    parts = [(part, node, other) for part in module.body for node in _nodes(part) for other in _others(node)]
    drawn = sorted(random.Random(seed).sample(range(len(parts)), min(most or len(parts), len(parts))))
    texts = dict.fromkeys(_changed(source, module, *parts[place]) for place in drawn)
    return [_change(source, text) for text in texts if text != source]


def _changed(source: str, module: cst.Module, part: Any, node: cst.CSTNode, other: cst.CSTNode) -> str:
    """The whole text, with one part changed: the other replaces the node."""
    changed = other if part is node else part.deep_replace(node, other)
    return source.replace(module.code_for_node(part), module.code_for_node(changed), 1)


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if not m.matches(node, SILENT):
        yield node
        for child in node.children:
            yield from _nodes(child)


def _others(node: cst.CSTNode) -> Iterator[Any]:
    """The nodes that can replace this one."""
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)
    match node:
        case cst.Name(value) if value in SWAPPED:
            yield node.with_changes(value=SWAPPED[value])
        case cst.Call(func=cst.Name(value), args=[given]) if value in DROPPED:
            yield given.value
        case cst.If(test) | cst.IfExp(test) | cst.CompIf(test):
            yield node.with_changes(test=_not(test))
        case cst.CompFor(ifs=[_, *_]):
            yield node.with_changes(ifs=[])


def _not(test: cst.BaseExpression) -> cst.UnaryOperation:
    return cst.UnaryOperation(cst.Not(), test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]))


def _change(source: str, text: str) -> Change:
    """The change as its first differing line, before and after."""
    old, new = source.splitlines(), text.splitlines()
    line = next(number for number, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    return Change(line + 1, old[line].strip(), new[line].strip(), text)
