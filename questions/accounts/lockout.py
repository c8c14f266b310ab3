"""Lockout after too many wrong passwords or codes. django-axes counts them by user name and address together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.utils import reset
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import Max
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from . import second_factor
from .requests import client_address


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


def forget_failures(request: HttpRequest, user: User) -> None:
    reset(ip=client_address(request), username=user.get_username())


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **given: Any) -> None:
    """Clear wrong attempts, but not for users with a second factor: they must give a right code first."""
    if not second_factor.is_set_up(user):
        forget_failures(request, user)


def page(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """The page for locked-out users; django-axes finds it through the settings."""
    until = _until(request, credentials)
    context = {"title": "Too many failed attempts", "until": until}
    answer = render(request, "admin/desk/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _until(request: HttpRequest, credentials: dict[str, Any]) -> datetime:
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    last = max((rows.aggregate(last=Max("attempt_time"))["last"] or timezone.now()) for rows in attempts)
    return last + get_cool_off(request)
