"""What a member was over the years, drawn: the parties they sat for, and the posts that they held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date

from questions.models import Membership, Post
from questions.spans import Drawing, Named, Period, drawing

HOUSES = {"commons": "Commons", "lords": "Lords"}


def career(memberships: Iterable[Membership], posts: Iterable[Post], today: date) -> Drawing:
    """Parties first, then posts; what was held several times is on one line. Of rows with_recorded_on()."""
    return drawing([*_parties(memberships), *_posts(posts)], today)


def _parties(memberships: Iterable[Membership]) -> list[Named]:
    return _together(((m.house, m.party_slug), f"{HOUSES.get(m.house, m.house)}: {m.party}", m) for m in memberships)


def _posts(posts: Iterable[Post]) -> list[Named]:
    return _together(((post.title, post.department_name), post.title, post) for post in posts)


def _together(held: Iterable[tuple[Hashable, str, Membership | Post]]) -> list[Named]:
    """One line for each key, in the order in which they began, with its name and one of what is on it."""
    lines: defaultdict[Hashable, list[tuple[str, Membership | Post]]] = defaultdict(list)
    for key, name, one in sorted(held, key=lambda each: (each[2].started_on, each[1])):
        lines[key].append((name, one))
    return [Named(found[0][0], [_period(one) for _, one in found], found[0][1]) for found in lines.values()]


def _period(one: Membership | Post) -> Period:
    return Period(one.started_on, one.last_day, one.recorded_on)
