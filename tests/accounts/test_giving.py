"""Nobody gives away more than is theirs. Each attack is sent by a client, as forms made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, ROLES
from tests.support.desk import make_app, make_user, signed_in, somebody, text

pytestmark = pytest.mark.django_db

NEW = {"password1": "another horse battery", "password2": "another horse battery", "usable_password": "true"}
SURE = {"post": "yes"}
MANAGED = (
    "view_user",
    "add_user",
    "change_user",
    "delete_user",
    "view_group",
    "add_group",
    "change_group",
    "delete_group",
)


def allowed(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


def make_group(name: str, *codenames: str) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.set(map(allowed, codenames))
    return group


@pytest.fixture
def people() -> dict[str, Any]:
    """The primary keys of users and groups. Keepers can do one thing that an Administrator cannot."""
    keepers, helpers = make_group("Keepers", "delete_user"), make_group("Helpers", "view_user")
    keeper, old, direct = make_user("keeper"), make_user("old", is_superuser=True, is_active=False), make_user("direct")
    keeper.groups.add(keepers)
    direct.user_permissions.add(allowed("change_group"))
    users = [keeper, old, direct, make_user("root", is_superuser=True), make_user("clerk", role=EDITOR)]
    for user in users:
        make_app(user)
    groups = {group.name.lower(): group.pk for group in Group.objects.filter(Q(name__in=ROLES) | Q(pk=helpers.pk))}
    wide = {"wide": allowed("delete_question").pk, "narrow": allowed("view_user").pk}
    return {user.username: user.pk for user in users} | groups | wide | {"keepers": keepers.pk}


def rights() -> Any:
    """All that an attacker might want to change, but the attackers' own new users."""
    users = User.objects.exclude(username="new").order_by("pk")
    return (
        list(users.values_list("pk", "username", "password", "is_active", "is_staff", "is_superuser")),
        list(User.groups.through.objects.order_by("pk").values_list("user__username", "group__name")),
        list(User.user_permissions.through.objects.order_by("pk").values_list()),
        list(Group.objects.order_by("pk").values_list()),
        list(Group.permissions.through.objects.order_by("pk").values_list()),
        list(TOTPDevice.objects.order_by("pk").values_list("pk", "user__username", "key")),
    )


def attack(client: Client, address: str, form: dict[str, Any], people: dict[str, Any]) -> Any:
    def filled(value: Any) -> Any:
        return [filled(one) for one in value] if isinstance(value, list) else value.format(**people)

    return client.post(f"/admin/auth/{filled(address)}", {name: filled(value) for name, value in form.items()})


BY_AN_ADMINISTRATOR: dict[str, tuple[str, dict[str, Any]]] = {
    "join a wider group": (
        "user/{me}/change/",
        {"username": "administrator", "groups": ["{administrator}", "{keepers}"]},
    ),
    "put another user into a wider group": ("user/{clerk}/change/", {"username": "clerk", "groups": ["{keepers}"]}),
    "become a superuser": (
        "user/{me}/change/",
        {
            "username": "administrator",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": ["{administrator}"],
            "user_permissions": ["{narrow}"],
        },
    ),
    "set the password of a user of a wider group": ("user/{keeper}/password/", NEW),
    "set the password of a user with a wider permission": ("user/{direct}/password/", NEW),
    "set a superuser's password": ("user/{root}/password/", NEW),
    "make a superuser active again": ("user/{old}/change/", {"username": "old", "is_active": "on", "is_staff": "on"}),
    "set an inactive superuser's password": ("user/{old}/password/", NEW),
    "reset the second factor of a user of a wider group": ("user/{keeper}/second-factor/", {}),
    "reset a superuser's second factor": ("user/{root}/second-factor/", {}),
    "make a user of a wider group inactive": ("user/{keeper}/change/", {"username": "keeper"}),
    "make a superuser inactive": ("user/{root}/change/", {"username": "root"}),
    "rename a user of a wider group": ("user/{keeper}/change/", {"username": "nobody", "is_active": "on"}),
    "delete a user": ("user/{clerk}/delete/", SURE),
    "delete users": ("user/", {"action": "delete_selected", "_selected_action": ["{clerk}", "{root}"], **SURE}),
    "make a group": ("group/add/", {"name": "Mine", "permissions": ["{wide}"]}),
    "widen a group": ("group/{helpers}/change/", {"name": "Helpers", "permissions": ["{wide}"]}),
    "rename a role": ("group/{editor}/change/", {"name": "Editors", "permissions": []}),
    "delete a group": ("group/{helpers}/delete/", SURE),
    "delete groups": ("group/", {"action": "delete_selected", "_selected_action": ["{helpers}"], **SURE}),
    "restore a user's earlier version": ("user/{root}/history/1/restore/", {}),
    "upload a spreadsheet of users": ("user/upload/", {}),
    "change rows of the list": (
        "user/",
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-id": "{me}",
            "form-0-is_superuser": "on",
            "_save": "1",
        },
    ),
}


@pytest.mark.parametrize(("address", "form"), BY_AN_ADMINISTRATOR.values(), ids=BY_AN_ADMINISTRATOR.keys())
def test_an_administrator_cannot(address: str, form: dict[str, Any], people: dict[str, Any]) -> None:
    client = somebody(ADMINISTRATOR)
    people["me"] = User.objects.get(username="administrator").pk
    before = rights()
    attack(client, address, form, people)
    assert rights() == before


# A manager of users and groups has no permissions but those for users and groups.

