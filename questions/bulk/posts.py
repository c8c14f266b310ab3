"""Ministerial posts as a spreadsheet. A post belongs to the department that had its short name when it began."""

from __future__ import annotations

from typing import Any

from questions.archive.held import link_posts, log_answered_as, recompute_posts
from questions.archive.printed import settle_printed
from questions.models import Member, Post
from questions.models.periods import Source

from .resources import Column, Target
from .rows import RowResource, delete, put, refuse_backwards
from .widgets import Day, Named, OneOf, YesOrNo


class PostResource(RowResource):
    model = Post
    natural = ("member", "title", "department", "started")
    relations = ("member", "department")

    id = Column("pk")
    member = Column("member", Named(Member), needed=True)
    title = Column("title", needed=True)
    rank = Column("rank", OneOf(dict(Post.Rank.choices)))
    department = Column("department_name")
    department_short = Column("department_short_name")
    department_on_record = Column("department__name", readonly=True)
    cabinet_status = Column("cabinet_status")
    started = Column("started_on", Day(), needed=True)
    ended = Column("ended_on", Day())
    acting = Column("is_acting", YesOrNo())
    on_leave = Column("is_on_leave", YesOrNo())

    def complete(self, row: Any, target: Target) -> None:
        refuse_backwards(row)

    def label(self, target: Target) -> str:
        return f"{target.row.member}: {target.row}" if target.row else super().label(target)

    def write(self, rows: list[Any]) -> None:
        before = self._members(rows)
        for row in rows:
            row.source = Source.EDITOR
        log_answered_as(rows)
        put(rows)
        self._settle(before | self._members(rows))

    def take_away(self, rows: list[Any]) -> None:
        log_answered_as(rows)
        members = self._members(rows)
        delete(rows)
        self._settle(members)

    def _members(self, rows: list[Any]) -> set[int]:
        """Whose they are to be, and whose they have been."""
        there = Post.objects.filter(pk__in=[row.pk for row in rows if row.pk])
        return {row.member_id for row in rows} | set(there.values_list("member", flat=True))

    def _settle(self, members: set[int]) -> None:
        settle_printed()
        recompute_posts(members | link_posts())
