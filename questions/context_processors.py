"""Template variables about the site itself, for every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from questions.models import Question
from questions.search.facets import demo_is_loaded
from questions.search.index import store


def site(request: HttpRequest) -> dict[str, Any]:
    """`contact_email`, and `has_demo`: whether any question is from the demo archive, looked up only when used."""
    return {"contact_email": settings.CONTACT_EMAIL, "has_demo": SimpleLazyObject(_has_demo)}


def _has_demo() -> bool:
    """From the index, which costs no query; from the database if there is no index."""
    try:
        return demo_is_loaded(store.snapshot())
    except (store.IndexUnavailable, store.EngineFailed):
        return _has_demo_row()


def _has_demo_row() -> bool:
    try:
        return Question.objects.filter(provenance=Question.Provenance.DEMO).exists()
    except (DatabaseError, InterfaceError):  # an error page uses this too, and must not fail
        return False
