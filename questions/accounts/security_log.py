"""Write the security log from Django's signals, so that it includes what commands and other parts of the site do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import axes.signals  # noqa: F401  (its receivers must be connected before these)
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from questions.models.security import LONGEST_AGENT, SecurityEvent

from .requests import client_address, current, limited_by, read_place

Kind = SecurityEvent.Kind

MOST_PLACES = 50  # of one kind of failure, by and on one user, in a day
WATCHED = ("username", "email", "is_active", "is_staff", "is_superuser")


def record(kind: Kind, *, on: Any = "", detail: str = "", user: User | None = None, **given: Any) -> SecurityEvent:
    """Record an event by `user`, or by the signed-in user, or else by a command; `given` are other fields' values."""
    request = current.get()
    user = user or _signed_in(request)
    given.setdefault("address", client_address(request) if request else None)
    return SecurityEvent.objects.create(
        kind=kind,
        user_id=user.pk if user else None,
        by=user.get_username() if user else "",
        on=str(on)[:150],
        detail=detail,
        user_agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT].replace("\0", "") if request else "",
        **given,
    )


def _signed_in(request: HttpRequest | None) -> Any:
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else None


def prune() -> int:
    """Delete events older than the setting allows; returns how many."""
    old = SecurityEvent.objects.filter(at__lt=timezone.now() - timedelta(days=settings.SECURITY_LOG_DAYS))
    return old.delete()[0]


# Signing in and out


@receiver(user_logged_in)
def signed_in(sender: Any, user: User, **given: Any) -> None:
    prune()
    record(Kind.SIGNED_IN, on=user, user=user)


@receiver(user_logged_out)
def signed_out(sender: Any, user: User | None, **given: Any) -> None:
    if user:
        record(Kind.SIGNED_OUT, on=user, user=user)


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], request: Any = None, **given: Any) -> None:
    """Log what has been counted. Attempts while locked out are not."""
    counted = getattr(request, "axes_failures_since_start", None)
    if counted is None:
        return
    username = _known(credentials.get("username"))
    record_failure(Kind.CODE_FAILED if "code" in credentials else Kind.FAILED, on=username)
    if request.axes_locked_out:
        is_here = counted >= settings.AXES_FAILURE_LIMIT
        why = f"after {counted} failures" if is_here else "after failures with other names or from other addresses"
        record_failure(Kind.LOCKED_OUT, on=username, detail=why)


def record_failure(kind: Kind, *, on: str, detail: str = "") -> None:
    """Count a failure in the day's event for the same users and address or network, or make one.

    Beyond MOST_PLACES of them, one event without an address counts for all others, so that nobody can fill the log.
    """
    request: Any = current.get()
    by = _signed_in(request)
    events = SecurityEvent.objects.filter(at__gte=_today(), kind=kind, on=on, by=by.get_username() if by else "")
    there = {_place(address): pk for pk, address in events.values_list("pk", "address")}
    place = limited_by(request)
    if place not in there and len(there) >= MOST_PLACES:
        place = ""
    if place in there:
        events.filter(pk=there[place]).update(times=F("times") + 1, last_at=timezone.now())
    else:
        record(kind, on=on, detail=detail, address=client_address(request) if place else None)


def _today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _place(address: str | None) -> str:
    return read_place(address) if address else ""


def _known(username: str | None) -> str:
    """The name only if it is a user's, because people sometimes type a password into that field."""
    return username if username and User.objects.filter(username=username).exists() else "an unknown user name"


# Users, groups and what they may do


@receiver(pre_save, sender=User)
def note_user(instance: User, raw: bool, update_fields: Any, **given: Any) -> None:
    fields = [name for name in WATCHED if update_fields is None or name in update_fields]
    before = None if raw or not fields else User.objects.filter(pk=instance.pk).values(*fields).first()
    instance.__dict__["_before"] = before or {}
    instance.__dict__["_new_password"] = getattr(instance, "_password", None) is not None


@receiver(post_save, sender=User)
def user_saved(instance: User, created: bool, raw: bool, **given: Any) -> None:
    before = instance.__dict__.pop("_before", {})
    changed = [f"{name}: {was} → {now}" for name, was in before.items() if (now := getattr(instance, name)) != was]
    if created:
        record(Kind.USER_MADE, on=instance, detail=", ".join(_flags(instance)))
    elif changed:
        record(Kind.USER_CHANGED, on=instance, detail="; ".join(changed))
    if instance.__dict__.pop("_new_password", False) and not created and not raw:
        record(Kind.PASSWORD, on=instance)


def _flags(user: User) -> list[str]:
    return [name for name in ("is_staff", "is_superuser") if getattr(user, name)]


@receiver(post_delete, sender=User)
def user_deleted(instance: User, **given: Any) -> None:
    record(Kind.USER_DELETED, on=instance)


@receiver(pre_save, sender=Group)
def group_saved(instance: Group, raw: bool, **given: Any) -> None:
    before = Group.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
    if before is None:
        record(Kind.GROUP_MADE, on=instance)
    elif before != instance.name:
        record(Kind.GROUP_CHANGED, on=instance, detail=f"name: {before} → {instance.name}")


@receiver(post_delete, sender=Group)
def group_deleted(instance: Group, **given: Any) -> None:
    record(Kind.GROUP_DELETED, on=instance)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def allowed(sender: Any, instance: Any, action: str, model: Any, pk_set: set[int] | None, **given: Any) -> None:
    if action == "pre_clear":
        record(Kind.ALLOWED, on=instance, detail=f"removed every {model._meta.verbose_name}")
    elif action in ("post_add", "post_remove") and pk_set:
        names = ", ".join(sorted(str(row) for row in model.objects.filter(pk__in=pk_set)))
        record(Kind.ALLOWED, on=instance, detail=f"{'added' if action == 'post_add' else 'removed'}: {names}")
