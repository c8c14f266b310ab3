"""What each role may do in the admin. Each action is requested directly, as each role, without opening a form."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, ROLES, TABLE, VIEWER, grant_roles, permissions
from questions.archive.audit.recording import update
from questions.archive.editing.answers import remove_answers, removed_answers
from questions.models import AuditEntry, ImportRun, JobRun, MistakeReport, Question, RefusedRow, SecurityEvent
from tests.support.desk import make_app, make_user, signed_in, somebody
from tests.support.factories import (
    make_answer,
    make_answered,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_topic,
)
from tests.support.role_cases import CASES
from tests.support.role_cases.case import NOBODY, PEOPLE, SUPERUSER, Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> dict[str, Any]:
    """The primary keys of the records that the actions use."""
    question = make_question("Before", uin="1", parliament_id=1)
    update(Question.objects.filter(pk=question.pk), heading="Public")
    member = make_member("Max Sample")
    run = ImportRun.objects.create(kind="import_questions")
    clerk = make_user("clerk", is_superuser=False)
    make_app(clerk)
    unanswered = make_answered("Unanswered again", published_at=None)
    remove_answers(unanswered, unanswered.answers.all(), "clerk")
    return {
        "other_draft": unanswered.pk,
        "removed": next(iter(removed_answers(unanswered))),
        "question": question.pk,
        "draft": make_question("Draft", uin="2", parliament_id=2, published_at=None).pk,
        "deleted": make_question("Gone", uin="3", parliament_id=3, deleted_at=timezone.now()).pk,
        "answer": make_answer(question).pk,
        "member": member.pk,
        "membership": make_membership(member).pk,
        "post": make_post(member).pk,
        "topic": make_topic("Hubs").pk,
        "other": make_topic("Schools").pk,
        "run": run.pk,
        "bulk": ImportRun.objects.create(kind="bulk questions", outcome="done").pk,
        "refused": RefusedRow.objects.create(run=run, position=1).pk,
        "report": MistakeReport.objects.create(question=question, what="Wrong.", where="other").pk,
        "job_run": JobRun.objects.create(job="prune", window="2026-11-29 02:10", state="done").pk,
        "clerk": clerk.pk,
        "root": make_user("root", is_superuser=True).pk,
        "entry": AuditEntry.objects.get(model="question").pk,
        "event": SecurityEvent.objects.first().pk,
        "role": Group.objects.get(name=VIEWER).pk,
    }


@pytest.fixture(autouse=True)
def nothing_is_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each action is rolled back, so the index need not catch up."""
    monkeypatch.setattr("questions.middleware.catch_up_if_free", lambda: None)


def as_person(client: Client, who: str) -> Client:
    boss = who == SUPERUSER
    return signed_in(make_user(who.lower(), role="" if boss else who, is_superuser=boss), client)


def can_do(client: Client, case: Case, records: dict[str, Any]) -> bool:
    """Whether the client can do it. The action is rolled back, and the client keeps its cookies."""
    cookies = deepcopy(client.cookies)
    address = f"/admin/{case.address.format(**records)}"
    form = {name: _filled(value, records) for name, value in (case.form or {}).items()}
    with transaction.atomic():
        response = client.get(address) if case.form is None else client.post(address, form)
        is_done = case.is_done() if case.is_done else not _is_refused(response)
        if response.streaming:
            response.getvalue()  # a download that nobody reads keeps its turn
        transaction.set_rollback(True)
    client.cookies = cookies
    assert response.status_code in (200, 302, 403)
    return is_done


def _is_refused(response: Any) -> bool:
    return response.status_code == 403 or "/login/" in response.headers.get("Location", "")


def _filled(value: Any, records: dict[str, Any]) -> Any:
    return value.format(**records) if isinstance(value, str) else value


@pytest.mark.parametrize("who", PEOPLE)
def test_each_role_can_do_what_the_table_says_and_nothing_else(who: str, records: dict[str, Any]) -> None:
    client = as_person(Client(), who)
    above = PEOPLE[PEOPLE.index(who) + 1 :]
    expected = {case.action for case in CASES if case.first not in (*above, NOBODY)}
    assert {case.action for case in CASES if can_do(client, case, records)} == expected


