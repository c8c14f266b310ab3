"""Combine biographies from Parliament with lists of the same members.

Each table has one rule, whichever source comes first:

- **Memberships**: a biography has all of them, including by-elections and changes of party, which lists leave out.
  Once it has been read, it replaces the lists' rows for that member, and lists add none.
- **Posts**: lists of ministers have rank, acting and leave, which biographies do not. For a member in such a list, a
  biography adds only posts that began more than 31 days after the last one listed, because two sources may date one
  appointment a few days apart. A listed post without an end gets one if all the biography's posts that began up to
  31 days after its start have ended: the last of their ends.

Neither rule changes or deletes an editor's rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign
from questions.archive.derived.posts_held import log_answered_as
from questions.models import Archive, Membership, Post, Question
from questions.models.periods import Source

SAME_APPOINTMENT = timedelta(days=31)
Period = tuple[date, date | None]
Value = TypeVar("Value")


def drop_memberships(members: Collection[int], named: Collection[tuple]) -> list[int]:
    """Delete memberships of these members that are not among the keys `named` in their biographies.

    Returns the questions asked under them. The caller must choose their memberships again, and log them.
    """
    rows = Membership.objects.filter(member__in=members).exclude(source=Source.EDITOR)
    gone = [m.pk for m in rows if (m.member_id, m.house, m.started_on, m.party) not in named]
    # Read before the deletion, which clears `asked_as`.
    asked = list(Question.objects.filter(asked_as__in=gone).values_list("pk", flat=True))
    recording.record_deleted(m for m in rows if m.pk in gone)
    Membership.objects.filter(pk__in=gone).delete()
    return asked


def drop_posts(posts: Iterable[Post]) -> int:
    """Delete these posts; returns how many."""
    posts = list(posts)
    # Logged before the deletion, which clears `answered_as`.
    log_answered_as(posts)
    recording.record_deleted(posts)
    Post.objects.filter(pk__in=[post.pk for post in posts]).delete()
    return len(posts)


def listed_until(members: Collection[int]) -> dict[int, date]:
    """{member: day} for members in a list: posts of a biography that began up to that day count as the list's."""
    latest: dict[int, date] = {}
    for post in Post.objects.filter(member__in=members).exclude(source=Source.BIOGRAPHY):
        began = _same_until(post.started_on)
        latest[post.member_id] = max(began, latest.get(post.member_id, began))
    return latest


def _same_until(began: date) -> date:
    """The last day on which another source may date the start of this appointment; the calendar ends in 9999."""
    return min(began, date.max - SAME_APPOINTMENT) + SAME_APPOINTMENT


def end_listed(told: Mapping[int, Collection[Period]]) -> int:
    """Give listed posts without an end the one that biographies' posts show; returns how many were ended.

    `told` has the periods of these posts by member.
    """
    ended = []
    for post in Post.objects.filter(member__in=told, source=Source.LIST, ended_on=None):
        ended += [post] if assign(post, {"ended_on": _end(post, told[post.member_id])}) else []
    Post.objects.bulk_update(ended, ["ended_on"], batch_size=200)
    recording.record_written(ended)
    return len(ended)


def _end(post: Post, told: Collection[Period]) -> date | None:
    ends = [ended for started, ended in told if started <= _same_until(post.started_on)]
    if not ends or None in ends:
        return None
    latest = max(end for end in ends if end)
    return latest if latest >= post.started_on else None


def merge_posts(members: Collection[int]) -> None:
    """After a list was read, replace the same posts from biographies with the list's."""
    told = list(Post.objects.filter(member__in=members, source=Source.BIOGRAPHY))
    if told:
        with transaction.atomic():
            Archive.lock()
            end_listed(by_member((post.member_id, (post.started_on, post.ended_on)) for post in told))
            until = listed_until({post.member_id for post in told})
            drop_posts(post for post in told if post.started_on <= until.get(post.member_id, date.min))


def by_member(pairs: Iterable[tuple[int, Value]]) -> dict[int, list[Value]]:
    grouped = defaultdict(list)
    for member, value in pairs:
        grouped[member].append(value)
    return grouped
