"""Errors as problem details (RFC 9457), which programs read."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from rest_framework.exceptions import APIException, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

from questions.search.index.store import IndexUnavailable
from questions.views.errors import RETRY_AFTER, is_of_database

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class Refused(Exception):
    """A request that is not understood: what is wrong with each parameter, by its name."""

    def __init__(self, errors: dict[str, list[str]]):
        super().__init__("; ".join(f"{name}: {' '.join(said)}" for name, said in errors.items()))
        self.errors = errors


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The body of an error. `type` is "about:blank", because the status says what kind of problem it is."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}


def answer_error(error: Exception, context: dict[str, Any]) -> Response:
    """The response to any exception in a view. An unexpected one is logged, and the response says nothing about it."""
    said = _said(error, context)
    if said is None:
        logger.error("An address for programs failed", exc_info=error)
        said = problem(500, "This archive made a mistake, which has been noted. Try again later.")
    said["instance"] = context["request"].path
    response = Response(said, status=said["status"], content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if wait := _wait(error):
        response.headers["Retry-After"] = str(wait)
    return response


def _said(error: Exception, context: dict[str, Any]) -> dict[str, Any] | None:
    if isinstance(error, Refused):
        return problem(400, f"Change these parameters: {', '.join(error.errors)}.", errors=error.errors)
    if isinstance(error, IndexUnavailable):
        return problem(503, "Search is being rebuilt. Try again in a few seconds.")
    if is_of_database(error):
        return problem(503, "The database does not respond. Try again in a minute.")
    if isinstance(error, Http404):
        return problem(404, " ".join(map(str, error.args)) or "There is nothing at this address.")
    usual = exception_handler(error, context) if isinstance(error, APIException) else None
    return problem(usual.status_code, str(getattr(error, "detail", ""))) if usual else None


def _wait(error: Exception) -> int:
    """Seconds after which to try again; 0 if that would not help."""
    if isinstance(error, Throttled):
        return int(error.wait or 0) + 1
    return RETRY_AFTER if isinstance(error, IndexUnavailable) or is_of_database(error) else 0


def no_such_address(request: HttpRequest, path: str) -> JsonResponse:
    """For every address under /api/ that there is not."""
    said = problem(404, f"There is nothing at {request.path}. See /api/ for the addresses.", instance=request.path)
    response = JsonResponse(said, status=404, content_type=MEDIA_TYPE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
