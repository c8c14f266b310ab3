"""A form shows and saves only so many rows of another table, whatever number was sent."""

from __future__ import annotations

import pytest

from questions.admin.base import FEW_ROWS
from questions.models import Member, Question
from tests.admin.test_admin import question_form, rows
from tests.support.desk import somebody, text

pytestmark = pytest.mark.django_db

MANY = [str(FEW_ROWS["max_num"] + 1), "1000000", "9" * 30]


@pytest.mark.parametrize("sent", MANY)
@pytest.mark.parametrize("table", ["answers", "topic_assignments"])
def test_a_question_with_too_many_rows_is_refused_without_showing_them(table: str, sent: str) -> None:
    form = {**question_form(), f"{table}-TOTAL_FORMS": sent}
    answer = somebody("Editor").post("/admin/questions/question/add/", form)
    assert answer.status_code == 200
    assert "Please submit at most 100 forms." in text(answer)
    (formset,) = [one.formset for one in answer.context["inline_admin_formsets"] if one.formset.prefix == table]
    assert len(formset.forms) <= FEW_ROWS["max_num"]
    assert not Question.objects.exists()


@pytest.mark.parametrize("sent", MANY)
def test_a_member_with_too_many_posts_is_refused(sent: str) -> None:
    form = {"name": "New Member", **rows("memberships"), **rows("posts"), "posts-TOTAL_FORMS": sent}
    assert "Please submit at most 100 forms." in text(somebody("Editor").post("/admin/questions/member/add/", form))
    assert not Member.objects.exists()
