"""Requests that the server refuses before the site sees them: each gets a page that says what to do.

Responses to HEAD have no body, which waitress leaves to the application.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import BadRequest, RequestHeaderFieldsTooLarge

from pq_archive.middleware import SecurityHeadersMiddleware

# The parts of a request that are not headers, and how they are written.
ANYTHING = re.compile(r".*", re.S)
PARTS = {
    "REQUEST_METHOD": re.compile(r"[\w!#$%&'*+.^`|~-]+", re.A),
    "CONTENT_LENGTH": re.compile(r"[0-9]{0,18}"),
    "CONTENT_TYPE": ANYTHING,
    "SCRIPT_NAME": ANYTHING,
    "PATH_INFO": ANYTHING,
    "QUERY_STRING": ANYTHING,
}
LONGEST_LINE = 8190  # bytes of a request's first line: a search can make an address long

# What the page says, by status.
PAGES = {
    400: (
        "This request could not be read",
        "Your browser or program sent something that is not valid HTTP. Reload the page, or correct the program.",
    ),
    408: (
        "Your request took too long to arrive",
        "The connection may be slow or interrupted. Nothing was saved. Please try again.",
    ),
    413: (
        "This is too large to send",
        "Send less at once: split a spreadsheet into several files, or shorten the text. Nothing was saved.",
    ),
    414: (
        "This address is too long",
        "The archive reads addresses of up to 8,000 characters. Use fewer filters or a shorter search.",
    ),
    431: (
        "Your browser sent too much with this request",
        "Delete this site’s cookies in your browser, then reload the page.",
    ),
    500: (
        "Something went wrong",
        "There is a problem with this site. It has been recorded. Please try again later.",
    ),
    501: (
        "The archive cannot read this request",
        "Send the body as it is, or with “Transfer-Encoding: chunked”. Other encodings are not supported.",
    ),
}


class Refused(BadRequest):
    """A refusal that waitress does not have."""


class TooSlow(Refused):
    code, reason = 408, "Request Timeout"


class AddressTooLong(Refused):
    code, reason = 414, "URI Too Long"


class Request(HTTPRequestParser):
    """Also refuses a long first line, and says so rather than that the headers are too large."""

    error: Any

    def received(self, data: bytes) -> int:
        begun = b"" if self.headers_finished else self.header_plus + data
        consumed = super().received(data)
        if isinstance(self.error, RequestHeaderFieldsTooLarge) and b"\n" not in begun[:LONGEST_LINE]:
            self.error = AddressTooLong("")
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # such as a length of thousands of digits
            raise ParsingError(str(error)) from error
        if len(self.first_line) > LONGEST_LINE:
            self.error, self.completed = AddressTooLong(""), True


class ClosingTask:
    """Tells the client that the connection ends, if this process is about to end."""

    def build_response_header(self) -> bytes:
        if self.channel.server.is_draining:  # type: ignore[attr-defined]
            self.set_close_on_finish()  # type: ignore[attr-defined]
        return super().build_response_header()  # type: ignore[misc]


class SiteTask(ClosingTask, WSGITask):
    def finish(self) -> None:
        if self.request.command == "HEAD":
            self.write(b"")
            self.chunked_response = False  # the last chunk would be a body
        super().finish()


class RefusalTask(ClosingTask, ErrorTask):
    def execute(self) -> None:
        error, self.channel.is_refused = self.request.error, True
        page = refusal_page(error.code, error.reason)
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(page.items())
        self.set_close_on_finish()
        self.content_length = len(page.content)
        self.write(page.content)


@cache
def refusal_page(status: int, reason: str) -> HttpResponse:
    """The page with the headers of every page of the site."""
    heading, message = PAGES.get(status, (reason, "Please try again later."))
    page = HttpResponse(render_to_string("refused.html", {"heading": heading, "message": message}), status=status)
    page.headers["Cache-Control"] = "no-store"
    request, middleware = HttpRequest(), SecurityHeadersMiddleware(lambda request: page)
    XFrameOptionsMiddleware(middleware).process_response(request, page)
    SecurityMiddleware(middleware).process_response(request, page)
    return middleware(request)


def without_body(application: Any) -> Any:
    """The application without bodies in its responses to HEAD, so that a file need not be made for one."""

    def respond(environ: dict[str, Any], start_response: Any) -> Any:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return respond


def refusing_unreadable(application: Any) -> Any:
    """The application without requests that Django fails on before any middleware runs: they get the page for 400."""

    def respond(environ: dict[str, Any], start_response: Any) -> Any:
        if is_readable(environ):
            return application(environ, start_response)
        page = refusal_page(400, "Bad Request")
        start_response("400 Bad Request", [*page.items()])
        return [page.content]

    return respond


def is_readable(environ: dict[str, Any]) -> bool:
    """Whether the parts of a request are what WSGI promises, as any server but ours might not check."""
    given = "".join(str(value) for name, value in environ.items() if name in PARTS or name.startswith("HTTP_"))
    try:
        given.encode("latin-1")
        parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        return False
    return all(rule.fullmatch(environ.get(name) or "") for name, rule in PARTS.items())
