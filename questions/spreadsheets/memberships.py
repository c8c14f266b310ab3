"""Memberships (each member's House, seat and party, with dates) as a spreadsheet."""

from __future__ import annotations

from typing import Any

from questions.archive.derived.posts_held import log_asked_as, recompute_memberships, tag_asked_as
from questions.models import Member, Membership
from questions.models.members import House

from .periods import PeriodResource
from .questions import HOUSES
from .resources import Column
from .widgets import Day, LastDay, Named, OneOf


class MembershipResource(PeriodResource):
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
    ended = Column("ended_on", LastDay())

    def write(self, rows: list[Any]) -> None:
        for row in rows:
            row.set_slugs()
        super().write(rows)
        tag_asked_as(rows)

    def tell(self, rows: list[Any]) -> None:
        log_asked_as(rows)

    def recompute(self, members: set[int]) -> None:
        recompute_memberships(members)
