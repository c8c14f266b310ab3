"""The questions that mention what a query names, if none has the query's own words: "Sir Keir Starmer MP"."""

from __future__ import annotations

from typing import NamedTuple

from questions.search.hit import Hit
from questions.search.language.loosening import join
from questions.search.language.meaning import understand_query
from questions.search.language.tree import All, Either, Node, Phrase, Word
from questions.search.language.tree_as_text import write_query
from questions.search.results import QuestionSearch
from questions.text.names import SAID, fold
from questions.text.typed_names import is_form, words_typed

from .filters import PER_PAGE, QuestionFilterSet
from .named import Panel

TITLES = frozenset((*SAID, *SAID.values()))  # of peers


class Mentions(NamedTuple):
    """`names` is for a sentence: “Peter Sample” or “Lord Sample”. `query` finds all of the questions. `is_filtered` is
    whether these are only those in a list."""

    names: str
    is_filtered: bool
    query: str = ""
    number: int = 0
    hits: list[Hit] = []


def find_mentions(filterset: QuestionFilterSet, panel: Panel) -> Mentions | None:
    """None if the query is more than a name, or finds questions itself."""
    if not panel.is_whole or filterset.qs.count():
        return None
    name, *others = _names(panel)
    none = Mentions(" or ".join(f"“{one}”" for one in (name, *others)), _is_filtered(filterset))
    if not others and name == filterset.form.cleaned_data["q"]:
        return none  # there is nothing else to look for
    typed: Node = join(All, [Word(word) for word in name.split()])
    query = write_query(join(Either, [typed, *map(Phrase, others)]))
    search = QuestionSearch(filterset.criteria.replace(query=understand_query(query).tree))
    return none._replace(query=query, number=search.count(), hits=search.hits_of(search.keys(PER_PAGE)))


def _is_filtered(filterset: QuestionFilterSet) -> bool:
    return bool(filterset.criteria.chosen) or filterset.criteria.counted is not None


def _names(panel: Panel) -> list[str]:
    """The name as typed, and other names for the same person."""
    is_person = panel.people or panel.holders
    typed = _bare(panel.name.title() if is_person and panel.name.isupper() else panel.name)
    found = {fold(name): name for name in map(_bare, _other_names(panel, typed))}
    others = (name for folded, name in found.items() if not {*folded.split()} >= {*fold(typed).split()})
    return [*(typed.split(" or ") if is_person else [typed]), *others]


def _other_names(panel: Panel, typed: str) -> list[str]:
    """If one person is named and nothing else: the current name, and those with another surname or a title."""
    if len(panel.people) != 1 or panel.holders or panel.seats or panel.departments or panel.topics:
        return []
    person = panel.people[0].person
    others = person.other_names.splitlines()
    return [person.name, *(one for one in others if _differs(one, typed) and _differs(one, person.name))]


def _differs(name: str, other: str) -> bool:
    """Whether they differ by the surname or a peer's title, and not only by given names that nobody may use."""
    words, others = fold(name).split(), fold(other).split()
    return words[-1:] != others[-1:] or not TITLES.isdisjoint((*words, *others))


def _bare(name: str) -> str:
    """A name without forms of address, brackets and the like."""
    words = [word for one in name.split() if (word := one.strip('()",;:'))]
    return " ".join(word for word in words if not is_form(words_typed(word))) or " ".join(words)
