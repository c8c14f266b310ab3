"""A member's career as a chart: the parties that they sat for, and the posts that they held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date

from questions.models import Membership, Post

from .spans import Drawing, Named, Period, drawing

HOUSES = {"commons": "Commons", "lords": "Lords"}


def career(memberships: Iterable[Membership], posts: Iterable[Post], today: date) -> Drawing:
    """Parties first, then posts, each on one line however often it was held. Rows must come from with_recorded_on()."""
    return drawing([*_parties(memberships), *_posts(posts)], today)


def _parties(memberships: Iterable[Membership]) -> list[Named]:
    """One line for each party, with all its labels on record."""
    lines = _together(((m.house, m.party_slug), m.party, m) for m in memberships)
    return [line._replace(name=f"{HOUSES.get(line.what.house, line.what.house)}: {line.name}") for line in lines]


def _posts(posts: Iterable[Post]) -> list[Named]:
    return _together(((post.title, post.department_name), post.whole_title, post) for post in posts)


def _together(held: Iterable[tuple[Hashable, str, Membership | Post]]) -> list[Named]:
    """One line for each key, in the order in which they began, with its names and one of its rows."""
    lines: defaultdict[Hashable, list[tuple[str, Membership | Post]]] = defaultdict(list)
    for key, name, one in sorted(held, key=lambda each: (each[2].started_on, each[1])):
        lines[key].append((name, one))
    return [_line(found) for found in lines.values()]


def _line(found: list[tuple[str, Membership | Post]]) -> Named:
    names = dict.fromkeys(name for name, _ in found)
    return Named(" · ".join(names), [_period(one) for _, one in found], found[0][1])


def _period(one: Membership | Post) -> Period:
    return Period(one.started_on, one.last_day, one.recorded_on)
