"""The pages of users and roles say in words what somebody may do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from questions.accounts.roles import ADMINISTRATOR, EDITOR, ROLES, SENTENCES
from tests.support.desk import make_app, make_user, somebody, text

pytestmark = pytest.mark.django_db


def page_of_clerk(client: Client, **fields: str) -> str:
    return text(client.get(f"/admin/auth/user/{make_user('clerk', role=EDITOR, **fields).pk}/change/"))


def test_a_user_page_offers_each_role_with_what_it_may_do() -> None:
    page = page_of_clerk(somebody(ADMINISTRATOR))
    assert [role for role in ROLES if f"{role}: {SENTENCES[role]}" not in page] == []
    assert 'type="checkbox" name="groups"' in page


def test_a_user_page_shows_neither_the_hash_of_the_password_nor_raw_permissions() -> None:
    page = page_of_clerk(somebody(ADMINISTRATOR))
    hidden = ("algorithm", "pbkdf2", "user_permissions", "is_superuser", "Designates", "axes")
    assert [word for word in hidden if word in page] == []
    assert "Change the password" in page


def test_a_superuser_sees_the_other_rights_folded(admin_client: Client) -> None:
    page = page_of_clerk(admin_client)
    assert "Only for superusers" in page
    assert "is_superuser" in page
    assert "Designates" not in page


def test_a_user_page_says_whether_there_is_a_second_factor(admin_client: Client) -> None:
    user = make_user("clerk", role=EDITOR)
    address = f"/admin/auth/user/{user.pk}/change/"
    assert "Not set up" in text(admin_client.get(address))
    make_app(user)
    assert "Set up: a code from an app" in text(admin_client.get(address))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_page_says_what_the_role_may_do(role: str, admin_client: Client) -> None:
    page = text(admin_client.get(f"/admin/auth/group/{Group.objects.get(name=role).pk}/change/"))
    assert SENTENCES[role] in page
    assert "May view: " in page
    assert 'name="permissions"' not in page
