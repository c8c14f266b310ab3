"""Reading a copy, of which writing.py says the format: checked while it is read, from its first byte to its last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.db.models import Model

from .packing import Broken, unpacked
from .tables import columns_of, name_of, tables
from .writing import BATCH, FORMAT, VERSION, migrations

LONGEST_LINE = 2**26  # bytes
ANOTHER = "Fetch the file again from where it came from, or write another copy with `manage.py archive_dump`."

Progress = Callable[[int], None]  # so many rows more are read


class CopyRefused(Exception):
    """The file cannot be loaded; the message says why, and what to do."""


def check(raw: IO[bytes], progress: Progress) -> Copy:
    """Read all of a copy. Raises CopyRefused."""
    copy = Copy(raw)
    for _, rows in copy.batches():
        progress(len(rows))
    return copy


class Copy:
    """A copy in an open file, which is read once. Whatever is asked of it raises CopyRefused."""

    def __init__(self, raw: IO[bytes]):
        self.lines = Lines(raw)
        self.header = _checked_header(self.lines.next())
        self.rows: dict[str, int] = {}  # of the tables that have been read
        self.sha256 = ""

    @property
    def accounts(self) -> bool:
        return self.header["accounts"]

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    def batches(self) -> Iterator[tuple[type[Model], list[list[Any]]]]:
        """Each table's rows, a batch at a time; ends only where all of the copy was found to be whole."""
        content = self.lines.next()
        for model in tables(accounts=self.accounts):
            name, width = name_of(model), len(columns_of(model))
            if content != {"table": name}:
                raise self.lines.broken(f"the table {name} was to begin here")
            self.rows[name] = 0
            content = self.lines.next()
            while isinstance(content, list):
                content, rows = self._batch(content, width)
                self.rows[name] += len(rows)
                yield model, rows
        self._check_end(content)

    def _batch(self, content: Any, width: int) -> tuple[Any, list[list[Any]]]:
        """What comes after the batch, and the batch that begins with this row."""
        rows: list[list[Any]] = []
        while isinstance(content, list) and len(rows) < BATCH:
            if len(content) != width:
                raise self.lines.broken(f"a row of {len(content)} values, where there are {width} columns")
            rows.append(content)
            content = self.lines.next()
        return content, rows

    def _check_end(self, content: Any) -> None:
        self.sha256 = self.lines.sha256.hexdigest()
        if content != {"rows": self.rows, "sha256": self.sha256}:
            raise self.lines.broken("the counts or the check sum are not those of what comes before")
        if self.lines.line_after():
            raise self.lines.broken("something follows its last line")


class Lines:
    """The lines of a copy as what their JSON says."""

    def __init__(self, raw: IO[bytes]):
        self.number, self._line = 0, b""
        self.sha256 = hashlib.sha256()  # of the lines between the first and the last one
        try:
            self._stream = unpacked(raw)
        except Broken as error:
            raise CopyRefused(f"it is no copy of an archive, or damaged: {error}. {ANOTHER}") from error

    def next(self) -> Any:
        if self.number > 1:
            self.sha256.update(self._line)
        self._line = self.line_after()
        if not self._line.endswith(b"\n"):
            raise self.broken("it breaks off here")
        try:
            return json.loads(self._line)
        except (ValueError, RecursionError) as error:
            raise self.broken("this is not JSON") from error

    def line_after(self) -> bytes:
        """The bytes of another line; none after the last."""
        self.number += 1
        try:
            return self._stream.readline(LONGEST_LINE)
        except Broken as error:
            raise self.broken(str(error)) from error
        except OSError as error:
            raise self.broken(f"it cannot be read: {error.strerror}") from error

    def broken(self, what: str) -> CopyRefused:
        return CopyRefused(f"cut off, altered or damaged in line {self.number:,}: {what}. {ANOTHER}")


def _checked_header(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise CopyRefused(f"it is no copy of an archive. {ANOTHER}")
    if given.get("version") != VERSION:
        raise CopyRefused(
            f"it is in version {given.get('version')} of the format, and this program reads version {VERSION}: load it "
            "with a program of the version that wrote it."
        )
    _check_migrations(given.get("migrations"))
    columns = {name_of(model): columns_of(model) for model in tables(accounts=given.get("accounts") is True)}
    if given.get("tables") != columns or list(columns) != list(given["tables"]):
        raise CopyRefused(
            "its tables are not those of this program: load it with a program of the version that wrote it."
        )
    return given


def _check_migrations(given: Any) -> None:
    """The rows are to be read by the same migrations as they were written by."""
    theirs, ours = set(given or ()), set(migrations())
    if missing := sorted(theirs - ours):
        raise CopyRefused(
            f"it was written by a later version of the archive, with {', '.join(missing)}: load it with a program of "
            "that version, after `manage.py migrate`."
        )
    if added := sorted(ours - theirs):
        raise CopyRefused(
            f"it was written by an earlier version of the archive, without {', '.join(added)}: load it with a program "
            "of that version, and then bring that archive up to this one with `manage.py migrate`."
        )
