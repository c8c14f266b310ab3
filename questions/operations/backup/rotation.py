"""Which backups to keep: `7d,4w,12m` keeps the newest of each of the last 7 days, 4 weeks and 12 months that have one.

Days without a backup do not count, so if backups stop for a month, the old ones stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

Keep = dict[str, int]  # how many, for each unit

# The period in which a moment falls, for each unit.
PERIODS: dict[str, Callable[[datetime], tuple[int, ...]]] = {
    "d": lambda at: (at.year, at.month, at.day),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
    "y": lambda at: (at.year,),
}
PART = re.compile(r"([1-9][0-9]{0,3})([dwmy])")


def read_keep(text: str) -> Keep:
    """The rule written as `7d,4w,12m`. Raises ValueError."""
    parts = [PART.fullmatch(part.strip()) for part in text.split(",")]
    units = [part[2] for part in parts if part]
    if len(units) < len(parts) or len(set(units)) < len(units):
        raise ValueError("expected numbers of days, weeks, months or years, each unit once, such as 7d,4w,12m")
    return {part[2]: int(part[1]) for part in parts if part}


def choose_kept(times: Iterable[datetime], keep: Keep) -> set[datetime]:
    """The moments whose backups to keep, always with the newest."""
    newest_first = sorted(times, reverse=True)
    kept = set(newest_first[:1])
    for unit, number in keep.items():
        kept |= set(newest_of_each(newest_first, PERIODS[unit])[:number])
    return kept


def newest_of_each(newest_first: Collection[datetime], period: Callable[[datetime], tuple[int, ...]]) -> list[datetime]:
    """The newest moment of each period that has one, newest first."""
    newest: dict[tuple[int, ...], datetime] = {}
    for at in newest_first:
        newest.setdefault(period(at), at)
    return list(newest.values())
