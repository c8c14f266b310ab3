"""Works out what a query means: reads it, looks up the names in it, and tells acronyms from words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Q

from questions.models import Department, Member, Membership, Topic
from questions.models.lookups import members_at, reference_in
from questions.rules.parties import parties_of, party_of
from questions.search.index.analysis import has_to_ask, is_acronym, plain_words, singular, stems
from questions.search.vectors import client
from questions.text.names import words_called
from questions.text.question_formula import split_formula

from . import tree
from .known_words import PARTS, LongForms, known_words, texts_of
from .other_spellings import Offered, Respelt, Together, joined, offered, only_as_typed, parts, with_others
from .parser import read_query
from .staff_spellings import Speller
from .tree import rebuild_tree
from .tree_as_text import write_query

MOST_MEANT, CLOSE = 200, 0.5  # questions that a `~"…"` finds, and the least cosine
# Acronyms that are also words: whoever types them in lower case means the word.
WORDS = {"ACE", "BUS", "DEW", "ELM", "HE", "MAT", "ME", "MS", "OPT", "ORE", "RE", "RISE", "WASH", "WRAP", "ZEBRA"}
# Acronyms that are also written as names.
AS_NAMES = {"Defra", "Nato", "Unesco", "Unicef"}


class Widened(NamedTuple):
    """An acronym that was also searched for by its long forms; `otherwise` is the query without these."""

    letters: str
    long_forms: list[str]
    otherwise: str


class Meaning(NamedTuple):
    """`tree` is None if there is nothing to search for."""

    tree: tree.Node | None
    read: tree.Node | None  # the same before names, acronyms and spellings were looked up
    trouble: tree.Trouble | None
    widened: list[Widened]
    respelt: Respelt | None  # None if there are no other spellings
    offered: list[Offered]
    nobody: list[tree.Named]  # names that match nobody and nothing
    unmeant: str  # why only the words of a `~"…"` were searched for; '' if its meaning was, or there is none
    most_meant: int  # how many questions such a search finds at most, if it found as many; 0 if not
    is_meant_of_all: bool  # whether the meaning of all older questions is known
    in_small_letters: str  # the query in lower case, if some of it was taken as acronyms
    as_acronyms: str  # the query with known acronyms in capitals (SEND for "send"); '' if nothing changes


def understand_query(text: str) -> Meaning:
    """Work out what `text` means. Queries the database once for acronyms and spellings, and for each name."""
    found = read_query(text)
    known, speller = known_words(found.tree)
    reader = _Understanding(known, speller)
    understood = reader.of(found.tree) if found.tree else None
    return Meaning(
        tree=understood,
        read=found.tree,
        trouble=found.trouble,
        widened=[Widened(*item, _unwidened(found.tree, item[0])) for item in reader.widened.items()],
        respelt=_other_spellings(found.tree, reader.spellings, speller),
        offered=list(offered(found.tree, speller)),
        nobody=reader.nobody,
        unmeant=reader.unmeant,
        most_meant=reader.most_meant,
        is_meant_of_all=reader.is_meant_of_all,
        in_small_letters=_respelt(found.tree, str.lower) if reader.has_acronyms else "",
        as_acronyms=_respelt(
            found.tree, lambda word: word if word in known | reader.widened else _in_capitals(word, known)
        ),
    )


def _other_spellings(read: tree.Node | None, spellings: Iterable[str], speller: Speller) -> Respelt | None:
    typed = {text.lower() for text in texts_of(read)} if read else set[str]()
    others = [one for one in spellings if one.lower() not in typed]
    return Respelt(others, only_as_typed(read, speller)) if others else None


class _Understanding:
    """Turns a tree as it was read into one that can be searched for, and records what it did."""

    def __init__(self, long_forms: LongForms, speller: Speller):
        self._long_forms = long_forms
        self._speller = speller
        self.widened: LongForms = {}
        self.spellings: dict[str, None] = {}  # a set that keeps its order
        self.nobody: list[tree.Named] = []
        self.unmeant = ""
        self.most_meant = 0
        self.is_meant_of_all = True
        self.has_acronyms = False

    def of(self, node: tree.Node, *, widen: bool = True) -> tree.Node:
        if isinstance(node, tree.Not):
            # Not widened: excluding the long forms too would exclude more than was asked for. Other spellings are
            # excluded too, as all forms of a word are.
            return tree.Not(self.of(node.node, widen=False))
        if isinstance(node, tree.All):
            return joined(tuple(self._part(part, widen=widen) for part in parts(node.nodes, self._speller)))
        if isinstance(node, tree.Either):
            return tree.Either(tuple(self.of(one, widen=widen) for one in node.nodes))
        if isinstance(node, tree.InText):
            return tree.InText(node.field, self.of(node.node, widen=widen))
        if isinstance(node, tree.Word):
            return self._spelt(Together((node,), self._speller.spell((node,))), widen=widen)
        if isinstance(node, tree.Phrase | tree.Exact):
            return self._words(node, widen=False)
        if isinstance(node, tree.Meant):
            return self._close(node)
        return self._keys(node) if isinstance(node, tree.Named) else node

    def _part(self, part: tree.Node | Together, *, widen: bool) -> tree.Node:
        return self._spelt(part, widen=widen) if isinstance(part, Together) else self.of(part, widen=widen)

    def _spelt(self, one: Together, *, widen: bool) -> tree.Node:
        """In all spellings; as it was typed first."""
        if len(one.words) > 1:
            fewer = parts(one.words, self._speller, len(one.words) - 1)
            typed = one.found.node or joined(tuple(self._part(part, widen=widen) for part in fewer))
        else:
            typed = one.found.node or self._words(one.words[0], widen=widen)
        if widen:
            self.spellings |= dict.fromkeys(one.found.said)
        return with_others(typed, one.found)

    def _words(self, node: tree.Word | tree.Phrase | tree.Exact, *, widen: bool) -> tree.Node:
        """A phrase with acronyms in it also requires these in capitals, but not one with "to ask": formulas, in which
        it is also looked for, are indexed without acronyms. Quoted words are never widened."""
        parts = PARTS.findall(node.text)
        if widen and node.text in AS_NAMES:
            return self._widened(node.text, node)
        acronyms = [tree.Acronym(singular(part)) for part in parts if is_acronym(part) or part in self._long_forms]
        if not acronyms or has_to_ask(stems(node.text)):
            return node
        self.has_acronyms = True
        if len(parts) > 1:
            return tree.All((node, *acronyms))
        return self._widened(acronyms[0].letters, *acronyms) if widen else acronyms[0]

    def _widened(self, letters: str, typed: tree.Node) -> tree.Node:
        """Also in its long forms; one such as "DfE" also in capitals, if the table has it so too."""
        capitals = letters.upper()
        long_forms = list(dict.fromkeys(self._long_forms.get(letters, []) + self._long_forms.get(capitals, [])))
        if not long_forms:
            return typed
        self.widened[letters] = long_forms
        in_capitals = [tree.Acronym(capitals)] if capitals != letters and capitals in self._long_forms else []
        return tree.TypedFirst((typed, *in_capitals, *map(tree.Phrase, long_forms)))

    def _close(self, node: tree.Meant) -> tree.Node:
        """The questions that mean nearly the same; without the model, those with the same words."""
        try:
            [found] = client.find_closest([("", self._spelt_out(node.text))], limit=MOST_MEANT)
        except client.MeaningUnavailable as unavailable:
            self.unmeant = str(unavailable)
            return self.of(read_query(re.sub(r'["()~*]', " ", node.text).lower()).tree or tree.Either(()))
        close = tuple((key, cosine) for key, cosine in found.closest.items() if cosine >= CLOSE)
        self.is_meant_of_all &= found.is_complete
        if len(close) == MOST_MEANT:
            self.most_meant = MOST_MEANT
        return tree.Close(node.text, close)

    def _spelt_out(self, text: str) -> str:
        """The text without a question's formula, and with acronyms in their long forms, which the model knows."""
        rest = split_formula(text).rest
        return PARTS.sub(lambda part: next(iter(self._long_forms.get(singular(part[0]), [])), part[0]), rest)

    def _keys(self, node: tree.Named) -> tree.Keys:
        keys = NAMES[node.field](node.name)
        if not keys:
            self.nobody.append(node)
        return tree.Keys(node.field, keys)


