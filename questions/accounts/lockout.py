"""Lockout after too many wrong passwords or codes. django-axes asks here before each attempt, and reports failures."""

from __future__ import annotations

from math import ceil
from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from . import known, limits, second_factor
from .requests import read_place


class Handler(AbstractAxesHandler, AxesBaseHandler):
    """Keeps counts in a table of limited size; django-axes' own would grow with each address, name and browser."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        return bool(limits.locked_until(request, _name(request, credentials)))

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **given: Any) -> None:
        """Attempts while locked out do not count: the page has said when the lockout ends."""
        if request is None:
            return
        request.axes_credentials = credentials
        if request.axes_locked_out:
            return
        request.axes_failures_since_start = limits.count(request, _name(request, credentials))
        request.axes_locked_out = self.is_locked(request, credentials)

    def ignore(self, *args: Any, **given: Any) -> None:
        """Signing in forgives failures only when it is complete: a second factor may still be needed."""

    user_logged_in = user_logged_out = post_save_access_attempt = post_delete_access_attempt = ignore

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        return request.axes_failures_since_start or 0

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """For django-axes' commands, such as `axes_reset_username NAME`."""
        place = read_place(ip_address) if ip_address else None
        if ip_or_username:
            return limits.reset(username, None) + limits.reset(None, place)
        return limits.reset(username, place)


def _name(request: Any, credentials: dict[str, Any] | None) -> str:
    return get_client_username(request, credentials) or ""


def is_locked_out(request: HttpRequest) -> bool:
    """Whether the user is locked out and may not try a code now."""
    credentials = {"username": request.user.get_username()}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
    return True


def count_wrong_code(request: HttpRequest) -> None:
    credentials = {"username": request.user.get_username(), "code": "********"}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


class SignInForm(AdminAuthenticationForm):
    """The right password of a user who is not staff counts as wrong, because it gets the same answer."""

    def confirm_login_allowed(self, user: Any) -> None:
        if not user.is_staff:
            credentials = {"username": user.get_username()}
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
        super().confirm_login_allowed(user)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **given: Any) -> None:
    """Forgive wrong attempts, but not of users with a second factor: they must give a right code first."""
    prune()
    if not second_factor.is_set_up(user):
        limits.forgive(request, user.get_username())


def prune() -> int:
    """Delete what no longer counts, also what django-axes once wrote itself; returns how many rows."""
    old, _ = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - limits.longest()).delete()
    return old + limits.prune() + known.prune()


def page(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """The page for locked-out users; django-axes finds it through the settings."""
    now = timezone.now()
    until = limits.locked_until(request, _name(request, credentials)) or now
    context = {"title": "Too many failed attempts", "until": until}
    answer = render(request, "admin/desk/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(max(1, ceil((until - now).total_seconds())))
    answer.headers["Cache-Control"] = "no-store"
    return answer
