"""Ministerial posts as a spreadsheet. A post belongs to the department that had that short name when the post began."""

from __future__ import annotations

from typing import Any

from questions.archive.derived.posts_held import link_posts, log_answered_as, recompute_posts
from questions.models import Member, Post

from .periods import PeriodResource
from .resources import Column
from .widgets import Day, LastDay, Named, OneOf, YesOrNo


class PostResource(PeriodResource):
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
    ended = Column("ended_on", LastDay())
    acting = Column("is_acting", YesOrNo())
    on_leave = Column("is_on_leave", YesOrNo())

    def tell(self, rows: list[Any]) -> None:
        log_answered_as(rows)

    def recompute(self, members: set[int]) -> None:
        recompute_posts(members | link_posts())
