"""The pages for what went wrong. They need no database, index or session: any of these may be what failed.

A page that answers a form has what was typed in it, because nothing else may have kept it.
"""

from __future__ import annotations

import re
import sys
from http import HTTPStatus
from typing import NamedTuple

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER = 30  # seconds
READ_ONLY = "25006"  # PostgreSQL's code for "cannot … in a read-only transaction"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, OSError)
SECRET = re.compile("password|code", re.I)
OF_THE_FORM = re.compile("csrf|token|^_|_FORMS$", re.I)


class Sent(NamedTuple):
    """What a form sent. `typed` are the fields to show; `others` only go with them when they are sent again."""

    address: str
    typed: list[tuple[str, str]]
    others: list[tuple[str, str]]
    has_files: bool


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django says that a session was deleted whenever it could not be saved, also if the database was locked."""
    reason = exception.__context__ and exception.__context__.__context__
    if isinstance(exception, SessionInterrupted) and _is_failure(reason):
        return unavailable(request, reason)
    return error_page("400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page("403_csrf.html", HTTPStatus.FORBIDDEN, request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is handled. Middleware may fail on the database too, where no view did."""
    if is_of_database(error := sys.exception()):
        return unavailable(request, error)
    return error_page("500.html", HTTPStatus.INTERNAL_SERVER_ERROR, request)


def is_of_database(error: BaseException | None) -> bool:
    """Whether the database failed, rather than refused what it was asked. A damaged file raises the general error."""
    return _is_failure(error) or type(error) is DatabaseError


def _is_failure(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError) or is_read_only(error)


def is_read_only(error: BaseException | None) -> bool:
    """Whether the database can be read but not written to, on SQLite or on PostgreSQL."""
    return "readonly database" in str(error) or getattr(error and error.__cause__, "sqlstate", "") == READ_ONLY


def unavailable(
    request: HttpRequest, error: BaseException | None, template: str = "503.html", *, after: int = RETRY_AFTER
) -> HttpResponse:
    """The page for when the database, or the index, does not respond, or only to readers."""
    chosen = "503_read_only.html" if is_read_only(error) else template
    response = error_page(chosen, HTTPStatus.SERVICE_UNAVAILABLE, request)
    response.headers["Retry-After"] = str(after)
    return response


def error_page(template: str, status: int, request: HttpRequest | None = None) -> HttpResponse:
    """Made without the request's context processors, with what a form sent if there is a request."""
    sent = read_sent(request) if request else None
    response = HttpResponse(render_to_string(template, {"sent": sent}), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def read_sent(request: HttpRequest) -> Sent | None:
    """What a form sent; None if it sent nothing, cannot be read, or was for signing in."""
    if request.method in SAFE_METHODS:
        return None
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return None
    if not fields or any(SECRET.search(name) for name, _ in fields):
        return None
    typed = [(name, value) for name, value in fields if value.strip() and not OF_THE_FORM.search(name)]
    others = [field for field in fields if field not in typed]
    return Sent(request.get_full_path(), typed, others, has_files=bool(request.FILES))
