"""How users, roles and permissions are shown: in words, not as the tables of Django."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, Permission, User

from questions.accounts.roles import SENTENCES


class StaffForm(UserChangeForm):
    password = None  # type: ignore[assignment]  # the page links to the form that sets one

    class Meta:
        model = User
        fields = "__all__"
        labels = {"is_active": "Active", "is_staff": "May sign in at the desk", "is_superuser": "Superuser"}
        help_texts = {
            "username": "",
            "is_active": "Clear this instead of deleting the user: they can no longer sign in.",
            "is_staff": "Without this, a role has no effect.",
            "is_superuser": "May do everything, whatever the roles say.",
        }


class RolesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        sentence = describe_role(obj)
        return f"{obj.name}: {sentence}" if sentence else obj.name


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.name.removeprefix("Can ").capitalize()


def describe_role(group: Group) -> str:
    return SENTENCES.get(group.name, "")


def describe_permissions(permissions: Iterable[Permission]) -> list[str]:
    """A sentence for each action, with all that it may be done to."""
    actions: dict[str, list[str]] = {}
    for permission in permissions:
        action, _, what = permission.name.removeprefix("Can ").partition(" ")
        actions.setdefault(action, []).append(what)
    return [f"May {action}: {', '.join(sorted(found))}." for action, found in actions.items()]
