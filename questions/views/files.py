"""Answers to those who ask for a file rather than a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse

from questions.filters import QuestionFilterSet


def csv_file(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def not_understood(filterset: QuestionFilterSet) -> HttpResponse:
    """400, with what is wrong with which parameter."""
    said = "\n".join(f"{name}: {' '.join(errors)}" for name, errors in filterset.errors.items())
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")
