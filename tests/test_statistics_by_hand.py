"""The statistics of real questions, beside a count by hand: plain SQL over the rows."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.indexing import index_dir

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.usefixtures(index_dir.__name__)]

BY_HAND = """
SELECT department.slug,
       COUNT(*),
       SUM(CASE WHEN question.answered_on IS NOT NULL THEN 1 ELSE 0 END),
       SUM(CASE WHEN question.answered_on BETWEEN question.tabled_on AND question.deadline_on THEN 1 ELSE 0 END),
       SUM(CASE WHEN question.answered_on > question.deadline_on THEN 1 ELSE 0 END),
       SUM(CASE WHEN question.status IN ('unanswered', 'holding')
                 AND question.last_seen_on > question.deadline_on THEN 1 ELSE 0 END),
       SUM(CASE WHEN question.status IN ('unanswered', 'holding')
                 AND question.last_seen_on <= question.deadline_on THEN 1 ELSE 0 END)
  FROM questions_question AS question
  JOIN questions_department AS department ON department.id = question.department_id
 WHERE question.published_at IS NOT NULL AND question.deleted_at IS NULL
 GROUP BY department.slug
"""
FIGURES = ("tabled", "answered", "on-time", "late", "overdue", "open")


def shown(page: str) -> dict[str, tuple[int, ...]]:
    rows = re.findall(r'<tr data-value="([a-z-]+)">(.*?)</tr>', page, re.S)
    return {slug: tuple(int(figures[name]) for name in FIGURES) for slug, figures in map(_row, rows)}


def _row(row: tuple[str, str]) -> tuple[str, dict[str, str]]:
    return row[0], dict(re.findall(r'data-figure="([^"]+)" data-count="(\d*)"', row[1]))


@pytest.mark.slow
def test_the_figures_of_a_real_month_equal_those_of_the_rows(client: Client, real_data: Path) -> None:
    """No session ended between the tabling of these and the day on which they were last seen."""
    for name in ("2024-08", "2025-10"):
        call_command("import_questions", str(real_data / "parliament" / "list" / f"{name}.json.xz"), stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        by_hand = {slug: tuple(numbers) for slug, *numbers in cursor.fetchall()}
    found = shown(client.get("/statistics/").content.decode())
    assert found == by_hand
    assert sum(numbers[0] for numbers in by_hand.values()) > 4000
