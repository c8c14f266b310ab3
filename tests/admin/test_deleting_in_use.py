"""Deleting a department or a member that questions name: the page says why not, and what to do instead."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from questions.models import Department
from tests.support.desk import somebody, text
from tests.support.factories import make_answered, make_member, make_post, make_question
from tests.support.topic_desk import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return somebody("Administrator")


def delete_page(row: Any) -> str:
    return page_of(row).replace("/change/", "/delete/")


def test_a_department_with_questions_says_how_many_and_what_to_do_instead(desk: Client) -> None:
    for uin in ("1", "2"):
        department = make_question("Hubs", uin=uin, department="Home Office").department
    page = text(desk.get(delete_page(department)))
    assert "cannot be deleted, because these records name it" in page
    assert "2 questions" in page
    assert "enter its end date" in page
    assert "your account doesn't have permission" not in page
    desk.post(delete_page(department), {"post": "yes"})
    assert Department.objects.filter(name="Home Office").exists()


def test_the_number_links_to_the_list_of_exactly_those_questions(desk: Client) -> None:
    department = make_question("Hubs", uin="1", department="Home Office").department
    make_question("Trains", uin="2", department="Department for Transport")
    page = desk.get(delete_page(department)).content.decode()
    [address] = re.findall(r'href="(/admin/questions/question/\?[^"]*)"', page)
    assert [str(row.heading) for row in desk.get(address).context["cl"].result_list] == ["Hubs"]


def test_a_member_with_answers_and_posts_says_so(desk: Client) -> None:
    member = make_member("Ann Example")
    make_post(member)
    make_answered("Hubs").answers.update(answered_by=member)
    page = text(desk.get(delete_page(member)))
    assert "1 answer" in page
    assert "1 post" in page
    assert "end dates" in page


def test_the_form_has_a_button_to_delete_only_what_can_be_deleted(desk: Client) -> None:
    used, unused = make_member("Ann Example"), make_member("Ben Sample")
    make_question("Hubs", asked_by=used)
    assert "deletelink" not in text(desk.get(page_of(used)))
    assert "Where it is used" in text(desk.get(page_of(used)))
    assert "deletelink" in text(desk.get(page_of(unused)))
    assert "Where it is used" not in text(desk.get(page_of(unused)))
