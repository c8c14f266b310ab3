"""Describes a query or a topic's rule in words, as a nested list, for people who do not know the search language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from questions.models.members import House

from . import tree

TEXTS = {"heading": "in the heading", "question": "in the question", "answer": "in the answer"}
NAMED = {
    "dept": "put to",
    "topic": "in the topic",
    "asked-by": "asked by",
    "answered-by": "answered by",
    "party": "asked by a member of",
}
CODED = {"house": "in the", "uin": "with the UIN", "status": "with the status"}


class Said(NamedTuple):
    """One condition: `lead` says what it is about (it may be ""), `words` or else `parts` what it asks for.

    If `joint` is "or", any of the parts is enough; if it is "and", all are needed.
    """

    lead: str
    words: str = ""
    joint: str = ""
    parts: tuple[Said, ...] = ()

    @property
    def is_flat(self) -> bool:
        """Whether all its parts are single words or phrases, which fit in one sentence."""
        return all(not part.parts and not part.lead for part in self.parts)


def describe_query(node: tree.Node) -> Said:
    """Describe a query as it was read. Raises TypeError for one with names or acronyms looked up."""
    if isinstance(node, tree.Either | tree.All):
        return _group("or" if isinstance(node, tree.Either) else "and", _joined(node))
    if isinstance(node, tree.InText):
        return _led(TEXTS[node.field], describe_query(node.node))
    if isinstance(node, tree.Not):
        return _led("not", describe_query(node.node))
    return _leaf(node)


def _group(joint: str, parts: list[Said]) -> Said:
    """Join the parts. If there are others, single words and phrases become one part, for one sentence."""
    single = [part for part in parts if not part.parts and not part.lead]
    rest = [part for part in parts if part not in single]
    if len(single) > 1 and rest:
        parts = [Said("", "", joint, tuple(single)), *rest]
    return Said("", "", joint, tuple(parts)) if len(parts) > 1 else parts[0]


def _joined(node: tree.Either | tree.All) -> list[Said]:
    """The parts of this node; several for the same text, as in "heading:a OR heading:b", become one."""
    alike: dict[str, list[tree.Node]] = {}
    for one in node.nodes:
        key = one.field if isinstance(one, tree.InText) and isinstance(node, tree.Either) else repr(one)
        alike.setdefault(key, []).append(one)
    return [describe_query(_together(ones)) for ones in alike.values()]


def _together(nodes: list[tree.Node]) -> tree.Node:
    first = nodes[0]
    if len(nodes) == 1 or not isinstance(first, tree.InText):
        return first
    inner = [one.node for one in nodes if isinstance(one, tree.InText)]
    flat = [part for one in inner for part in (one.nodes if isinstance(one, tree.Either) else (one,))]
    return replace(first, node=tree.Either(tuple(flat)))


def _led(lead: str, said: Said) -> Said:
    return said._replace(lead=f"{lead} {said.lead}".strip())


def _leaf(node: tree.Node) -> Said:
    if isinstance(node, tree.Word | tree.Phrase):
        return Said("", node.text)
    if isinstance(node, tree.Exact):
        return Said("", f"“{node.text}”")
    if isinstance(node, tree.Meant):
        return Said("close in meaning to", f"“{node.text}”")
    if isinstance(node, tree.Prefix):
        return Said("", f"{node.text}…")
    if isinstance(node, tree.Named):
        return Said(NAMED[node.field], node.name)
    if isinstance(node, tree.Coded):
        value = House(node.value).label if node.field == "house" else node.value
        return Said(CODED[node.field], value)
    if isinstance(node, tree.Days):
        return Said(f"{node.field} {_period(node.first, node.last)}")
    raise TypeError(f"{type(node).__name__} is nothing that can be typed")


def _period(first: date | None, last: date | None) -> str:
    ends = [f"from {first:%-d %B %Y}" if first else "", f"to {last:%-d %B %Y}" if last else ""]
    return " ".join(filter(None, ends))
