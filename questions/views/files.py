"""Answers to those who ask for a file rather than a page."""

from __future__ import annotations

from django.http import HttpResponse

from questions.lists.filters import QuestionFilterSet


def not_understood(filterset: QuestionFilterSet) -> HttpResponse:
    """400, with what is wrong with which parameter."""
    said = "\n".join(f"{name}: {' '.join(errors)}" for name, errors in filterset.errors.items())
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")
