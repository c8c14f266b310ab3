"""What a sync is to ask of the lists: plans, which are kept until all of their windows have been read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from questions.models import ListedQuestion, ParliamentarySession, Question, SyncPlan, SyncWindow

MAY_COME_BACK = timedelta(
    days=30
)  # what vanished while it was open is asked for so long: an API may be wrong for a day


class Wanted(NamedTuple):
    """What a person asked for: None where they left it to the plans before, and to the day `as_of`."""

    houses: Sequence[str]
    as_of: date
    since: date | None = None
    until: date | None = None


@transaction.atomic
def make_plans(wanted: Wanted) -> list[SyncWindow]:
    """The windows to read, in their order: what is left of plans before, and those of a new plan.

    With a new plan that reaches to the present day, all questions that are open become due.
    """
    _forget_finished()
    for plan in new_plans(wanted):
        plan.save()
        SyncWindow.objects.bulk_create(windows(plan))
        if not plan.given_until:
            mark_due(open_questions(plan.house, plan.until))
    return windows_left(wanted)


def new_plans(wanted: Wanted) -> list[SyncPlan]:
    """Unsaved; none for a House where just that was planned before and not finished."""
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
    """From where to go on: a few days before the end of what was asked, in which something may have come late."""
    reached = SyncPlan.objects.up_to_date().filter(house=house).aggregate(day=Max("until"))["day"]
    return reached - timedelta(days=settings.SYNC_OVERLAP) if reached else settings.SYNC_SINCE


def _is_under_way(plan: SyncPlan) -> bool:
    """Whether a run that was stopped had planned the same; without --since, only on the same day."""
    same = SyncPlan.objects.unfinished().filter(house=plan.house, given_since=plan.given_since)
    same = same.filter(given_until=plan.given_until)
    return (same if plan.given_since else same.filter(until=plan.until)).exists()


def windows_left(wanted: Wanted) -> list[SyncWindow]:
    """Those of unfinished plans, of which --since and --until choose: first what was begun, then the newest days."""
    left = SyncWindow.objects.filter(is_done=False, plan__house__in=wanted.houses).select_related("plan")
    if wanted.since or wanted.until:
        left = left.filter(plan__given_since=wanted.since, plan__given_until=wanted.until)
    return sorted(left.order_by("-last", "pk"), key=lambda window: window.skip == 0)


def windows(plan: SyncPlan) -> Iterator[SyncWindow]:
    """A plan's days by months, the newest first, each once by the day of each kind."""
    for first, last in months(plan.since, plan.until):
        for kind in SyncWindow.Kind:
            yield SyncWindow(plan=plan, kind=kind, first=first, last=last)


def months(since: date, until: date) -> Iterator[tuple[date, date]]:
    last = until
    while last >= since:
        first = max(last.replace(day=1), since)
        yield first, last
        if first == since:  # before which the calendar may have no day
            return
        last = first - timedelta(days=1)


def open_questions(house: str, day: date) -> list[int]:
    """Parliament's ids of those that may still be answered, transferred or withdrawn, or may come back."""
    there = Q(vanished_on=None) | Q(vanished_on__gte=day - MAY_COME_BACK)
    rows = Question.objects.at_parliament().unanswered().in_house(house).filter(there).order_by()
    sessions = ParliamentarySession.objects.calendar()  # what has lapsed stays as it is
    days = rows.values_list("parliament_id", "tabled_on", "last_seen_on")
    return [number for number, tabled, seen in days.iterator() if not sessions.has_ended(tabled, seen)]


def mark_due(ids: Sequence[int]) -> None:
    """The full records of these questions are to be asked for."""
    ListedQuestion.objects.bulk_create(
        [ListedQuestion(parliament_id=number, is_due=True) for number in ids],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["parliament_id"],
        update_fields=["is_due"],
    )


def _forget_finished() -> None:
    """Plans are kept until they are finished; of these the newest one of each House tells from where to go on."""
    newest = {plan.house: plan.pk for plan in SyncPlan.objects.up_to_date().order_by("until", "pk")}
    unfinished = SyncPlan.objects.unfinished().values_list("pk", flat=True)
    SyncPlan.objects.exclude(pk__in=[*newest.values(), *unfinished]).delete()
