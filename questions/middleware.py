"""Middleware: pages for an unavailable database or index, the user for the history, and indexing after a save."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.log import log_response

from questions.archive.audit.entries import Source, acting
from questions.search.index.store import IndexUnavailable
from questions.search.index.writer import catch_up_if_free
from questions.views.errors import SAFE_METHODS, is_of_database, unavailable

RETRY_SEARCH_AFTER = 10  # seconds


class DatabaseUnavailableMiddleware:
    """Answers a view's failure with the page that says why, and with what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OverflowError):
            # SQLite fails on a number that no key can be, where PostgreSQL finds nothing.
            raise BadRequest("A number is too large") from error
        if not is_of_database(error):
            return None
        return logged(request, unavailable(request, error), error)


class ActingMiddleware:
    """Lets the history record a request's user, and whether the request came from the admin or the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        # `request.user` stays lazy: it is read from the database only if an entry is written.
        with acting(Source.API if request.path.startswith("/api/") else Source.DESK, request.user):
            return self.get_response(request)


class SearchIndexMiddleware:
    """After a request that may have changed something, update the index unless another process is doing so.

    A page that needs the index when there is none says that search is being rebuilt.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in SAFE_METHODS and response.status_code < HTTPStatus.BAD_REQUEST:
            # The view's transactions have ended by now. Inside one, the index would include changes that may be undone.
            catch_up_if_free()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, IndexUnavailable):
            return None
        if request.method not in SAFE_METHODS:
            return logged(
                request, unavailable(request, error, "search/not_saved.html", after=RETRY_SEARCH_AFTER), error
            )
        response = render(request, "search/rebuilding.html", status=503)
        response.headers["Retry-After"] = str(RETRY_SEARCH_AFTER)
        response.headers["Cache-Control"] = "no-store"
        return logged(request, response, error)


def logged(request: HttpRequest, response: HttpResponse, error: Exception) -> HttpResponse:
    """The response, with the reason in Django's own line about it."""
    log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request, exception=error)
    return response
