"""Save biographies and departments from Parliament's Members API. Where lists differ, biography_merging.py decides.

Each function `save_…` works in the caller's transaction, which holds the archive's lock. It updates what depends on its
rows, and returns their outcomes in no particular order.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign
from questions.archive.derived.change_logging import log_and_assign_topics
from questions.archive.writing.people import find_departments, find_members
from questions.models import Department, Member, Post
from questions.models.periods import Source
from questions.sources.members_api import Biography, BodyRow
from questions.sources.records import Body
from questions.sources.tables import MemberRow, MembershipRow, PostRow

from .biography_merging import by_member, drop_memberships, drop_posts, end_listed, listed_until
from .tables import (
    CREATED,
    UNCHANGED,
    UPDATED,
    save_members,
    save_memberships,
    save_posts,
    settle_departments,
    settle_memberships,
    settle_posts,
)


def save_bodies(rows: list[BodyRow], as_of: date) -> list[str]:
    """Save departments. One from a list of departments keeps the names of that list."""
    known = _named(rows)
    departments = find_departments((Body(row.id, row.name), as_of) for row in rows)
    for row in rows:
        _give_short_name(departments[Body(row.id, row.name)], row.short_name)
    now = _named(rows)
    differ = [number for number in now if now[number] != known.get(number)]
    settle_departments(Department.objects.filter(parliament_id__in=differ))
    return [UNCHANGED if row.id not in differ else UPDATED if row.id in known else CREATED for row in rows]


def _named(rows: list[BodyRow]) -> dict[int | None, tuple[str, str]]:
    found = Department.objects.filter(parliament_id__in=[row.id for row in rows])
    return {number: (name, short) for number, name, short in found.values_list("parliament_id", "name", "short_name")}


def _give_short_name(department: Department, short: str) -> None:
    if not department.key and short not in ("", department.short_name):
        assign(department, {"short_name": short})
        department.save()
        recording.record_written([department])


def save_biographies(told: list[tuple[MemberRow, Biography]], as_of: date) -> list[str]:
    outcomes = save_members([row for row, _ in told], as_of, source=Member.NameSource.PARLIAMENT)
    found = find_members(str(row.id) for row, _ in told)
    members = {int(reference): member.pk for reference, member in found.items()}
    outcomes += _save_memberships([row for _, biography in told for row in biography.memberships], members)
    outcomes += _save_posts([row for _, biography in told for row in biography.posts], members)
    return outcomes


def _save_memberships(rows: list[MembershipRow], members: dict[int, int]) -> list[str]:
    """Save these and delete the members' other memberships; a biography without memberships deletes none."""
    outcomes = save_memberships(rows, source=Source.BIOGRAPHY)
    keys = {(members[row.id], row.house, row.started, row.party) for row in rows}
    asked = drop_memberships({key[0] for key in keys}, keys)
    if asked or _differ(outcomes):
        settle_memberships(set(members))
        log_and_assign_topics(asked, "held")
    return outcomes


def _save_posts(rows: list[PostRow], members: dict[int, int]) -> list[str]:
    until = listed_until(members.values())
    short = {_plain(name): short for name, short in Department.objects.values_list("name", "short_name") if short}
    new = [
        row._replace(short=short.get(_plain(row.department), ""))
        for row in rows
        if row.started > until.get(members[row.id], date.min)
    ]
    outcomes = save_posts(new, source=Source.BIOGRAPHY)
    gone = _drop_posts({(members[row.id], row.title, row.department, row.started) for row in new}, members.values())
    ended = end_listed(by_member((members[row.id], (row.started, row.ended)) for row in rows))
    if gone or ended or _differ(outcomes):
        settle_posts(set(members))
    return outcomes + [UPDATED] * ended


def _drop_posts(named: set[tuple], members: Collection[int]) -> int:
    there = Post.objects.filter(member__in=members, source=Source.BIOGRAPHY)
    return drop_posts(p for p in there if (p.member_id, p.title, p.department_name, p.started_on) not in named)


def _plain(department: str) -> str:
    """A department's name for comparison, because printed names differ: "HM Treasury" is the Treasury."""
    return department.lower().removeprefix("hm ")


def _differ(outcomes: list[str]) -> bool:
    return bool(set(outcomes) - {UNCHANGED})
