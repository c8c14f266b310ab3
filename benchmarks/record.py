"""What derived facts cost: `python -m benchmarks.record --questions 1000000 [--keep FOLDER]`.

Builds an archive (see generated.py), works out its derived facts, and requests the pages that count all of them: with
empty caches, as after a change, and again with full ones.
"""

from __future__ import annotations

from typing import Any

from . import size
from .figures import line, progress, timed, times_of

ROUNDS = 7
PAGES = (
    "/statistics/",
    "/statistics/?house=commons&by=month",
    "/statistics/?department={department}",
    "/questions/?overdue=1",
    "/questions/?kind=not-held",
    "/corrections/",
    "/documents/",
    "/coverage/",
    "/departments/{department}/",
    "{member}",
)


def measure() -> None:
    from questions.archive.derived.steps import derive_all
    from questions.search.index.writer import catch_up

    seconds = timed(derive_all, lambda done, total: progress(f"{done:,} of {total:,} worked out"))
    line("everything worked out anew", f"{seconds:.1f} s")
    line("index", f"{timed(catch_up):.1f} s")
    _count_rows()
    for page in PAGES:
        _measure_page(page)


def _count_rows() -> None:
    from questions.models import CitedDocument, Reference

    there = f"{Reference.objects.count():,} references, {CitedDocument.objects.count():,} documents"
    line("  of which", there)


def _measure_page(page: str) -> None:
    from django.test import Client

    from questions.search.index import store

    client, path = Client(), page.format(**_names())

    def get() -> None:
        assert client.get(path).status_code == 200, path

    get()
    kept = [timed(get) for _ in range(ROUNDS)]
    anew = []
    for _ in range(ROUNDS):
        store.snapshot().kept.clear()
        anew.append(timed(get))
    line(page, f"anew {times_of(anew)}   kept {times_of(kept)}")


def _names() -> dict[str, Any]:
    """The department asked most often, and the member who answered most often."""
    from questions.models import Department, Member
    from questions.search.criteria import Criteria
    from questions.search.results import QuestionSearch

    counts = QuestionSearch(Criteria()).facets(["department", "answered_by"]).by
    department, member = ([key for key in counts[name] if key] for name in ("department", "answered_by"))
    asked, minister = Department.objects.get(pk=department[0]), Member.objects.get(pk=member[0])
    return {"department": asked.slug, "member": minister.get_absolute_url()}


if __name__ == "__main__":
    size.run("record", __doc__, measure)
