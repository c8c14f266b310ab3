"""The CSV files of members, memberships, posts and departments, as records.

Each reader describes its columns; a file that lacks one of them is refused as a whole.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import IO, Any, NamedTuple

from questions.text.cleaning import one_line
from questions.text.identifiers import LARGEST_ID
from questions.text.names import surname_first

from .days import near_day, need_day, read_period, refuse_backwards
from .records import BrokenSource, RefusedRecord

PERIOD = ("start_date", "end_date")
HOUSES = {"Commons": "commons", "Lords": "lords"}
RANKS = {"PUSS": 3, "MoS": 4, "SoS": 5, "DPM": 6, "PM": 7, "Parl.": 1, "Parl. lead.": 2}
FLAGS = {"True": True, "False": False, "": False, "1": True, "0": False}
ID = re.compile(r"[0-9]{1,10}")
_UNDECODED = re.compile("[\ud800-\udfff]")  # how Python decodes bytes that are not UTF-8


class MemberRow(NamedTuple):
    id: int
    name: str
    list_name: str
    also: tuple[str, ...] = ()  # the member's other names


class MembershipRow(NamedTuple):
    id: int
    house: str
    party: str
    seat: str
    started: date
    ended: date | None


class PostRow(NamedTuple):
    id: int
    name: str
    title: str
    rank: int
    department: str
    short: str
    cabinet_status: str
    acting: bool
    on_leave: bool
    started: date
    ended: date | None


class DepartmentRow(NamedTuple):
    key: str
    parliament_id: int | None
    name: str
    short_name: str
    started: date | None
    ended: date | None


class LinkRow(NamedTuple):
    predecessor: str
    successor: str
    kind: str
    day: date


class Table(NamedTuple):
    """One kind of CSV file: its columns, and how one of its rows becomes a record."""

    columns: tuple[str, ...]
    record: Callable[[dict[str, str]], Any]

    def read(self, row: dict[str, str]) -> Any:
        """Raises RefusedRecord, which says what is wrong."""
        if _UNDECODED.search("".join(row.values())):
            raise RefusedRecord("not UTF-8")
        return self.record({key: one_line(value) for key, value in row.items()})


def read_rows(stream: IO[bytes], name: str, table: Table) -> Iterator[dict[str, str]]:
    """The rows as written. Raises BrokenSource for a file that is not such a table."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.DictReader(text, strict=True)
    try:
        missing = [c for c in table.columns if c not in (reader.fieldnames or ())]
        if missing:
            raise BrokenSource(f"{name}: the column {missing[0]} is missing; check that this is the right file")
        for row in reader:
            yield {key: value or "" for key, value in row.items() if key}
    except csv.Error as error:
        raise BrokenSource(f"{name}: line {reader.line_num + 1}: {error}") from error


def _id(row: dict[str, str], key: str) -> int:
    if number := _optional_id(row, key):
        return number
    raise RefusedRecord(f"{key} is missing")


def _optional_id(row: dict[str, str], key: str) -> int | None:
    if not (text := row[key]):
        return None
    if not ID.fullmatch(text) or not 0 < int(text) <= LARGEST_ID:
        raise RefusedRecord(f"{key} is not an id: {text!r:.60}")
    return int(text)


def _need(row: dict[str, str], key: str, longest: int = 200) -> str:
    if not row[key]:
        raise RefusedRecord(f"{key} is missing")
    return row[key][:longest]


def _one_of(row: dict[str, str], key: str, choices: dict[str, Any]) -> Any:
    if row[key] not in choices:
        raise RefusedRecord(f"{key} is not one of {', '.join(filter(None, choices))}: {row[key]!r:.60}")
    return choices[row[key]]


def _member(row: dict[str, str]) -> MemberRow:
    """Combines the surname in the list name with the name in use: Jim, not Richard."""
    number, name = _id(row, "mnis_id"), _need(row, "name")
    other = f"{row['given_name']} {row['family_name']}".strip()[:200]
    also = (other,) if row["family_name"] and other != name else ()
    return MemberRow(number, name, surname_first(name, row["family_name"])[:200], also)


def _membership(row: dict[str, str]) -> MembershipRow:
    house, party = _one_of(row, "house", HOUSES), _need(row, "party", 100)
    return MembershipRow(_id(row, "mnis_id"), house, party, row["constituency"][:100], *read_period(row, *PERIOD))


def _post(row: dict[str, str]) -> PostRow:
    return PostRow(
        _id(row, "mnis_id"),
        _need(row, "name"),
        _need(row, "role"),
        _one_of(row, "rank", RANKS),
        row["department"][:200],
        row["dept_short"][:50],
        row["cabinet_status"][:100],
        _one_of(row, "is_acting", FLAGS),
        _one_of(row, "is_on_leave", FLAGS),
        *read_period(row, *PERIOD),
    )


def _department(row: dict[str, str]) -> DepartmentRow:
    started, ended = (near_day(name, row[name]) for name in PERIOD)
    refuse_backwards(started, ended)
    number = _optional_id(row, "parliament_id")
    names = _need(row, "name"), row["short_name"][:50]
    return DepartmentRow(_need(row, "key", 100), number, *names, started, ended)


def _link(row: dict[str, str]) -> LinkRow:
    keys = _need(row, "predecessor_key"), _need(row, "successor_key")
    return LinkRow(*keys, _need(row, "kind", 100), need_day("date", row["date"]))


MEMBERS = Table(("mnis_id", "name", "given_name", "family_name"), _member)
MEMBERSHIPS = Table(("mnis_id", "house", "party", "constituency", *PERIOD), _membership)
POSTS = Table(
    (
        "mnis_id",
        "name",
        "role",
        "rank",
        "department",
        "dept_short",
        "cabinet_status",
        "is_acting",
        "is_on_leave",
        *PERIOD,
    ),
    _post,
)
DEPARTMENTS = Table(("key", "parliament_id", "name", "short_name", *PERIOD), _department)
LINKS = Table(("predecessor_key", "successor_key", "kind", "date"), _link)
