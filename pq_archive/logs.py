"""How a line of the log is written: one line for each record, whatever a request contains."""

from __future__ import annotations

import copy
import logging
import re

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST = 1_000  # characters of what is written about a request that was merely wrong
INDENT = "    "
SUSPICIOUS = "django.security."  # Django's messages about these do not name the address, except that of a forged form


class LineFormatter(logging.Formatter):
    """Nothing in a message can begin a line of its own or control a terminal; lines of tracebacks are indented.

    A request that was merely wrong (a status from 400 to 499) is a warning without a traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        if not 400 <= getattr(record, "status_code", 0) < 500:
            return super().format(record)
        plain = copy.copy(record)
        plain.exc_info = plain.exc_text = None
        plain.levelno, plain.levelname = logging.WARNING, "WARNING"
        if plain.name.startswith(SUSPICIOUS) and not plain.args:
            plain.msg, plain.args = "%s: %s", (plain.msg, plain.request.path)  # type: ignore[attr-defined]
        return super().format(plain)[:LONGEST]

    def formatMessage(self, record: logging.LogRecord) -> str:
        return UNPRINTABLE.sub(_escape, super().formatMessage(record))

    def formatException(self, ei: object) -> str:
        lines = super().formatException(ei).splitlines()  # type: ignore[arg-type]
        return "\n".join(INDENT + UNPRINTABLE.sub(_escape, line) for line in lines)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
