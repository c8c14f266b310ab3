"""What a query in the search language means, as a small tree of plain values.

They are no tuples, because a word and a phrase of the same text have to be two things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True)
class Word:
    """One word as it was typed: in capitals alone, it is an acronym. It may hold punctuation ("co-operative")."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """The beginning of words, without its asterisk."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another, as they were typed."""

    text: str


@dataclass(frozen=True)
class Exact:
    """One word in quotation marks: in this form alone ("homes", never "home"). In capitals alone, it is an acronym."""

    text: str


@dataclass(frozen=True)
class InText:
    """Words looked for in one of the texts alone: `heading`, `question` or `answer`. Fields in it are not."""

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
    """`tabled` or `answered` from the first to the last day, both inclusive; None leaves that end open."""

    field: str
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Acronym:
    """Capitals as they are written: "SEND", never "send". The language has no sign for it: see meaning.py."""

    letters: str


@dataclass(frozen=True)
class Keys:
    """Whoever a `Named` names, by the keys that the index has of them; of nobody, nothing is found."""

    field: str
    keys: tuple[int, ...] | tuple[str, ...]


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


Node: TypeAlias = Word | Prefix | Phrase | Exact | InText | Named | Coded | Days | Acronym | Keys | Not | All | Either


def inside(node: Node) -> tuple[Node, ...]:
    """The nodes that this one holds."""
    if isinstance(node, All | Either):
        return node.nodes
    return (node.node,) if isinstance(node, InText | Not) else ()


class Trouble(NamedTuple):
    """What could not be read, from `start` to `end` (characters of what was typed), and why, in a sentence.

    `instead` is what was searched for in its place, in the search language; '' for nothing.
    """

    start: int
    end: int
    message: str
    instead: str = ""


class Reading(NamedTuple):
    """What was understood of a query; the tree is None where it holds nothing to search for."""

    tree: Node | None
    trouble: Trouble | None = None
