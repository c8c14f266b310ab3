"""Memberships (which member sat where, for whom, when) as a spreadsheet."""

from __future__ import annotations

from typing import Any

from questions.archive.held import log_asked_as, recompute_memberships, tag_asked_as
from questions.archive.printed import settle_printed
from questions.models import Member, Membership
from questions.models.members import House
from questions.models.periods import Source

from .questions import HOUSES
from .resources import Column, Target
from .rows import RowResource, delete, put, refuse_backwards
from .widgets import Day, Named, OneOf


class MembershipResource(RowResource):
    model = Membership
    changes_meanings = True
    natural = ("member", "house", "started", "party")
    relations = ("member",)

    id = Column("pk")
    member = Column("member", Named(Member), needed=True)
    house = Column("house", OneOf(HOUSES, dict(House.choices)), needed=True)
    party = Column("party", needed=True)
    seat = Column("seat")
    started = Column("started_on", Day(), needed=True)
    ended = Column("ended_on", Day())

    def complete(self, row: Any, target: Target) -> None:
        refuse_backwards(row)

    def label(self, target: Target) -> str:
        return f"{target.row.member}: {target.row}" if target.row else super().label(target)

    def write(self, rows: list[Any]) -> None:
        before = self._members(rows)
        for row in rows:
            row.source = Source.EDITOR
            row.set_slugs()
        log_asked_as(rows)
        put(rows)
        self._settle(before | self._members(rows))
        tag_asked_as(rows)

    def take_away(self, rows: list[Any]) -> None:
        log_asked_as(rows)
        members = self._members(rows)
        delete(rows)
        self._settle(members)

    def _members(self, rows: list[Any]) -> set[int]:
        """Whose they are to be, and whose they have been."""
        there = Membership.objects.filter(pk__in=[row.pk for row in rows if row.pk])
        return {row.member_id for row in rows} | set(there.values_list("member", flat=True))

    def _settle(self, members: set[int]) -> None:
        settle_printed()
        recompute_memberships(members)
