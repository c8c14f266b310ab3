"""Syncs departments, members, memberships and posts from Parliament's Members API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from itertools import islice, product
from typing import Any, NamedTuple, TypeVar

from questions.archive.importing.biographies import save_biographies, save_bodies
from questions.archive.importing.runs import Run, save_rows
from questions.archive.importing.tables import save_members
from questions.models import Member
from questions.sources import members_api
from questions.sources.members_api import Biography, Page
from questions.sources.records import RefusedRecord
from questions.sources.tables import MemberRow

from .client import Client, Fetched, NotFetched, Params

BODIES, POSTS, SEARCH = "api/Reference/AnsweringBodies", "api/Posts/GovernmentPosts", "api/Members/Search"
PAGE = 20  # the specification's maximum
READINGS = 2  # the most times that the pages are read if the number of members changes in between
Value = TypeVar("Value")


class Told(NamedTuple):
    """A member, and the reply with their biography; `biography` is None if it has not changed."""

    member: MemberRow
    fetched: Fetched
    biography: Biography | None


def sync_bodies(client: Client, run: Run, as_of: date) -> None:
    """Save answering bodies as departments; a department from a list of departments keeps its names."""
    items = _read(client, run, members_api.rows, BODIES) or []
    rows = [(n, item.item, _parsed(run, BODIES, n, item, members_api.body)) for n, item in enumerate(items, start=1)]
    save = partial(save_bodies, as_of=as_of)
    save_rows(run, BODIES, [row for row in rows if row[2]], save)


def sync_people(client: Client, run: Run, *, as_of: date, houses: Sequence[str] = ("commons", "lords")) -> None:
    """Save members of these Houses, present and former, with their biographies.

    Each page of members is saved and settled in one transaction, with the validators of their biographies. So a
    stopped run fetches again only what it had not saved.
    """
    departments = _read(client, run, members_api.departments_of_posts, POSTS) or {}
    with closing(client.each(partial(_ask, client), _members(client, run, houses))) as answers:
        while batch := list(islice(answers, PAGE)):
            told = [_told(run, member, answer, departments) for member, answer in batch]
            rows = [(one.member.id, one.member._asdict(), one) for one in told if one]
            save_rows(run, SEARCH, rows, partial(_save, client, as_of))
            run.progress.rows(SEARCH, len(batch), 0)


def _members(client: Client, run: Run, houses: Sequence[str]) -> Iterator[MemberRow]:
    """Each member once, from the pages of the search."""
    seen: set[int] = set()
    for house, is_current in product(houses, ("true", "false")):
        for item in _items(client, run, {"House": str(members_api.NUMBERS[house]), "IsCurrentMember": is_current}):
            row = _parsed(run, SEARCH, len(seen) + 1, item, members_api.member)
            if row and row.id not in seen:
                seen.add(row.id)
                yield row


def _items(client: Client, run: Run, which: dict[str, str]) -> Iterator[members_api.JsonRow]:
    """These members, page by page. If their number changes in between, pages shift, and all are read again."""
    for _ in range(READINGS):
        totals = set()
        for page in _pages(client, run, which):
            totals.add(page.total)
            yield from page.items
        if len(totals) < 2:
            break


def _pages(client: Client, run: Run, which: dict[str, str]) -> Iterator[Page]:
    """The pages that can be fetched; the run lists the others as errors."""
    skip, total = 0, 1
    while skip < total:
        params = {**which, "skip": str(skip), "take": str(PAGE)}
        if page := _read(client, run, members_api.page, SEARCH, params):
            yield page
            # If a page fails, the last total stays, and the pages after it are still read.
            total = page.total
        skip += PAGE


def _ask(client: Client, member: MemberRow) -> tuple[MemberRow, Fetched | NotFetched]:
    try:
        return member, client.get(f"api/Members/{member.id}/Biography")
    except NotFetched as error:
        return member, error


def _told(run: Run, member: MemberRow, answer: Fetched | NotFetched, departments: dict[int, str]) -> Told | None:
    """None, with a refused row, if the biography did not come or is not valid."""
    try:
        if isinstance(answer, NotFetched):
            raise RefusedRecord(str(answer))
        read = None if answer.not_modified else members_api.biography(member, answer.data, departments)
    except RefusedRecord as error:
        run.refuse(SEARCH, member.id, f"biography: {error}", getattr(answer, "data", None) or member._asdict())
        return None
    for refusal in read.refused if read else ():
        run.refuse(SEARCH, member.id, refusal.reason, refusal.raw)
    return Told(member, answer, read)


def _save(client: Client, as_of: date, told: list[Told]) -> list[str]:
    known = [one.member for one in told if one.biography is None]
    outcomes = save_members(known, as_of, source=Member.NameSource.PARLIAMENT)
    outcomes += save_biographies([(one.member, one.biography) for one in told if one.biography], as_of)
    for one in told:
        client.remember(one.fetched)
    return outcomes


def _read(client: Client, run: Run, read: Callable[[Any], Value], path: str, params: Params = ()) -> Value | None:
    """A reply, read by `read`; None, with an error recorded in the run, if it did not come or is not valid."""
    try:
        return read(client.get(path, params).data)
    except NotFetched as error:
        run.error(str(error))
    except RefusedRecord as error:
        run.error(f"{client.url(path, params)}: not as specified: {error}")
    return None


def _parsed(run: Run, name: str, position: int, item: Any, parse: Callable[[Any], Value]) -> Value | None:
    try:
        return parse(item)
    except RefusedRecord as error:
        run.refuse(name, position, str(error), item.item)
        return None
