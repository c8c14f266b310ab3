"""How a line of the log is written: one line for each record, whatever a request contains."""

from __future__ import annotations

import copy
import logging
import re
from http import HTTPStatus

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST = 1_000  # characters of what is written about a request that was merely wrong
INDENT = "    "
SUSPICIOUS = "django.security."  # Django's messages about these do not name the address, except that of a forged form


class LineFormatter(logging.Formatter):
    """Nothing in a message can begin a line of its own or control a terminal; lines of tracebacks are indented.

    A request that was merely wrong (a status from 400 to 499) is a warning without a traceback. A database that is
    down (503) is an error with its reason only, because each request until it is back would repeat the traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        status = getattr(record, "status_code", 0)
        if 400 <= status < 500 or status == HTTPStatus.SERVICE_UNAVAILABLE:
            return super().format(shorten(record, status))[:LONGEST]
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        return UNPRINTABLE.sub(_escape, super().formatMessage(record))

    def formatException(self, ei: object) -> str:
        lines = super().formatException(ei).splitlines()  # type: ignore[arg-type]
        return "\n".join(INDENT + UNPRINTABLE.sub(_escape, line) for line in lines)


def shorten(record: logging.LogRecord, status: int) -> logging.LogRecord:
    """The record of a request with this status, without a traceback."""
    plain, message = copy.copy(record), record.getMessage()
    plain.exc_info = plain.exc_text = None
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        plain.msg, plain.args = ("%s: %s", (message, record.exc_info[1])) if record.exc_info else (message, ())
        return plain
    plain.levelno, plain.levelname = logging.WARNING, "WARNING"
    if plain.name.startswith(SUSPICIOUS) and not plain.args:
        plain.msg, plain.args = "%s: %s", (message, plain.request.path)  # type: ignore[attr-defined]
    return plain


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
