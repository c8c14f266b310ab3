"""Save members, memberships, posts and departments from tables.

Each function `save_…` saves the rows of a batch in the caller's transaction and returns the outcome of each, in their
order: "created", "updated" or "unchanged". After a whole file, a function `settle_…` works out what depends on the rows
(slugs, the post held on a day …).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model, Q

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign, upsert
from questions.archive.derived.change_logging import log_and_assign_topics as log_changed
from questions.archive.derived.posts_held import (
    by_short_name,
    in_force,
    link_posts,
    log_asked_as,
    recompute_memberships,
    recompute_posts,
)
from questions.archive.writing.department_headings import settle_headings
from questions.archive.writing.people import find_members, rename
from questions.archive.writing.printed_names import settle_printed
from questions.models import Answer, Department, DepartmentLink, Member, Membership, Post, Question
from questions.models.periods import Source
from questions.sources.records import RefusedRecord
from questions.sources.tables import DepartmentRow, LinkRow, MemberRow, MembershipRow, PostRow

from .biography_merging import merge_posts

NameSource = Member.NameSource
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


def save_members(
    rows: list[MemberRow], as_of: date, *, fictional: bool = False, source: int = NameSource.LIST
) -> list[str]:
    known = set(
        Member.objects.filter(parliament_id__in=[r.id for r in rows])
        .exclude(name_source=NameSource.NONE)
        .values_list("parliament_id", flat=True)
    )
    members = find_members((str(row.id) for row in rows), fictional=fictional)
    outcomes = []
    for row in rows:
        changed = rename(members[str(row.id)], row.name, row.list_name, source, as_of, row.also)
        outcomes.append(CREATED if row.id not in known else UPDATED if changed else UNCHANGED)
        known.add(row.id)
    upsert(list(members.values()))
    return outcomes


def save_memberships(rows: list[MembershipRow], *, fictional: bool = False, source: Source = Source.LIST) -> list[str]:
    """A list's rows count only for members whose biography has not been read (see biography_merging.py)."""
    members = find_members((str(row.id) for row in rows), fictional=fictional)
    there = {_membership_key(m): m for m in _of(Membership, members)}
    # A biography's memberships are complete: a list's rows would add other periods.
    told = {m.member_id for m in there.values() if m.source == Source.BIOGRAPHY and source == Source.LIST}
    outcomes: list[str] = []
    touched: list[Any] = []
    for row in rows:
        member = members[str(row.id)]
        if member.pk in told:
            outcomes.append(UNCHANGED)
            continue
        key = (member.pk, row.house, row.started, row.party)
        names = dict(zip(("member_id", "house", "started_on", "party"), key, strict=True))
        values = {"seat": row.seat, "ended_on": row.ended, "source": source}
        outcomes.append(_put(there, key, Membership, names, values, touched))
    for membership in touched:
        membership.set_slugs()
    log_asked_as(touched)
    _save(touched)
    return outcomes


def save_posts(rows: list[PostRow], *, fictional: bool = False, source: Source = Source.LIST) -> list[str]:
    """A row without an end does not erase a known end."""
    members = find_members((str(row.id) for row in rows), fictional=fictional)
    for row in rows:
        rename(members[str(row.id)], row.name, "", NameSource.POSTS, date.min)
    upsert(list(members.values()))
    there = {_post_key(p): p for p in _of(Post, members)}
    outcomes: list[str] = []
    touched: list[Any] = []
    for row in rows:
        key = (members[str(row.id)].pk, row.title, row.department, row.started)
        names = dict(zip(("member_id", "title", "department_name", "started_on"), key, strict=True))
        values = {
            "rank": row.rank,
            "department_short_name": row.short,
            "cabinet_status": row.cabinet_status,
            "is_acting": row.acting,
            "is_on_leave": row.on_leave,
            "ended_on": row.ended or (there[key].last_day if key in there else None),
            "source": source,
        }
        outcomes.append(_put(there, key, Post, names, values, touched))
    _link([post for post in touched if post.pk is None])
    _save(touched)
    return outcomes


def _link(new: list[Post]) -> None:
    """Link posts to departments now, not when the file is settled, so that thousands of rows are written only once."""
    by_short = by_short_name()
    for post in new:
        post.department = in_force(by_short[post.department_short_name], post)


def save_departments(rows: list[DepartmentRow]) -> list[str]:
    return [_save_department(row) for row in rows]


