"""Nobody gives away more than is theirs: which permissions, groups and users are within a user's own permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet


def held_by(user: Any) -> QuerySet[Permission]:
    """A user's own and their groups' permissions. Those of an inactive user too, who may be made active again."""
    every = Permission.objects.all()
    return every if user.is_superuser else every.filter(Q(user=user.pk) | Q(group__user=user.pk)).distinct()


def is_within(giver: Any, permissions: QuerySet[Permission]) -> bool:
    """Whether the giver has all of these."""
    return giver.is_superuser or not permissions.exclude(pk__in=held_by(giver).values("pk")).exists()


def groups_within(giver: Any) -> QuerySet[Group]:
    """The groups with no permission that the giver lacks."""
    lacking = Permission.objects.exclude(pk__in=held_by(giver).values("pk"))
    return Group.objects.exclude(
        pk__in=Group.permissions.through.objects.filter(permission__in=lacking).values("group")
    )


def is_user_within(giver: Any, user: User) -> bool:
    """Whether the giver can do all that the user can, so that setting the user's password gains them nothing."""
    return giver.is_superuser or (not user.is_superuser and is_within(giver, held_by(user)))
