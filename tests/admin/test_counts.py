"""Numbers on the admin's lists are written as people write them, and never guessed."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.utils import timezone

from questions.admin import base
from questions.models import ImportRun, Question, SecurityEvent
from tests.support.desk import QUESTIONS, somebody, text

pytestmark = pytest.mark.django_db


def make_questions(number: int) -> None:
    rows = (
        Question(uin=str(at), tabled_on="2024-01-01", text="To ask.", heading="Hubs") for at in range(1, number + 1)
    )
    Question.objects.bulk_create(rows)


def test_more_than_a_thousand_rows_have_a_comma() -> None:
    make_questions(1_234)
    page = text(somebody("Publisher").get(QUESTIONS))
    for part in ("1,234 results", "1,234 questions", "All ticked: 1,234<", "Tick all questions (1,234)"):
        assert part in page
    assert "1234 " not in page


def test_more_rows_than_are_counted_are_more_than_that_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MOST_COUNTED", 1_100)
    make_questions(1_101)
    page = text(somebody("Publisher").get(QUESTIONS))
    for part in (
        "More than 1,100 results",
        "More than 1,100 questions",
        "All ticked: more than 1,100<",
        "Tick all questions (more than 1,100)",
    ):
        assert part in page
    assert "1,101" not in page


def test_exactly_as_many_rows_as_are_counted_are_that_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MOST_COUNTED", 60)
    make_questions(60)
    assert "60 results" in text(somebody("Viewer").get(QUESTIONS))


def test_an_imports_numbers_have_commas_on_the_first_page_and_in_the_list() -> None:
    numbers = {"created": 60_289, "updated": 1_001, "unchanged": 2_002, "vanished": 3_003, "requests": 4_004}
    ImportRun.objects.create(kind="sync", outcome="done", refused=5_005, **numbers)
    administrator = somebody("Administrator")
    listed = text(administrator.get("/admin/questions/importrun/"))
    for shown in ("60,289", "1,001", "2,002", "3,003", "4,004", "5,005"):
        assert f">{shown}<" in listed
    assert "5,005 refused" in text(administrator.get("/admin/"))


def test_failures_in_the_security_log_have_commas() -> None:
    SecurityEvent.objects.create(kind="failed", by="anna", on="anna", times=1_234, last_at=timezone.now())
    assert ">1,234<" in text(somebody("Administrator").get("/admin/questions/securityevent/"))


def test_no_list_counts_its_whole_table() -> None:
    for own in admin.site._registry.values():
        assert own.paginator is base.CappedPaginator, own
        assert own.show_full_result_count is False, own
        assert own.show_facets is admin.ShowFacets.NEVER, own
