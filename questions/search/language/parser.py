"""The search language: turns any text into a tree. tree_as_text.py turns a tree back into text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from unicodedata import category

from django.utils import timezone
from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from questions.search.index.analysis import plain_words
from questions.text.dates import is_relative, period_of

from .field_names import FIELD_NAME, FIELDS, LIKE_FIELD
from .tree import (
    All,
    Coded,
    Days,
    Either,
    Exact,
    InText,
    Meant,
    Named,
    Node,
    Not,
    Phrase,
    Prefix,
    Reading,
    Trouble,
    Word,
    inside,
    is_joiner,
)
from .tree_as_text import write_query

MOST_PARTS = 50  # words, phrases and fields that are searched for
DEEPEST = 20  # levels of brackets
MOST_READ = 1_000  # words, phrases, operators and brackets: a text with more is read as words only

PARSER = Lark.open("grammar.lark", rel_to=__file__, parser="lalr")
PARTS_OF_AMOUNTS = set("%£$€")
OPERATORS = ("OR", "AND", "NOT", "-")


class Unreadable(ValueError):
    """A part cannot be understood. The message says why, in a sentence for readers."""


def read_query(text: str) -> Reading:
    """What `text` asks for. Accepts any text: if it cannot be understood, Trouble says what is searched for instead."""
    clean, places = _cleaned(text)
    tree, trouble = _understood(clean)
    if trouble:
        start, end = places[trouble.start], places[trouble.end - 1] + 1
        trouble = trouble._replace(start=start, end=end, instead=write_query(tree) if tree else "")
    return Reading(tree, trouble)


def _cleaned(text: str) -> tuple[str, list[int]]:
    """`text` as the grammar needs it, and for each of its characters the position in `text`."""
    kept = [(sign, place) for place, typed in enumerate(text) if (sign := _sign(typed))]
    return "".join(sign for sign, _ in kept), [place for _, place in kept]


def _sign(typed: str) -> str:
    """Control characters and lone surrogates separate words; format characters (such as soft hyphens) are removed."""
    if typed in "“”„«»":
        return '"'
    return {"Cc": " ", "Cs": " ", "Cf": ""}.get(category(typed), typed)


def _understood(clean: str) -> tuple[Node | None, Trouble | None]:
    """The tree and the first trouble; that has positions in `clean`, and `instead` is not set yet."""
    if trouble := _too_much(clean):
        return _plain(clean), trouble
    try:
        parsed = PARSER.parse(clean)
    except UnexpectedInput as error:
        return _plain(clean), _mistake(error)
    reader = _Reader()
    return reader.transform(parsed), min(reader.troubles, default=None)


def _too_much(clean: str) -> Trouble | None:
    """The first thing beyond the limits. Checked first, so that a deep or long text is never parsed."""
    depth = 0
    for count, mark in enumerate(re.finditer(r'"[^"]*"|[()"]|[^\s()"]+', clean)):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth > DEEPEST:
            return Trouble(*mark.span(), f"You can put brackets inside brackets only {DEEPEST} levels deep.")
        if count == MOST_READ:
            return Trouble(mark.start(), len(clean), f"This search is too long. It can have up to {MOST_PARTS} words.")
    return None


def _mistake(error: UnexpectedInput) -> Trouble:
    """Where and why the parser stopped."""
    if not isinstance(error, UnexpectedToken):  # only an unclosed quotation mark is part of no token
        at = error.pos_in_stream or 0
        return Trouble(at, at + 1, "This quotation mark is not closed.")
    before, here = error.interactive_parser.parser_state.value_stack, error.token
    if here.type == "$END" and (opened := [value for value in before if value == "("]):
        return _trouble(opened[0], "This bracket is not closed.")
    if before and before[-1] in OPERATORS:
        return _trouble(before[-1], f"There are no words after {before[-1]}.")
    return _trouble(
        here, "This bracket has no opening bracket." if here == ")" else f"There are no words before {here}."
    )


def _trouble(token: Token, message: str, until: Token | None = None) -> Trouble:
    return Trouble(token.start_pos or 0, (until or token).end_pos or 0, message)


def _plain(clean: str) -> Node | None:
    """The words of `clean`, all required, without operators, field names and the punctuation around words."""
    signs = "".join({sign for sign in clean if category(sign)[0] in "PS"} - PARTS_OF_AMOUNTS)
    words = (word.strip(signs) for word in re.split(r'[\s()"*]+', LIKE_FIELD.sub(" ", FIELD_NAME.sub(" ", clean))))
    kept = dict.fromkeys(word for word in words if _says(word) and word not in OPERATORS)
    return _joined(All, map(Word, islice(kept, MOST_PARTS)))


def _says(text: str) -> bool:
    return "%" in text or any(map(str.isalnum, text))


@v_args(inline=True)
class _Reader(Transformer[Token, Node | None]):
    """Makes the tree of one parsed text. Each rule makes a node, or None if it asks for nothing."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.troubles: list[Trouble] = []
        self.places: dict[int, tuple[Token, Token]] = {}  # the first and last token of a node, by its id

    def start(self, node: Node | None = None) -> Node | None:
        met: list[Node] = []
        tree = _first(node, met) if node else None
        if len(met) > MOST_PARTS:
            more, until = self.places[id(met[MOST_PARTS])][0], self.places[id(met[-1])][1]
            message = f"A search can have up to {MOST_PARTS} words, phrases and fields."
            self.troubles.append(_trouble(more, message, until))
        return tree

    def either(self, *nodes: Node | None) -> Node | None:
        return _joined(Either, nodes)

    def every(self, *nodes: Node | None) -> Node | None:
        return _joined(All, nodes)

    def exclude(self, *signs_and_node: Node | None) -> Node | None:
        node = signs_and_node[-1]
        return node if len(signs_and_node) % 2 else _excluded(node)

    def text(self, token: Token) -> Node | None:
        return self._part(token, token, lambda: _text(token))

    def meant(self, token: Token) -> Node | None:
        text = _unquoted(token.removeprefix("~").lstrip())
        return self._part(token, token, lambda: Meant(text) if _says(text) else None)

    def field(self, name: Token, value: str | Node | None = "") -> Node | None:
        last = value if isinstance(value, Token) else name
        return self._part(name, last, lambda: _field(name.partition(":")[0].lower(), value))

    def unknown(self, name: Token, value: Token | Node | None) -> Node | None:
        """The value alone, and a trouble that says so."""
        self.troubles.append(_trouble(name, f"There is no field “{name}”. The fields are {', '.join(FIELDS)}."))
        if not isinstance(value, Token):
            return value
        return self._part(
            name, value, lambda: _text(value) if value.startswith('"') else _plain(value.replace("*", ""))
        )

    def _part(self, first: Token, last: Token, made: Callable[[], Node | None]) -> Node | None:
        """The node of one part, with its place recorded; None if the part cannot be understood."""
        try:
            node = made()
        except Unreadable as why:
            self.troubles.append(_trouble(first, str(why), last))
            return None
        self.places[id(node.node if isinstance(node, InText) else node)] = first, last
        return node


