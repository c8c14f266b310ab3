"""The admin's first page: what one does, recent work, and the tables in groups."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from questions.models import Question
from tests.support.desk import make_user, signed_in, somebody, text
from tests.support.factories import make_question

from .test_admin import ADD, post, question_form

pytestmark = pytest.mark.django_db

FIRST = "/admin/"
MACHINERY = ("Evidence", "Leases", "Job runs", "Sync plans", "Import runs", "Changes")


def groups(client: Client) -> list[str]:
    return re.findall(r'<h2 id="group-[^"]*">([^<]+)</h2>', text(client.get(FIRST)))


def test_the_page_begins_with_what_one_does_then_has_recent_work_then_the_tables() -> None:
    page = text(somebody("Editor").get(FIRST)).partition("<h1>")[2]
    places = [page.index(part) for part in ("New question", "New from a page", "To do", "Your recent work", "Records")]
    assert places == sorted(places)


def test_the_tables_are_in_groups_with_plain_names() -> None:
    assert groups(somebody("Editor")) == ["Records", "Words and topics", "People and departments", "Checks"]


@pytest.mark.parametrize("role", ["Viewer", "Editor", "Publisher"])
def test_machinery_is_not_shown_to_other_roles(role: str) -> None:
    page = text(somebody(role).get(FIRST))
    assert [name for name in ("Machinery", "Latest imports", *MACHINERY) if f">{name}<" in page] == []


def test_machinery_is_shown_to_administrators_and_superusers(admin_user: User) -> None:
    for client in (somebody("Administrator"), signed_in(admin_user)):
        page = text(client.get(FIRST))
        assert groups(client)[-1] == "Machinery"
        assert [name for name in MACHINERY if f">{name}<" not in page] == []


def test_what_a_user_did_last_is_shown_to_that_user_only() -> None:
    editor = somebody("Editor")
    post(editor, ADD, question_form(heading="Family Hubs"))
    address = f"/admin/questions/question/{Question.objects.get().pk}/change/"
    assert f'Added question <a href="{address}">Family Hubs (171468)</a>' in text(editor.get(FIRST))
    assert "Family Hubs" not in text(somebody("Viewer").get(FIRST))


def test_a_viewer_is_offered_nothing_to_enter() -> None:
    page = text(somebody("Viewer").get(FIRST))
    assert "New question" not in page
    assert "Find a question" in page


def test_a_user_without_any_permission_is_told_so() -> None:
    user = make_user("nobody")
    user.groups.add(Group.objects.create(name="Nothing"))
    assert "You do not have permission to see or change anything." in text(signed_in(user).get(FIRST))


def test_the_search_box_leads_to_the_list_of_questions() -> None:
    make_question("Parking", uin="1")
    viewer = somebody("Viewer")
    assert 'class="desk-find" action="/admin/questions/question/"' in text(viewer.get(FIRST))


def test_the_former_pages_of_apps_lead_to_the_first_page() -> None:
    assert somebody("Editor").get("/admin/questions/").headers["Location"] == FIRST