OUTSIDERS = {
    "a user without a role": {},
    "a user who is not staff": {"is_staff": False, "role": ADMINISTRATOR},
    "an inactive user": {"is_active": False, "role": ADMINISTRATOR},
}


@pytest.mark.parametrize("fields", OUTSIDERS.values(), ids=OUTSIDERS.keys())
def test_an_outsider_can_do_nothing(fields: dict[str, Any], records: dict[str, Any]) -> None:
    client = signed_in(make_user(**fields))
    assert [case.action for case in CASES if can_do(client, case, records)] == []


HIDDEN: dict[str, set[str]] = {
    VIEWER: {"mistakereport", "securityevent", "jobrun", "user", "group"},
    EDITOR: {"securityevent", "jobrun", "user", "group"},
    PUBLISHER: {"securityevent", "jobrun", "user", "group"},
    ADMINISTRATOR: set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_can_open_the_lists_that_it_may_view(role: str) -> None:
    client = somebody(role)
    models = [model._meta for model in admin.site._registry]
    seen = {m.model_name for m in models if client.get(f"/admin/{m.app_label}/{m.model_name}/").status_code == 200}
    assert seen == {m.model_name for m in models} - HIDDEN[role]


def test_no_list_in_the_admin_contains_users_secrets() -> None:
    assert not {"totpdevice", "staticdevice", "accessattempt"} & {m._meta.model_name for m in admin.site._registry}


def test_an_administrator_cannot_make_a_user_a_superuser() -> None:
    user = make_user("clerk")
    form = {"username": "clerk", "is_active": "on", "is_staff": "on", "is_superuser": "on", "user_permissions": ["1"]}
    role = Group.objects.get(name=EDITOR)
    client = somebody(ADMINISTRATOR)
    assert client.post(f"/admin/auth/user/{user.pk}/change/", {**form, "groups": [role.pk]}).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count(), user.groups.get()) == (False, 0, role)


def test_nobody_can_change_what_a_role_may_do(admin_client: Client) -> None:
    role = Group.objects.get(name=VIEWER)
    before = set(role.permissions.all())
    admin_client.post(f"/admin/auth/group/{role.pk}/change/", {"name": "Readers", "permissions": []})
    assert Group.objects.get(pk=role.pk).name == VIEWER
    assert set(role.permissions.all()) == before


def test_an_editor_sees_no_buttons_or_actions_of_other_roles(records: dict[str, Any]) -> None:
    client = somebody(EDITOR)
    page = client.get(f"/admin/questions/question/{records['draft']}/change/").content.decode()
    actions = client.get("/admin/questions/question/").content.decode()
    assert "/preview/" in page
    assert not [name for name in ("publish/", "remove/", "delete/", 'name="_publish"') if name in page]
    assert 'value="publish"' not in actions
    assert 'value="say_of_topic"' in actions


def test_the_table_names_only_existing_permissions() -> None:
    existing = set(Permission.objects.values_list("content_type__app_label", "codename"))
    assert permissions(ADMINISTRATOR) <= existing
    assert {role for role, _, _ in TABLE} == set(ROLES)


def test_migrating_gives_each_role_the_permissions_of_the_table() -> None:
    """A missing permission is added, and one that is not in the table is removed."""
    role = Group.objects.get(name=EDITOR)
    Permission.objects.get(codename="correct_answer").delete()
    role.permissions.add(Permission.objects.get(codename="delete_user"))
    call_command("migrate", verbosity=0)
    given = set(role.permissions.values_list("content_type__app_label", "codename"))
    assert given == permissions(EDITOR)


def test_granting_roles_again_changes_and_logs_nothing() -> None:
    through = Group.permissions.through
    before = set(through.objects.values_list("pk", flat=True)), SecurityEvent.objects.count()
    grant_roles()
    assert (set(through.objects.values_list("pk", flat=True)), SecurityEvent.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_flushing_the_database_restores_the_roles_and_logs_nothing() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert not SecurityEvent.objects.exists()
