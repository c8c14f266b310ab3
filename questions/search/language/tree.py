"""A query in the search language, as a tree of plain values.

They are not tuples, because a word and a phrase with the same text must not be equal.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeAlias

JOINERS = ("and", "or")  # words between two things, as people write them; in capitals they are operators


@dataclass(frozen=True)
class Word:
    """One word as it was typed. All in capitals, it is an acronym. It may contain punctuation ("co-operative")."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """The beginning of a word, without the asterisk."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Consecutive words, as they were typed."""

    text: str


@dataclass(frozen=True)
class Exact:
    """One word in quotation marks: only in this form ("homes", never "home"). All in capitals, it is an acronym."""

    text: str


@dataclass(frozen=True)
class InText:
    """Words looked for only in one text: `heading`, `question` or `answer`. Fields inside it are not limited to it."""

    field: str
    node: Node


@dataclass(frozen=True)
class Named:
    """A department, topic, person or party by (part of) a name: `dept`, `topic`, `asked-by`, `answered-by`, `party`."""

    field: str
    name: str


@dataclass(frozen=True)
class Coded:
    """A value from a fixed set, or a UIN, in lower case: `house`, `status`, `uin`."""

    field: str
    value: str


@dataclass(frozen=True)
class Days:
    """`tabled`, `answered` or another day, from the first to the last, inclusive; None leaves that end open.

    `is_relative`: whether it was typed as a period that changes, such as "last month".
    """

    field: str
    first: date | None
    last: date | None
    is_relative: bool = dataclasses.field(default=False, compare=False, repr=False)


@dataclass(frozen=True)
class Acronym:
    """An acronym as written: "SEND", never "send". It has no syntax of its own: meaning.py makes it from words."""

    letters: str


@dataclass(frozen=True)
class Keys:
    """What a `Named` refers to, by keys in the index; without keys, nothing is found."""

    field: str
    keys: tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Meant:
    """What a text means, not its words."""

    text: str


@dataclass(frozen=True)
class Close:
    """The questions closest in meaning to a text, as (primary key, cosine), the closest first: what `Meant` finds."""

    text: str
    found: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Not:
    node: Node


@dataclass(frozen=True)
class All:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    """Any of the nodes (OR)."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class TypedFirst(Either):
    """What was typed, then its other spellings or long forms. One of them is enough, and what was typed ranks first."""


Node: TypeAlias = (
    Word | Prefix | Phrase | Exact | InText | Named | Coded | Days | Meant | Acronym | Keys | Close | Not | All | Either
)


def is_joiner(node: Node) -> bool:
    """Whether it is a word between two things, such as "and"."""
    return isinstance(node, Word) and node.text in JOINERS


def inside(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside this one."""
    if isinstance(node, All | Either):
        return node.nodes
    return (node.node,) if isinstance(node, InText | Not) else ()


def rebuild_tree(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same tree with `change` applied to each node that has no others inside."""
    if isinstance(node, All | Either):
        return type(node)(tuple(rebuild_tree(one, change) for one in node.nodes))
    if isinstance(node, InText | Not):
        return replace(node, node=rebuild_tree(node.node, change))
    return change(node)


class Trouble(NamedTuple):
    """A part that could not be read, from `start` to `end` (characters in the typed text), and why, in a sentence.

    `instead` is what was searched for in place of the whole text, in the search language; '' if nothing was.
    """

    start: int
    end: int
    message: str
    instead: str = ""


class Reading(NamedTuple):
    """What was understood of a query; the tree is None if there is nothing to search for."""

    tree: Node | None
    trouble: Trouble | None = None
