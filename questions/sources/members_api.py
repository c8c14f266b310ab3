"""Parliament's Members API: answering bodies, members and their biographies, as records.

Specification: the official API's "AnsweringBody", "Member", "MemberBiography" and "GovernmentOppositionPost". A House
is 1 (Commons) or 2 (Lords). Every reader raises RefusedRecord, which says what is not as specified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from .days import read_period
from .parliament import JsonRow
from .records import RefusedRecord
from .tables import MemberRow, MembershipRow, PostRow

HOUSES = {1: "commons", 2: "lords"}
PERIOD = ("startDate", "endDate")
NUMBERS = {name: number for number, name in HOUSES.items()}
# By the first words found in a title. Biographies give no rank; lists of ministers do.
RANKS = (
    (r"deputy prime minister|^first secretary of state", 6),
    (r"prime minister", 7),
    (r"under-?\s?secretary|^parliamentary secretary|^(economic|exchequer) secretary", 3),
    (r"deputy (chief whip|leader)|lords? commissioner|in[ -]waiting|household|bodyguard|assistant whip", 1),
    (r"chief whip|^leader of the house", 2),
    (r"whip", 1),
    (r"secretary of state|^chancellor of the exchequer|lord chancellor|^(foreign|home) secretary", 5),
    (r"^attorney general|^lord president|^lord privy seal", 5),
    (r"minister|secretary|general|chancellor|advocate", 4),
)
Record = TypeVar("Record")
Row = TypeVar("Row", MembershipRow, PostRow)


class BodyRow(NamedTuple):
    id: int
    name: str
    short_name: str


class Page(NamedTuple):
    """One page of members as received, and the total number."""

    items: list[JsonRow]
    total: int


class Refusal(NamedTuple):
    reason: str
    raw: Any


class Biography(NamedTuple):
    """A member's seats and parties over time, government posts, and what could not be read."""

    memberships: tuple[MembershipRow, ...]
    posts: tuple[PostRow, ...]
    refused: tuple[Refusal, ...] = ()


class _Held(NamedTuple):
    """A seat, a House or a party, over a period."""

    house: str
    name: str
    started: date
    ended: date | None


def rows(data: Any) -> list[JsonRow]:
    """The objects of a response that is a bare array."""
    return JsonRow({"rows": data}).rows("rows")


def page(data: Any) -> Page:
    row = _object(data)
    total = row.item.get("totalResults")
    if not isinstance(total, int) or not isinstance(row.item.get("items"), list):
        raise RefusedRecord("it is not a page of members")
    return Page(row.rows("items"), total)


def body(row: JsonRow) -> BodyRow:
    return BodyRow(_id(row), row.need("name")[:200], row.line("shortName")[:50])


def member(item: JsonRow) -> MemberRow:
    row = _value(item)
    return MemberRow(_id(row), row.need("nameDisplayAs")[:200], row.line("nameListAs")[:200])


def departments_of_posts(data: Any) -> dict[int, str]:
    """The department's name of each current government post, by the post's id."""
    posts = [_value(item) for item in rows(data)]
    named = {_id(post): post.rows("governmentDepartments") for post in posts}
    return {number: departments[0].line("name") for number, departments in named.items() if departments}


def biography(of: MemberRow, data: Any, departments: Mapping[int, str]) -> Biography:
    """An entry that cannot be read is refused on its own."""
    row, refused = _value(_object(data)), list[Refusal]()
    seats = list(_each(row, "representations", _held, refused))
    houses = list(_each(row, "houseMemberships", _held, refused))
    parties = list(_each(row, "partyAffiliations", _held, refused))
    with_seats = {seat.house for seat in seats}
    sat = [*seats, *(house._replace(name="") for house in houses if house.house not in with_seats)]
    memberships = [membership for sitting in sat for membership in _memberships(of, sitting, parties, refused)]
    posts = list(_each(row, "governmentPosts", lambda post: _post(of, post, departments), refused))
    once = _longest(memberships, lambda m: (m.house, m.started, m.party))
    return Biography(once, _longest(posts, lambda p: (p.title, p.department, p.started)), tuple(refused))


def _longest(rows: list[Row], key: Callable[[Row], tuple]) -> tuple[Row, ...]:
    """One row for each key of the table. If several began on one day, the one that lasted longest."""
    in_order = sorted(rows, key=lambda row: (row.ended or date.max, row))
    return tuple({key(row): row for row in in_order}.values())


def _memberships(of: MemberRow, sat: _Held, parties: list[_Held], refused: list[Refusal]) -> Iterator[MembershipRow]:
    """A membership split by party. Use the party in that House, or else the party in the other."""
    found = [party for party in parties if party.house == sat.house and _overlap(sat, party)]
    found = found or [party for party in parties if _overlap(sat, party)]
    if not found:
        refused.append(Refusal(f"there is no party for {sat.started} to {sat.ended or 'now'}", list(map(str, sat))))
    for party in found:
        started, ended = _shared(sat, party)
        yield MembershipRow(of.id, sat.house, party.name[:100], sat.name[:100], started, ended)


def _overlap(one: _Held, other: _Held) -> bool:
    started, ended = _shared(one, other)
    return ended is None or started <= ended


def _shared(one: _Held, other: _Held) -> tuple[date, date | None]:
    """The overlap of two periods; if there is none, it ends before it starts."""
    ends = [held.ended for held in (one, other) if held.ended]
    return max(one.started, other.started), min(ends, default=None)


def _post(of: MemberRow, row: JsonRow, departments: Mapping[int, str]) -> PostRow:
    title, (started, ended) = row.need("name")[:200], read_period(row.item, *PERIOD)
    department = (row.line("additionalInfo") or departments.get(row.number("id") or 0, ""))[:200]
    acting = "acting" in title.lower().split()
    return PostRow(of.id, of.name, title, rank(title), department, "", "", acting, False, started, ended)


def rank(title: str) -> int:
    """The Post.Rank of a title."""
    return next((rank for words, rank in RANKS if re.search(words, title, re.I)), 0)


def _held(row: JsonRow) -> _Held:
    if (house := row.item.get("house")) not in HOUSES:
        raise RefusedRecord(f"house is not 1 or 2: {house!r:.60}")
    return _Held(HOUSES[house], row.need("name"), *read_period(row.item, *PERIOD))


def _each(row: JsonRow, key: str, read: Callable[[JsonRow], Record], refused: list[Refusal]) -> Iterator[Record]:
    for line in row.rows(key):
        try:
            yield read(line)
        except RefusedRecord as error:
            refused.append(Refusal(f"{key}: {error}", line.item))


def _value(row: JsonRow) -> JsonRow:
    return _object(row.item.get("value"))


def _object(value: Any) -> JsonRow:
    if not isinstance(value, dict):
        raise RefusedRecord("it is not an object")
    return JsonRow(value)


def _id(row: JsonRow) -> int:
    if number := row.number("id"):
        return number
    raise RefusedRecord("id is missing")