def _save_department(row: DepartmentRow) -> str:
    department = _known_department(row) or Department()
    is_new = department.pk is None
    _merge_loose(row.parliament_id, department)
    values = {
        "key": row.key,
        "parliament_id": row.parliament_id or department.parliament_id,
        "name": row.name,
        "short_name": row.short_name,
        "started_on": row.started,
        "ended_on": row.ended,
    }
    if not assign(department, values):
        return UNCHANGED
    department.save()
    (recording.record_created if is_new else recording.record_written)([department])
    return CREATED if is_new else UPDATED


def _known_department(row: DepartmentRow) -> Department | None:
    """The department with this key; else one made from a record's answering body, which this row completes."""
    loose = Department.objects.filter(key=None)
    return (
        Department.objects.filter(key=row.key).first()
        or (row.parliament_id and loose.filter(parliament_id=row.parliament_id).first())
        or loose.filter(parliament_id=None, name=row.name).first()
    )


def _merge_loose(parliament_id: int | None, into: Department) -> None:
    """Merge a department that a record made with this id into the one that the list gives the id to."""
    loose = Department.objects.filter(parliament_id=parliament_id, key=None).exclude(pk=into.pk).first()
    if not parliament_id or not into.pk or loose is None:
        return
    moved = list(Question.objects.filter(department=loose).values_list("pk", flat=True))
    for model in (Question, Answer, Post):
        recording.update(model.objects.filter(department=loose), department_id=into.pk)
    recording.record_deleted([loose])
    loose.delete()
    log_changed(moved, "question")


def save_links(rows: list[LinkRow]) -> list[str]:
    by_key = {d.key or "": d for d in Department.objects.exclude(key=None)}
    return [_save_link(row, by_key) for row in rows]


def _save_link(row: LinkRow, by_key: dict[str, Department]) -> str:
    for key in (row.predecessor, row.successor):
        if key not in by_key:
            raise RefusedRecord(f"no department has the key {key!r:.60}; import departments first")
    _, is_new = DepartmentLink.objects.get_or_create(
        predecessor=by_key[row.predecessor],
        successor=by_key[row.successor],
        kind=row.kind,
        day=row.day,
    )
    return CREATED if is_new else UNCHANGED


def settle_members(ids: set[int]) -> None:
    """Work out what depends on members with these ids at Parliament, who were added or renamed."""
    settle_printed()


def settle_memberships(ids: set[int]) -> None:
    """Work out what depends on changed memberships of the members with these ids at Parliament."""
    settle_printed()
    recompute_memberships(_members(ids))


def settle_posts(ids: set[int]) -> None:
    """Work out what depends on changed posts of the members with these ids at Parliament."""
    members = _members(ids)
    # In this order: the post beside an answer depends on which posts there are and on their departments.
    merge_posts(members)
    link_posts()
    settle_printed()
    recompute_posts(members)


def settle_departments(departments: Iterable[Department]) -> None:
    """After these departments changed or were deleted, link posts to departments, and answers to posts."""
    # A department that was deleted has no primary key: its posts are found by its short name.
    members = link_posts(departments := list(departments))
    settle_headings()
    departments = [department for department in departments if department.pk]
    own = Q(department__in=departments)
    through = Q(department=None, question__department__in=departments)
    answered = Answer.objects.filter(own | through, answered_by__isnull=False)
    recompute_posts(members | set(answered.values_list("answered_by", flat=True).distinct()))


def _members(ids: set[int]) -> set[int]:
    return set(Member.objects.filter(parliament_id__in=ids).values_list("pk", flat=True))


def _of(model: type[Model], members: dict[str, Member]) -> Any:
    return model._default_manager.filter(member__in=[m.pk for m in members.values()])


def _membership_key(m: Membership) -> tuple:
    return (m.member_id, m.house, m.started_on, m.party)


def _post_key(p: Post) -> tuple:
    return (p.member_id, p.title, p.department_name, p.started_on)


def _put(there: dict, key: tuple, model: type[Model], names: dict, values: dict, touched: list) -> str:
    """Create or update the row with this key, unless it is an editor's; returns the outcome."""
    is_new = key not in there
    if not is_new and there[key].source == Source.EDITOR:
        return UNCHANGED
    row = there.setdefault(key, model(**names)) if is_new else there[key]
    if not assign(row, values) and not is_new:
        return UNCHANGED
    if row not in touched:
        touched.append(row)
    return CREATED if is_new else UPDATED


def _save(rows: list[Any]) -> None:
    if new := [row for row in rows if row.pk is None]:
        type(new[0]).objects.bulk_create(new)
        recording.record_created(new)
    known = {id(row) for row in new}
    upsert([row for row in rows if id(row) not in known])
