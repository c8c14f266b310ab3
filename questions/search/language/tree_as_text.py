"""Turns a tree back into text of the search language, which the parser reads as the same tree."""

from __future__ import annotations

import re

from questions.text.dates import period_of

from .field_names import FIELD_NAME
from .tree import All, Coded, Days, Either, Exact, InText, Meant, Named, Node, Not, Phrase, Prefix, Word


def write_query(node: Node) -> str:
    """`node` as text. Raises TypeError for nodes that the parser never makes."""
    return _written(node).replace("  ", " ")


def _written(node: Node) -> str:
    match node:
        case All():
            return " ".join(_enclosed(inner, Either) for inner in node.nodes)
        case Either():
            return " OR ".join(map(_written, node.nodes))
        case Not():
            written = _enclosed(node.node, All, Either)
            return f"NOT {written}" if written.startswith("-") else f"-{written}"
        case InText():
            return f"{node.field}:{_enclosed(node.node, All, Either, Not, InText, Named, Coded, Days)}"
        case Named(field, value) | Coded(field, value):
            return f'{field}:"{value}"' if re.search(r"[\s()]", value) else f"{field}:{value}"
        case Days():
            return f"{node.field}:{_period_of_days(node)}"
        case Phrase() | Exact() | Meant():
            return f'{"~" if isinstance(node, Meant) else ""}"{node.text}"'
        case Prefix():
            return f"{node.text}*"
        case Word():  # a field name is a word if a space follows it
            return f"{node.text} " if FIELD_NAME.fullmatch(node.text) else node.text
    raise TypeError(f"The search language has no words for {node}.")


def _enclosed(node: Node, *kinds: type[Node]) -> str:
    return f"({_written(node)})" if isinstance(node, kinds) else _written(node)


def _period_of_days(days: Days) -> str:
    first, last = (day.isoformat() if day else "" for day in (days.first, days.last))
    whole = (text for text in (first[:4], first[:7], first) if text and period_of(text) == (days.first, days.last))
    return next(whole, f"{first}..{last}")
