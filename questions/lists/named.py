"""Who and what the query of a list names, with the numbers of their questions, and links to these."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from questions.models import Member, Question
from questions.models.lookups import questions_cited
from questions.search.facets import Counts, count_among
from questions.search.language import tree
from questions.search.language.meaning import understand_query
from questions.search.language.tree_as_text import write_query
from questions.search.names.directory import Holding, Person, Seat, Subject
from questions.search.names.kept import directory
from questions.search.names.named import Named, find_named, uins_cited
from questions.search.parameters import CRITERIA

from .filters import QuestionFilterSet

MOST_SHOWN = 8  # people of one name
FEW_SHOWN = 3  # people, for one word in small letters, which may not be meant as a name: "price"
MOST_COUNTED = 200
FEW_SEATS = 2  # with so few, their last members are shown too


class Link(NamedTuple):
    """A number of questions, and the list of them; no address if there are none."""

    number: int
    address: str


class Someone(NamedTuple):
    """A member. `held` has the years in a post that was named, "2022–2023", or a constituency that they left."""

    person: Person
    asked: Link
    answered: Link
    held: str = ""


class Something(NamedTuple):
    """A constituency, a department or a topic."""

    what: Seat | Subject
    questions: Link


class Panel(NamedTuple):
    """`more` is the address of a list of all people so named, if not all are shown. `name` and `rest` are as typed."""

    people: list[Someone] = []
    more: str = ""
    titles: list[str] = []  # of the posts that were named
    holders: list[Someone] = []  # who hold them
    earlier: list[Someone] = []
    seats: list[Something] = []
    departments: list[Something] = []
    topics: list[Something] = []
    questions: list[Question] = []
    name: str = ""
    rest: str = ""  # words beside the name
    within: str = ""  # what else the numbers are limited to, in words

    @property
    def is_shown(self) -> bool:
        return any(isinstance(part, list) and part for part in self)

    @property
    def has_numbers(self) -> bool:
        return any((self.people, self.holders, self.earlier, self.seats, self.departments, self.topics))

    @property
    def is_whole(self) -> bool:
        """Whether the whole query is a name, so that single words of it are not what the reader looks for."""
        return self.is_shown and not self.rest and not self.questions


def named(filterset: QuestionFilterSet) -> Panel:
    """Only for plain words, and for the first page: what follows are results."""
    read = _read(filterset)
    if not read or filterset.page_number > 1:
        return Panel()
    typed, others = _plain_words(read)
    if typed and not others:
        typed = filterset.form.cleaned_data["q"].strip('"“”„«» ')  # with all its signs
    found = find_named(typed, directory()) if typed else _either(read)
    if any(found) and others:
        found = found._replace(rest=f"{found.rest} {others}".strip())
    uins = uins_cited(typed)
    return _Listing(filterset, found).panel(uins) if any(found) or uins else Panel()


def _read(filterset: QuestionFilterSet) -> tree.Node | None:
    meaning = filterset.meaning if filterset.is_valid() else None
    return meaning.read if meaning and not meaning.trouble else None


def _either(read: tree.Node) -> Named:
    """The people, if the query is for either of several names."""
    sides = read.nodes if isinstance(read, tree.Either) else ()
    found = [find_named(words, directory()) for words, others in map(_plain_words, sides) if not others]
    if not found or len(found) < len(sides) or not all(one.people and not one.rest for one in found):
        return Named()
    return Named([person for one in found for person in one.people], name=" or ".join(one.name for one in found))


def _plain_words(read: tree.Node) -> tuple[str, str]:
    """The words or the one phrase that was typed; and the other parts of the query, if there are several words."""
    if isinstance(read, tree.Phrase | tree.Exact):
        return read.text, ""
    nodes = read.nodes if isinstance(read, tree.All) else (read,)
    words = [node.text for node in nodes if isinstance(node, tree.Word)]
    others = [node for node in nodes if not isinstance(node, tree.Word)]
    if others and len(words) < 2:
        return "", ""
    return " ".join(words), write_query(tree.All(tuple(others))) if others else ""


class _Listing:
    """The list that a query belongs to: its filters, which the links keep, and what the query names."""

    def __init__(self, filterset: QuestionFilterSet, found: Named):
        self.filterset, self.found = filterset, found
        rest = understand_query(found.rest).tree if found.rest else None
        self.criteria = filterset.criteria.replace(query=rest, named=None)
        self.counted: dict[str, Counts] = {}

    def panel(self, uins: list[str]) -> Panel:
        last = self._members_for_few_seats()
        people, left = self._by_number([*self.found.people, *(person for _, person in last)]), _left(last)
        most = FEW_SHOWN if _is_one_small_word(self.found.name) else MOST_SHOWN
        holders, earlier = self._holders()
        return Panel(
            people=[row._replace(held=left.get(row.person.pk, "")) for row in self._rows(people[:most])],
            more=f"{reverse('members')}?{urlencode({'q': self.found.name})}" if len(people) > most else "",
            titles=list(dict.fromkeys(held.title for held in self.found.holdings if held.last is None)),
            holders=holders,
            earlier=earlier,
            seats=self._things("seat", self.found.seats),
            departments=self._things("department", self.found.departments),
            topics=self._things("topic", self.found.topics),
            questions=list(questions_cited(uins, Question.objects.public())[:MOST_COUNTED]) if uins else [],
            name=self.found.name,
            rest=self.found.rest,
            within=self._within(),
        )

    def _within(self) -> str:
        """What the list is limited to besides its words, which the numbers and links are too."""
        preset = self.filterset.preset
        is_filtered = any(name in CRITERIA and name not in (*preset, "q") for name, _ in self._kept)
        return " ".join([*(["in this list"] if preset else []), *(["that match the filters"] if is_filtered else [])])

    def _members_for_few_seats(self) -> list[tuple[Seat, Person]]:
        few = self.found.seats if len(self.found.seats) <= FEW_SEATS else []
        return [(seat, seat.last_holder) for seat in few]

    def _by_number(self, people: list[Person]) -> list[Person]:
        """Those with the most questions first, each once. A word in small letters does not name people without any."""
        once = {person.pk: person for person in people[:MOST_COUNTED]}
        asked, answered = self._numbers(tuple(once))
        if _is_one_small_word(self.found.name):
            once = {pk: person for pk, person in once.items() if asked[pk] or answered[pk]}
        return sorted(once.values(), key=lambda one: (-asked[one.pk] - answered[one.pk], one.name))

    def _holders(self) -> tuple[list[Someone], list[Someone]]:
        """Those who hold the posts on record, or else the last one who did, and those who held them earlier."""
        by_person: dict[int, list[Holding]] = {}
        for held in self.found.holdings[:MOST_COUNTED]:
            by_person.setdefault(held.person.pk, []).append(held)
        now = [row for row in by_person.values() if row[0].last is None]
        before = [row for row in by_person.values() if row[0].last is not None]
        if not now:
            now, before = before[:1], before[1:]
        usual = self.found.holdings[0].title if self.found.holdings else ""
        return self._in_posts(now, ""), self._in_posts(before, usual)

    def _in_posts(self, stints: list[list[Holding]], usual: str) -> list[Someone]:
        rows = self._rows([held[0].person for held in stints])
        return [row._replace(held=_in_words(held, usual)) for row, held in zip(rows, stints, strict=True)]

    def _rows(self, people: list[Person]) -> list[Someone]:
        asked, answered = self._numbers(tuple(person.pk for person in people))
        return [
            Someone(
                person=one,
                asked=self._link("asked_by", one.slug, asked[one.pk]),
                answered=self._link("answered_by", one.slug, answered[one.pk]),
            )
            for one in people
        ]

    def _numbers(self, keys: tuple[int, ...]) -> tuple[Counts, Counts]:
        """How many questions these members asked, and how many they answered."""
        return self._count("asked_by", keys), self._count("answered_by", keys)

    def _things(self, name: str, found: list) -> list[Something]:
        """Those without questions here come last, and departments that have ended are then left out."""
        things = found[:MOST_COUNTED]
        keys = tuple(one.slug if name == "seat" else one.pk for one in things)
        counts = self._count(name, keys)
        rows = [Something(one, self._link(name, one.slug, counts[key])) for one, key in zip(things, keys, strict=True)]
        open_or_asked = [row for row in rows if row.questions.number or not getattr(row.what, "is_closed", False)]
        return sorted(open_or_asked, key=lambda row: not row.questions.number)

    def _count(self, name: str, keys: tuple) -> Counts:
        """On a member's page, other members asked none of the questions."""
        known = self.counted.setdefault(name, {})
        if fresh := tuple(key for key in keys if key not in known):
            known |= count_among(self.filterset.qs.snapshot, self.criteria, name, fresh)
        own = self.filterset.preset.get(name)
        return {key: known[key] if not isinstance(own, Member) or key == own.pk else 0 for key in keys}

    def _link(self, name: str, slug: str, number: int) -> Link:
        """The list of that person's or thing's questions, with the filters and the other words of the query kept."""
        kept = [(other, value) for other, value in self._kept if other != name]
        return Link(number, f"{reverse('questions')}?{urlencode([*kept, (name, slug)])}" if number else "")

    @cached_property
    def _kept(self) -> list[tuple[str, str]]:
        wanted = self.filterset.parameters
        wanted.setlist("q", [self.found.rest] if self.found.rest else [])
        return [(name, value) for name, values in wanted.lists() for value in values]


def _left(last: list[tuple[Seat, Person]]) -> dict[int, str]:
    """What to say about the members who later sat elsewhere."""
    moved = [(seat, person) for seat, person in last if person.sat and person.sat.seat_slug != seat.slug]
    return {person.pk: f"Last member on record for {seat.name}" for seat, person in moved}


def _is_one_small_word(text: str) -> bool:
    return text.islower() and len(text.split()) == 1


def _in_words(stints: list[Holding], usual: str) -> str:
    """The years of each time, the last time first, with the title unless it is the usual one."""
    years: dict[str, list[str]] = {}
    for held in stints:
        years.setdefault(held.title, []).append(_years(held))
    titled = (("" if title == usual else f"{title}, ", ", ".join(when)) for title, when in years.items())
    return "; ".join(map("".join, titled))


def _years(held: Holding) -> str:
    if held.last is None:
        return f"since {held.first}"
    return str(held.first) if held.first == held.last else f"{held.first}–{held.last}"