def _unwidened(node: tree.Node | None, letters: str) -> str:
    """The query with that acronym in quotation marks, so that its long forms are not searched for."""

    def quoted(one: tree.Node) -> tree.Node:
        is_it = isinstance(one, tree.Word) and [singular(part) for part in PARTS.findall(one.text)] == [letters]
        return tree.Exact(one.text) if isinstance(one, tree.Word) and is_it else one

    return write_query(rebuild_tree(node, quoted)) if node else ""


def _in_capitals(word: str, known: LongForms) -> str:
    return word.upper() if word.upper() in known.keys() - WORDS else word


def _respelt(node: tree.Node | None, spell: Callable[[str], str]) -> str:
    """The query with `spell` applied to every word; '' if that changes nothing."""

    def respelt(one: tree.Node) -> tree.Node:
        return tree.Word(spell(one.text)) if isinstance(one, tree.Word) else one

    other = rebuild_tree(node, respelt) if node else None
    return write_query(other) if other and other != node else ""


def _departments(name: str) -> tuple[int, ...]:
    own = Department.objects.filter(Q(slug=name.lower()) | Q(short_name__iexact=name)).order_by("pk")
    return tuple(own.values_list("pk", flat=True)) or _called(name, Department.objects.values_list("pk", "name"))


def _topics(name: str) -> tuple[int, ...]:
    own = Topic.objects.filter(slug=name.lower()).values_list("pk", flat=True)
    return tuple(own) or _called(name, Topic.objects.values_list("pk", "name"))


def _members(name: str) -> tuple[int, ...]:
    """By the reference at the end of a member's slug, or else by words of a name. Former names are tried only if no
    member has such a name now."""
    own = members_at([reference_in(name)]).values_list("pk", flat=True)
    return tuple(own) or _called_now(name) or tuple(sorted(_called_ever(name)))


def _called_now(name: str) -> tuple[int, ...]:
    return _called(name, Member.objects.values_list("pk", "name"))


def _called_ever(name: str) -> set[int]:
    wanted, named = words_called(name), Member.objects.called(name).values_list("pk", "folded")
    return {pk for pk, folded in named for one in folded.splitlines() if _has(one.split(), wanted)}


def _parties(name: str) -> tuple[str, ...]:
    """By any spelling, or by words of its name or of a label. A wider party's slug also finds the parties within it."""
    labels = Membership.party_labels()
    known, own = parties_of(labels), party_of(name).slug
    names = [*((party.slug, party.name) for party in known.values()), *((party_of(one).slug, one) for one in labels)]
    return (own,) if own in known else _called(name, names)


def _called(name: str, rows: Iterable[tuple]) -> tuple:
    """The keys of the rows (key, name) in which every word of `name` begins a word of the row's name."""
    wanted = plain_words(name.replace("-", " "))
    return tuple(sorted({key for key, full in rows if _has(plain_words(full), wanted)})) if wanted else ()


def _has(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


NAMES: dict[str, Callable[[str], tuple]] = {
    "dept": _departments,
    "topic": _topics,
    "asked-by": _members,
    "answered-by": _members,
    "party": _parties,
}
