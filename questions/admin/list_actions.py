"""What actions of lists share: a limit, and what an action's own page posts again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest

from .base import MOST_COUNTED


def read_chosen(request: HttpRequest, values: QuerySet, what: str) -> list[Any] | None:
    """The values of the chosen rows; None, with a message, if there are too many."""
    found = list(values.order_by()[: MOST_COUNTED + 1])
    if len(found) > MOST_COUNTED:
        messages.error(request, f"You chose more than {MOST_COUNTED:,} {what}. Choose fewer, or write a rule.")
        return None
    return found


def list_posted_rows(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    """What an action's own page must post again: the action and the chosen rows."""
    ticked = [(ACTION_CHECKBOX_NAME, pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)]
    return [("action", action), ("select_across", request.POST.get("select_across", "0")), *ticked]
