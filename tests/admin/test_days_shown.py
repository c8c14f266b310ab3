"""The desk shows each day in one form: 1 December 2024."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.defaultfilters import date as date_filter
from django.utils.formats import date_format

from questions.admin.days import spell_day
from tests.support.desk import text
from tests.support.factories import make_question

pytestmark = pytest.mark.django_db


def test_lists_and_forms_show_days_in_one_form(admin_client):
    question = make_question(tabled_on=date(2024, 12, 1))
    shown = text(admin_client.get("/admin/questions/question/"))
    assert "1 December 2024" in shown
    assert "1 Dec. 2024" not in shown
    assert 'value="01/12/2024"' in text(admin_client.get(f"/admin/questions/question/{question.pk}/change/"))


@pytest.mark.any_engine
def test_filters_and_helpers_write_days_alike():
    day = date(2024, 12, 1)
    assert date_format(day) == date_format(day, "SHORT_DATE_FORMAT") == date_filter(day) == "1 December 2024"
    assert [spell_day(value) for value in ("2024-12-01", "2024-13-01x", "Leeds", "")] == [
        *("1 December 2024", "2024-13-01x", "Leeds", "")
    ]
