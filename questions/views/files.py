"""Responses to requests for files rather than pages."""

from __future__ import annotations

from django.http import HttpResponse

from questions.lists.filters import QuestionFilterSet


def not_understood(filterset: QuestionFilterSet) -> HttpResponse:
    """A 400 response that says which parameters are invalid and why."""
    said = "\n".join(f"{name}: {' '.join(errors)}" for name, errors in filterset.errors.items())
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")
