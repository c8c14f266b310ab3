"""Plans which lists a sync reads. A plan is kept until all its windows have been read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from questions.models import ListedQuestion, ParliamentarySession, Question, SyncPlan, SyncWindow

MAY_COME_BACK = timedelta(days=30)  # how long vanished open questions are still fetched: an API may be wrong for a day


class Wanted(NamedTuple):
    """The user's options. Without `since`, a sync continues from earlier plans; without `until`, it ends at `as_of`."""

    houses: Sequence[str]
    as_of: date
    since: date | None = None
    until: date | None = None


@transaction.atomic
def make_plans(wanted: Wanted) -> list[SyncWindow]:
    """The windows to read, in order: those left from earlier plans, and those of a new plan.

    A new plan that reaches the present day also makes all open questions due.
    """
    _forget_finished()
    for plan in new_plans(wanted):
        plan.save()
        SyncWindow.objects.bulk_create(windows(plan))
        if not plan.given_until:
            mark_due(open_questions(plan.house, plan.until))
    return windows_left(wanted)


def new_plans(wanted: Wanted) -> list[SyncPlan]:
    """New plans, unsaved; none for a House that has the same plan unfinished."""
    plans = [_new_plan(house, wanted) for house in wanted.houses]
    return [plan for plan in plans if plan.since <= plan.until and not _is_under_way(plan)]


def _new_plan(house: str, wanted: Wanted) -> SyncPlan:
    return SyncPlan(
        house=house,
        since=wanted.since or _since(house),
        until=wanted.until or wanted.as_of,
        given_since=wanted.since,
        given_until=wanted.until,
    )


def _since(house: str) -> date:
    """Where to continue: a few days before the end of the last plan, for late entries."""
    reached = SyncPlan.objects.up_to_date().filter(house=house).aggregate(day=Max("until"))["day"]
    return reached - timedelta(days=settings.SYNC_OVERLAP) if reached else settings.SYNC_SINCE


def _is_under_way(plan: SyncPlan) -> bool:
    """Whether a stopped run had the same plan; without --since, only on the same day."""
    same = SyncPlan.objects.unfinished().filter(house=plan.house, given_since=plan.given_since)
    same = same.filter(given_until=plan.given_until)
    return (same if plan.given_since else same.filter(until=plan.until)).exists()


def windows_left(wanted: Wanted) -> list[SyncWindow]:
    """Windows of unfinished plans within --since and --until: started ones first, then the newest days."""
    left = SyncWindow.objects.filter(is_done=False, plan__house__in=wanted.houses).select_related("plan")
    if wanted.since or wanted.until:
        left = left.filter(plan__given_since=wanted.since, plan__given_until=wanted.until)
    return sorted(left.order_by("-last", "pk"), key=lambda window: window.skip == 0)


def windows(plan: SyncPlan) -> Iterator[SyncWindow]:
    """A plan's days by month, newest first, with a window for every kind of day."""
    for first, last in months(plan.since, plan.until):
        for kind in SyncWindow.Kind:
            yield SyncWindow(plan=plan, kind=kind, first=first, last=last)


def months(since: date, until: date) -> Iterator[tuple[date, date]]:
    last = until
    while last >= since:
        first = max(last.replace(day=1), since)
        yield first, last
        if first == since:  # the calendar may have no day before it
            return
        last = first - timedelta(days=1)


def open_questions(house: str, day: date) -> list[int]:
    """Parliament's ids of questions that may still be answered, transferred or withdrawn, or may come back."""
    there = Q(vanished_on=None) | Q(vanished_on__gte=day - MAY_COME_BACK)
    rows = Question.objects.at_parliament().unanswered().in_house(house).filter(there).order_by()
    sessions = ParliamentarySession.objects.calendar()  # lapsed questions do not change
    days = rows.values_list("parliament_id", "tabled_on", "last_seen_on")
    return [number for number, tabled, seen in days.iterator() if not sessions.has_ended(tabled, seen)]


def mark_due(ids: Sequence[int]) -> None:
    """Mark these questions as due, so that their full records are fetched."""
    ListedQuestion.objects.bulk_create(
        [ListedQuestion(parliament_id=number, is_due=True) for number in ids],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["parliament_id"],
        update_fields=["is_due"],
    )


def _forget_finished() -> None:
    """Delete finished plans, except the newest of each House, which says where to continue."""
    newest = {plan.house: plan.pk for plan in SyncPlan.objects.up_to_date().order_by("until", "pk")}
    unfinished = SyncPlan.objects.unfinished().values_list("pk", flat=True)
    SyncPlan.objects.exclude(pk__in=[*newest.values(), *unfinished]).delete()
