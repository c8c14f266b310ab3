"""Responses to requests for files rather than pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from questions.accounts.requests import limited_by
from questions.exports.turns import Turn, TurnsTaken, WithTurn, take_turn
from questions.lists.filters import QuestionFilterSet

RETRY_EXPORT_AFTER = 30  # seconds

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


def one_of_few(view: View) -> View:
    """The view of an export, which runs only if few others do; otherwise a 503 that says when to try again."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            turn = take_turn(limited_by(request))
        except TurnsTaken:
            return busy(request)
        except OSError as error:
            logger.error("No export can begin, because its turn cannot be noted: %s", error)
            return busy(request)
        try:
            return _with_turn(view(request, *args, **kwargs), turn)
        except BaseException:
            turn.close()
            raise

    return limited


def _with_turn(response: HttpResponseBase, turn: Turn) -> HttpResponseBase:
    """A response that gives its turn back when it has been sent."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = WithTurn(iter(response), turn)
    else:
        turn.close()
    return response


def busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "busy.html", {"seconds": RETRY_EXPORT_AFTER}, status=503)
    response.headers["Retry-After"] = str(RETRY_EXPORT_AFTER)
    response.headers["Cache-Control"] = "no-store"
    # As intended, so not an error: Django would log every response from 500 as one.
    logger.warning("Too many exports at once: %s has to wait", request.path)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def not_understood(filterset: QuestionFilterSet) -> HttpResponse:
    """A 400 response that says which parameters are invalid and why."""
    said = "\n".join(f"{name}: {' '.join(errors)}" for name, errors in filterset.errors.items())
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")
