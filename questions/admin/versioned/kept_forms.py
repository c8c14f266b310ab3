"""Keep a form whose user's session ended while typing, and show it again after the user signs in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from questions.models import KeptForm
from questions.models.kept_forms import KEPT
from questions.text.cleaning import storable

from .form_tokens import Opened, read_token

LARGEST = 2_000_000  # characters
SECRET = re.compile("password|csrf|token", re.I)
NOT_KEPT = "We could not keep what you typed. Go back in your browser and copy it before you sign in."


class Typed(NamedTuple):
    """The posted data of a form, and when it was posted."""

    sent: QueryDict
    kept_at: datetime


class KeptFormMiddleware:
    """Keeps a form that was posted without a session, or with another tab's, instead of losing it.

    It keeps only forms with a signed token, which the admin gives to signed-in users, and shows them only to that
    user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not request.path.startswith(reverse("admin:index")):
            return response
        is_led_away = isinstance(response, HttpResponseRedirect) and response.url.startswith(reverse("admin:login"))
        if is_led_away and (said := read_token(request)):
            is_kept = keep_form(said, request.POST)
            messages.info(request, f"Your session has ended. {describe_kept(request) if is_kept else NOT_KEPT}")
        elif response.status_code == HTTPStatus.FORBIDDEN and (said := read_token(request)):
            return self.show_again(request, said, response)
        return response

    def show_again(self, request: HttpRequest, said: Opened, response: HttpResponse) -> HttpResponse:
        """Keep a form that fails the check for forged forms because its user signed in again in another tab, or lost
        their cookies. Nothing is saved."""
        is_own = request.user.pk in (said.user, None)
        return redirect(said.path) if is_own and keep_form(said, request.POST) else response


def describe_kept(request: HttpRequest) -> str:
    files = " Files are not kept: choose them again." if request.FILES else ""
    return f"We have kept what you typed. Sign in to see it again.{files}"


def keep_form(said: Opened, sent: QueryDict) -> bool:
    """Keep the form; returns whether that worked: it fails if the form is too large or its user was deleted."""
    fields = {name: [*map(storable, values)] for name, values in sent.lists() if not SECRET.search(name)}
    is_there = get_user_model().objects.filter(pk=said.user, is_active=True).exists()
    if not is_there or len(json.dumps(fields)) > LARGEST:
        return False
    KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT).delete()
    KeptForm.objects.update_or_create(user_id=said.user, path=said.path, defaults={"sent": fields})
    return True


def find_kept_form(request: HttpRequest) -> Typed | None:
    """The form kept for this address."""
    mine = KeptForm.objects.filter(user=request.user.pk, path=request.path, kept_at__gte=timezone.now() - KEPT)
    row = mine.first()
    if row is None:
        return None
    sent = QueryDict(mutable=True)
    for name, values in row.sent.items():
        sent.setlist(name, values)
    return Typed(sent, row.kept_at)


def forget_form(request: HttpRequest) -> None:
    KeptForm.objects.filter(user=request.user.pk, path=request.path).delete()
