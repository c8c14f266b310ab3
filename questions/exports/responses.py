"""Responses that a browser saves as files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from django.http import StreamingHttpResponse


def csv_file(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """The first row is read at once: if the database does not respond, the response can still say so."""
    rest = iter(lines)
    begun = list(islice(rest, 2))  # with the names of the columns
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(chain(begun, rest), content_type="text/csv; charset=utf-8", headers=headers)