BY_A_MANAGER: dict[str, tuple[str, dict[str, Any]]] = {
    "join a role": ("user/{me}/change/", {"username": "manager", "groups": ["{managers}", "{editor}"]}),
    "join the widest role": ("user/{me}/change/", {"username": "manager", "groups": ["{administrator}"]}),
    "set the password of an Editor": ("user/{clerk}/password/", NEW),
    "reset the second factor of an Editor": ("user/{clerk}/second-factor/", {}),
    "take an Editor's role away": ("user/{clerk}/change/", {"username": "clerk", "is_active": "on"}),
    "delete an Editor": ("user/{clerk}/delete/", SURE),
    "delete a superuser": ("user/{root}/delete/", SURE),
    "delete users of whom one can do more": (
        "user/",
        {"action": "delete_selected", "_selected_action": ["{keeper}", "{clerk}"], **SURE},
    ),
    "widen the own group": ("group/{managers}/change/", {"name": "Managers", "permissions": ["{wide}", "{narrow}"]}),
    "make a wider group": ("group/add/", {"name": "Mine", "permissions": ["{wide}"]}),
    "narrow a wider group": ("group/{readers}/change/", {"name": "Readers", "permissions": ["{narrow}"]}),
    "rename a wider group": ("group/{readers}/change/", {"name": "Trainees", "permissions": ["{wide}"]}),
    "rename a role": ("group/{editor}/change/", {"name": "Editors", "permissions": []}),
    "make a second role of a name": ("group/add/", {"name": "Administrator", "permissions": ["{narrow}"]}),
    "delete a wider group": ("group/{readers}/delete/", SURE),
    "delete groups of which one is wider": (
        "group/",
        {"action": "delete_selected", "_selected_action": ["{helpers}", "{readers}"], **SURE},
    ),
    "delete a role": ("group/", {"action": "delete_selected", "_selected_action": ["{editor}"], **SURE}),
    "add a group with a permission that does not exist": ("group/add/", {"name": "Mine", "permissions": ["999999"]}),
}


@pytest.fixture
def manager(people: dict[str, Any]) -> Client:
    user, managers = make_user("manager"), make_group("Managers", *MANAGED)
    user.groups.add(managers)
    people |= {"me": user.pk, "managers": managers.pk, "readers": make_group("Readers", "delete_question").pk}
    return signed_in(user)


@pytest.mark.parametrize(("address", "form"), BY_A_MANAGER.values(), ids=BY_A_MANAGER.keys())
def test_a_manager_cannot(address: str, form: dict[str, Any], people: dict[str, Any], manager: Client) -> None:
    before = rights()
    attack(manager, address, form, people)
    assert rights() == before


def test_a_manager_can_give_what_is_theirs(people: dict[str, Any], manager: Client) -> None:
    assert attack(manager, "group/add/", {"name": "Mine", "permissions": ["{narrow}"]}, people).status_code == 302
    mine = Group.objects.get(name="Mine")
    form = {"username": "keeper", "is_active": "on", "is_staff": "on", "groups": [str(mine.pk), "{keepers}"]}
    assert attack(manager, "user/{keeper}/change/", form, people).status_code == 302
    assert set(User.objects.get(username="keeper").groups.all()) == {mine, Group.objects.get(name="Keepers")}
    assert attack(manager, f"group/{mine.pk}/delete/", SURE, people).status_code == 302
    assert not Group.objects.filter(name="Mine").exists()


def test_a_form_offers_only_what_is_theirs(people: dict[str, Any], manager: Client) -> None:
    offered = manager.get("/admin/auth/group/add/").context["adminform"].form.fields["permissions"].queryset
    assert {permission.codename for permission in offered} == set(MANAGED)
    form = manager.get(f"/admin/auth/user/{people['keeper']}/change/").context["adminform"].form
    assert {group.name for group in form.fields["groups"].queryset} == {"Managers", "Keepers", "Helpers"}


def test_a_user_who_can_do_more_can_be_read_but_not_changed(people: dict[str, Any]) -> None:
    page = text(somebody(ADMINISTRATOR).get(f"/admin/auth/user/{people['keeper']}/change/"))
    assert "keeper" in page
    assert "Reset the second factor" not in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("role", ROLES)
def test_an_administrator_can_put_a_user_into_each_role(role: str, people: dict[str, Any]) -> None:
    form = {"username": "clerk", "is_active": "on", "is_staff": "on", "groups": [f"{{{role.lower()}}}"]}
    assert attack(somebody(ADMINISTRATOR), "user/{clerk}/change/", form, people).status_code == 302
    assert User.objects.get(username="clerk").groups.get().name == role


def test_an_administrator_can_change_another_administrator(people: dict[str, Any]) -> None:
    other = make_user("other", role=ADMINISTRATOR)
    assert attack(somebody(ADMINISTRATOR), f"user/{other.pk}/password/", NEW, people).status_code == 302
    other.refresh_from_db()
    assert other.check_password(NEW["password1"])


def test_a_superuser_can_give_everything(people: dict[str, Any], admin_client: Client) -> None:
    form = {"username": "clerk", "is_active": "on", "is_superuser": "on", "groups": ["{keepers}"]}
    assert attack(admin_client, "user/{clerk}/change/", form, people).status_code == 302
    clerk = User.objects.get(username="clerk")
    assert (clerk.is_superuser, clerk.groups.get().name) == (True, "Keepers")
    assert attack(admin_client, "group/add/", {"name": "Wide", "permissions": ["{wide}"]}, people).status_code == 302
    assert attack(admin_client, "user/{root}/password/", NEW, people).status_code == 302


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
def test_a_role_without_users_can_change_none(role: str, people: dict[str, Any]) -> None:
    client = somebody(role)
    people["me"] = User.objects.get(username=role.lower()).pk
    before = rights()
    for address, form in BY_AN_ADMINISTRATOR.values():
        attack(client, address, form, people)
    assert rights() == before
