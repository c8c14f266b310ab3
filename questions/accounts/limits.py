"""Limits on failed attempts to sign in, with passwords and codes alike, and the counts that they need.

Counts are the same for names that exist and names that do not. The table has a limit too: under a flood of names and
addresses, it keeps the latest counts and the highest.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import nlargest
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils import timezone

from questions.models import FailedSignIns

from .known import browser_of, hashed, is_known_place
from .requests import limited_by

MOST_ROWS = 10_000
PRUNED_EVERY = 100  # new rows
KEPT = 100  # times the longest wait


class Limit(NamedTuple):
    """After `times` × DESK_FAILURES failures comes a wait of DESK_LOCKOUT_MINUTES. If it grows, it begins with 1 s.

    A count with growing waits falls by one for each DESK_LOCKOUT_MINUTES without a failure; others are then forgotten.
    """

    times: int
    grows: bool

    @property
    def free(self) -> int:
        return settings.AXES_FAILURE_LIMIT * self.times

    @property
    def most(self) -> int:
        """The count with the longest wait: more would only take longer to be forgotten."""
        return self.free + int(longest().total_seconds()).bit_length()

    def wait(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta(0)
        return min(longest(), timedelta(seconds=2 ** (failures - self.free))) if self.grows else longest()

    def left(self, row: FailedSignIns, now: datetime) -> int:
        """How many of a row's failures still count."""
        periods = max(0, (now - row.at) // longest())
        return max(0, row.failures - periods) if self.grows or not periods else 0


LIMITS = {
    "pair": Limit(1, grows=False),  # a name at a place: an IPv4 address or an IPv6 network
    "browser": Limit(1, grows=False),  # a name in a browser in which its user has signed in before
    "place": Limit(4, grows=True),  # a place, with any names
    "name": Limit(2, grows=True),  # a name, at all places where nobody has signed in before
}


def longest() -> timedelta:
    return settings.AXES_COOLOFF_TIME


def keys(request: HttpRequest, name: str) -> list[str]:
    """The keys of the counts that apply; the first counts only this user here."""
    who, where = hashed(name), hashed(limited_by(request))
    if browser := browser_of(request, name):
        return [f"browser:{who}:{hashed(browser)}"]
    elsewhere = [] if is_known_place(request) else [f"name:{who}:"]
    return [f"pair:{who}:{where}", f"place::{where}", *elsewhere]


def locked_until(request: HttpRequest, name: str) -> datetime | None:
    """When the user may next try, if not now."""
    now = timezone.now()
    ends = [row.at + _limit(row.key).wait(row.failures) for row in _rows(keys(request, name))]
    return max((end for end in ends if end > now), default=None)


def count(request: HttpRequest, name: str) -> int:
    """Count a failure; returns how many there were by this name here."""
    here, *_ = map(_count, keys(request, name))
    return here


def _count(key: str) -> int:
    now, limit = timezone.now(), _limit(key)
    with transaction.atomic():
        first = {"failures": 1, "at": now}
        row, is_new = FailedSignIns.objects.select_for_update().get_or_create(key=key, defaults=first)
        if not is_new:
            row.failures, row.at = min(limit.left(row, now) + 1, limit.most), now
            row.save()
    if is_new and row.pk % PRUNED_EVERY == 0:
        prune()
    return row.failures


def forgive(request: HttpRequest, name: str) -> None:
    """After a complete sign-in: this user's failures here were mistakes, and count nowhere."""
    own, *others = keys(request, name)
    for row in _rows([own]):
        _rows(others).update(failures=Greatest(F("failures") - row.failures, 0))
        row.delete()


def reset(name: str | None, place: str | None) -> int:
    """Forget the counts of a name, of a place, of the two together, or all; returns how many."""
    parts = [hashed(text) for text in (name, place) if text is not None]
    return FailedSignIns.objects.filter(*(Q(key__contains=part) for part in parts)).delete()[0]


def prune() -> int:
    """Delete what no longer counts, and what is beyond the table's limit; returns how many."""
    old, _ = FailedSignIns.objects.filter(at__lt=timezone.now() - KEPT * longest()).delete()
    rows = list(FailedSignIns.objects.values_list("pk", "failures", "at"))
    if len(rows) <= MOST_ROWS:
        return old
    latest = nlargest(MOST_ROWS // 2, rows, key=lambda row: row[2])
    highest = nlargest(MOST_ROWS // 2, rows, key=lambda row: row[1:])
    return old + _delete({row[0] for row in rows} - {row[0] for row in (*latest, *highest)})


def _delete(numbers: set[int]) -> int:
    """Delete rows, but none that another process is changing: it may wait for one of these."""
    with transaction.atomic():
        free = FailedSignIns.objects.select_for_update(skip_locked=True).filter(pk__in=numbers)
        return FailedSignIns.objects.filter(pk__in=list(free.values_list("pk", flat=True))).delete()[0]


def _rows(wanted: list[str]) -> QuerySet[FailedSignIns]:
    return FailedSignIns.objects.filter(key__in=wanted)


def _limit(key: str) -> Limit:
    return LIMITS[key.partition(":")[0]]
