"""The desk's page “New from a page or pasted text”: filling it in, and reading what it shows."""

from __future__ import annotations

from typing import Any

from django.test import Client

NEW = "/admin/questions/question/new/"
ADD = "/admin/questions/question/add/"


def fetch(desk: Client, **given: str) -> Any:
    return desk.post(NEW, given)


def confirm(desk: Client, review: Any, **given: Any) -> Any:
    """Confirm the review page."""
    return desk.post(NEW, {**dict(review.context["kept"]), **given}, follow=True)


def people(response: Any) -> dict[str, Any]:
    return {form.prefix: form for form in response.context["people"]}


def filled(response: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The initial values of the ordinary form: the question's, and those of each answer."""
    formset = response.context["inline_admin_formsets"][0].formset
    return response.context["adminform"].form.initial, [form.initial for form in formset.forms]