def _joined(kind: type[All | Either], nodes: Iterable[Node | None]) -> Node | None:
    """The nodes in one node, flat and without repeats; a single node is not wrapped.

    Each "and" is kept, because every one of them joins two things.
    """
    once: dict[tuple[str, int, bool], Node] = {}
    for node in nodes:
        for inner in node.nodes if isinstance(node, kind) else (node,):
            if inner:
                key = write_query(inner), len(once) if is_joiner(inner) else 0, _is_relative(inner)
                once.setdefault(key, inner)
    return kind(tuple(once.values())) if len(once) > 1 else next(iter(once.values()), None)


def _is_relative(node: Node) -> bool:
    """Whether any of it was typed as a period that changes."""
    return (isinstance(node, Days) and node.is_relative) or any(map(_is_relative, inside(node)))


def _excluded(node: Node | None) -> Node | None:
    return node.node if isinstance(node, Not) else node and Not(node)


def _first(node: Node, met: list[Node]) -> Node | None:
    """`node` with only its first MOST_PARTS words, phrases and fields; adds those left out to `met` as well."""
    match node:
        case All(nodes) | Either(nodes):
            return _joined(type(node), [_first(inner, met) for inner in nodes])
        case Not(inner):
            return _excluded(_first(inner, met))
        case InText(field, inner):
            return (left := _first(inner, met)) and InText(field, left)
    met.append(node)
    return node if len(met) <= MOST_PARTS else None


def _text(typed: str) -> Node | None:
    """A word, a prefix (with an asterisk at its end), or quoted words; None for punctuation."""
    stem, asterisk, rest = typed.partition("*")
    if not _says(typed):
        return None
    if typed.startswith('"'):
        text = _unquoted(typed)
        return Exact(text) if len(plain_words(text)) == 1 else Phrase(text)
    if not asterisk or _says(rest):
        return Word(str(typed))
    if sum(map(str.isalnum, stem)) < 2:
        raise Unreadable(f"“{typed:.40}” is too short. Enter at least two letters or digits before the asterisk.")
    return Prefix(stem)


def _unquoted(value: str) -> str:
    return " ".join(value.strip('"').split())


def _field(field: str, value: str | Node | None) -> Node | None:
    """`value` is a word or a quoted phrase as it was typed, or the node in brackets: None if they are empty."""
    kind, what, how, known = FIELDS[field]
    if isinstance(value, str) and not _says(value):
        raise Unreadable(f"Enter {how} after “{field}:”, without a space.")
    if kind is InText:
        node = _text(value) if isinstance(value, str) else value
        return node and InText(field, node)
    if not isinstance(value, str):
        raise Unreadable(f"Do not use brackets after “{field}:”. Enter {how}.")
    text = _unquoted(value)
    if kind is Named:
        return Named(field, text)
    made = _days(field, text) if kind is Days else Coded(field, text.lower())
    if not made or not re.fullmatch(known, text.lower()):
        raise Unreadable(f"“{text:.40}” is not a valid {what}. Enter {how}.")
    return made


def _days(field: str, text: str) -> Days | None:
    """`text` is one date, or two with ".." between them, where one may be missing; None for anything else."""
    start, dots, end = text.partition("..")
    today = timezone.localdate()
    try:
        first = period_of(start, today)[0] if start else None
        last = period_of(end if dots else start, today)[1] if end or not dots else None
    except ValueError:
        return None
    if first and last and first > last:
        raise Unreadable(f"“{text}” ends before it starts. Enter the earlier date first.")
    return Days(field, first, last, is_relative=is_relative(start) or is_relative(end))
