"""The page that the project started from, entered by hand: every part of it is found on ours."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from questions.models import Department, Member, Question
from questions.text.cleaning import plain
from tests.admin.test_admin import post, question_form

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]

ADDRESS = "/questions/commons/2023-03-22/171468/"


@pytest.fixture
def seed(real_data: Path) -> list[str]:
    """The seed page's lines that are not empty."""
    return [line for line in (real_data / "seed.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture
def people(real_data: Path) -> None:
    for command, path in [("import_departments", "departments.csv"), ("import_posts", "ministers/posts.csv")]:
        call_command(command, str(real_data / path), stdout=StringIO(), stderr=StringIO())


def test_the_seed_page_is_entered_by_hand_and_every_part_is_found(seed, people, admin_client, client):
    heading, _, department_line, question, *rest = seed
    end = next(place for place, line in enumerate(rest) if line.startswith("This question was answered"))
    minister, todays_post = rest[end - 2], rest[end - 1]
    paragraphs = [line for line in rest[end + 1 :] if len(line) > 40]
    department = department_line.removeprefix("Question to the ").removesuffix(":")
    answer = {
        "stage": 2,
        "answered_on": "2023-03-30",
        "answered_by": Member.objects.get(name=minister).pk,
        "text": "\n\n".join(paragraphs),
    }
    form = question_form(
        answer,
        heading=heading,
        text=question,
        department=Department.objects.get(name=department, ended_on=None).pk,
    )
    post(admin_client, "/admin/questions/question/add/", form)
    page = plain(client.get(ADDRESS).content.decode())
    for part in (heading, "22 March 2023", f"Question to the {department}", question, minister, "30 March 2023"):
        assert part in page
    for paragraph in paragraphs:
        assert paragraph in page
    held = Question.objects.get().current_answer.answered_as
    assert "Education" in held.department_name
    assert held.title in page
    assert todays_post != held.title, "the seed shows a post of a later day"
