"""Reads lists page by page to find questions that have changed, which are then due to be fetched in full.

A list may shift while it is read, when a question is tabled. So pages overlap, and each must show the last question of
the page before; if one does not, or if the total has changed, the list is read again.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from questions.archive.importing.sightings import see_again
from questions.models import Archive, ListedQuestion, Question, SyncWindow

from .client import Client, NotFetched
from .plans import mark_due
from .responses import Item, Page, read_page
from .runs import SyncRun

QUESTIONS = "api/writtenquestions/questions"
SHARED = 5  # questions that a page shares with the one before: if up to this many vanish, none is missed
PASSES = 4  # times a shifting list is read; then it is accepted if as many questions were found as it has


def read_window(client: Client, run: SyncRun, window: SyncWindow) -> Iterator[None]:
    """Read this list to its end, from the page where the last run stopped; yields after each page.

    Raises NotFetched.
    """
    for _ in range(PASSES):
        is_through = False
        while not is_through:
            page = ask_page(client, window)
            is_through = _keep(run, window, page)
            yield
        if window.is_done:
            return
    _settle(window, page.total)


def ask_page(client: Client, window: SyncWindow, take: int = 0) -> Page:
    fetched = client.get(QUESTIONS, parameters(window, take or settings.SYNC_PAGE_SIZE))
    try:
        return read_page(fetched.data)
    except NotFetched as error:
        raise NotFetched(f"{fetched.url}: {error}") from None


def parameters(window: SyncWindow, take: int) -> list[tuple[str, str]]:
    return [
        ("house", window.plan.house.capitalize()),
        (f"{window.kind}WhenFrom", window.first.isoformat()),
        (f"{window.kind}WhenTo", window.last.isoformat()),
        ("includeWithdrawn", "true"),
        ("skip", str(window.skip)),
        ("take", str(take)),
    ]


@transaction.atomic
def _keep(run: SyncRun, window: SyncWindow, page: Page) -> bool:
    """Record the page's questions and where the next page begins; True after the last page."""
    Archive.lock()
    _note(run, window, page.items)
    is_through = _step(window, page)
    if window.is_done:
        _find_missing(window)
    window.save()
    run.progress.listed(len(page.items))
    return is_through


def _step(window: SyncWindow, page: Page) -> bool:
    """Go to the next page. After the last, finish, or start again if the list has shifted."""
    ids = [item.id for item in page.items]
    end = window.skip + len(ids)
    # Only recorded: the list is read to its end before it is read again, and what it shows is saved either way.
    window.has_moved |= _has_moved(window, page.total, ids) or (not ids and end < page.total)
    window.total, window.last_id = page.total, ids[-1] if ids else None
    # By at least one, however short the page: otherwise reading would never end.
    window.skip += max(len(ids) - min(SHARED, settings.SYNC_PAGE_SIZE // 2), 1)
    is_through = end >= page.total or not ids
    if is_through and window.has_moved:
        window.begin_again()
    else:
        window.is_done = is_through
    return is_through


def _has_moved(window: SyncWindow, total: int, ids: list[int | None]) -> bool:
    if window.total is None:
        return False
    return window.total != total or (window.last_id is not None and window.last_id not in ids)


def _note(run: SyncRun, window: SyncWindow, items: list[Item]) -> None:
    """Mark questions whose entry has changed as due, and record the others as seen again."""
    for place, item in enumerate(items):
        if item.id is None:
            run.refuse(str(window), window.skip + place, "the list gives no id for this question", item.raw)
    shown = {item.id: item.digest for item in items if item.id}
    same = _known_as_shown(shown)
    _write(window, {number: digest for number, digest in shown.items() if number not in same})
    listed = ListedQuestion.objects.filter(pk__in=same)
    listed.update(window_id=window.pk)
    # Those that are due are fetched in full anyway.
    see_again(listed.filter(is_due=False).values_list("pk", flat=True), run.day, run.count)


def _known_as_shown(shown: dict[int, str]) -> set[int]:
    """The ids of questions with an unchanged entry that are in the archive and not marked as vanished."""
    before = dict(ListedQuestion.objects.filter(pk__in=shown).values_list("pk", "digest"))
    there = Question.objects.filter(parliament_id__in=shown, vanished_on=None).values_list("parliament_id", flat=True)
    return {number for number in there if number and before.get(number) == shown[number]}


def _write(window: SyncWindow, changed: dict[int, str]) -> None:
    rows = [
        ListedQuestion(parliament_id=number, digest=digest, window_id=window.pk, is_due=True)
        for number, digest in changed.items()
    ]
    ListedQuestion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["parliament_id"],
        update_fields=["digest", "window_id", "is_due"],
    )


def _find_missing(window: SyncWindow) -> None:
    """Mark as due the questions that were tabled on these days but are no longer listed."""
    if window.kind == SyncWindow.Kind.TABLED:
        named = ListedQuestion.objects.filter(window_id=window.pk).values("parliament_id")
        tabled = Question.objects.in_house(window.plan.house).tabled_between(window.first, window.last)
        missing = tabled.at_parliament().filter(vanished_on=None).exclude(parliament_id__in=named).order_by()
        mark_due(list(missing.values_list("parliament_id", flat=True)))


def _settle(window: SyncWindow, total: int) -> None:
    """Accept a list that kept shifting, if as many questions were found as it has."""
    if ListedQuestion.objects.filter(window_id=window.pk).count() < total:
        raise NotFetched(f"the list of {window} changed while it was read, {PASSES} times in a row")
    with transaction.atomic():
        # Without the archive's lock, because nothing here is in the change log.
        window.is_done = True
        _find_missing(window)
        window.save()
