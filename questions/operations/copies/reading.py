"""Reads a copy (writing.py describes the format), and checks every byte while reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.db.models import Model

from .packing import Broken, unpack_stream
from .tables import columns_of, name_of, tables
from .writing import BATCH, FORMAT, VERSION, migrations

LONGEST_LINE = 2**26  # bytes
ANOTHER = "Get the file again from its source, or write another copy with `manage.py archive_dump`."

Progress = Callable[[int], None]  # called with the number of rows read since the last call


class CopyRefused(Exception):
    """The file cannot be loaded; the message says why and what to do."""


def check(raw: IO[bytes], progress: Progress) -> Copy:
    """Read all of a copy. Raises CopyRefused."""
    copy = Copy(raw)
    for _, rows in copy.batches():
        progress(len(rows))
    return copy


class Copy:
    """A copy in an open file, which is read once. Every method raises CopyRefused."""

    def __init__(self, raw: IO[bytes]):
        self.lines = Lines(raw)
        self.header = _checked_header(self.lines.next())
        self.rows: dict[str, int] = {}  # number of rows of each table read so far
        self.sha256 = ""

    @property
    def accounts(self) -> bool:
        return self.header["accounts"]

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    def batches(self) -> Iterator[tuple[type[Model], list[list[Any]]]]:
        """Each table's rows in batches; ends without an error only if the whole copy is intact."""
        content = self.lines.next()
        for model in tables(accounts=self.accounts):
            name, width = name_of(model), len(columns_of(model))
            if content != {"table": name}:
                raise self.lines.broken(f"the table {name} should begin here")
            self.rows[name] = 0
            content = self.lines.next()
            while isinstance(content, list):
                content, rows = self._batch(content, width)
                self.rows[name] += len(rows)
                yield model, rows
        self._check_end(content)

    def _batch(self, content: Any, width: int) -> tuple[Any, list[list[Any]]]:
        """The batch that begins with this row, and what comes after it."""
        rows: list[list[Any]] = []
        while isinstance(content, list) and len(rows) < BATCH:
            if len(content) != width:
                raise self.lines.broken(f"a row has {len(content)} values, but there are {width} columns")
            rows.append(content)
            content = self.lines.next()
        return content, rows

    def _check_end(self, content: Any) -> None:
        self.sha256 = self.lines.sha256.hexdigest()
        if content != {"rows": self.rows, "sha256": self.sha256}:
            raise self.lines.broken("the counts or the checksum do not match the rows")
        if self.lines.line_after():
            raise self.lines.broken("there is extra data after its last line")


class Lines:
    """The lines of a copy, as their JSON values."""

    def __init__(self, raw: IO[bytes]):
        self.number, self._line = 0, b""
        self.sha256 = hashlib.sha256()  # of the lines between the first and the last one
        try:
            self._stream = unpack_stream(raw)
        except Broken as error:
            raise CopyRefused(f"it is not a copy of an archive, or it is damaged: {error}. {ANOTHER}") from error

    def next(self) -> Any:
        if self.number > 1:
            self.sha256.update(self._line)
        self._line = self.line_after()
        if not self._line.endswith(b"\n"):
            raise self.broken("it ends too early")
        try:
            return json.loads(self._line)
        except (ValueError, RecursionError) as error:
            raise self.broken("this is not JSON") from error

    def line_after(self) -> bytes:
        """The bytes of the next line; none after the last."""
        self.number += 1
        try:
            return self._stream.readline(LONGEST_LINE)
        except Broken as error:
            raise self.broken(str(error)) from error
        except OSError as error:
            raise self.broken(f"it cannot be read: {error.strerror}") from error

    def broken(self, what: str) -> CopyRefused:
        return CopyRefused(f"incomplete, altered or damaged at line {self.number:,}: {what}. {ANOTHER}")


def _checked_header(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise CopyRefused(f"it is not a copy of an archive. {ANOTHER}")
    if given.get("version") != VERSION:
        raise CopyRefused(
            f"it has version {given.get('version')} of the format, but this program reads version {VERSION}: load it "
            "with the version of the program that wrote it."
        )
    _check_migrations(given.get("migrations"))
    columns = {name_of(model): columns_of(model) for model in tables(accounts=given.get("accounts") is True)}
    if given.get("tables") != columns or list(columns) != list(given["tables"]):
        raise CopyRefused(
            "its tables are not those of this program: load it with the version of the program that wrote it."
        )
    return given


def _check_migrations(given: Any) -> None:
    """The copy must have been written with the same migrations as this database has."""
    theirs, ours = set(given or ()), set(migrations())
    if missing := sorted(theirs - ours):
        raise CopyRefused(
            f"a later version of the program wrote it, with {', '.join(missing)}: load it with "
            "that version, after `manage.py migrate`."
        )
    if added := sorted(ours - theirs):
        raise CopyRefused(
            f"an earlier version of the program wrote it, without {', '.join(added)}: load it with "
            "that version, then upgrade that archive to this version with `manage.py migrate`."
        )
