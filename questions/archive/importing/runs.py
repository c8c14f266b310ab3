"""One run of an importer: its files, its rows and their results."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import IO, Any, NamedTuple, Protocol, Self

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from questions.archive.audit import entries
from questions.archive.writing.department_headings import settle_headings
from questions.models import Archive, ImportRun, RefusedRow
from questions.sources import parliament, tables, twfy
from questions.sources.records import BrokenSource, ParsedQuestion, RefusedRecord, SkippedSource
from questions.sources.streams import Source, find_files, printable_path

from .row_batches import batches_of
from .save_questions import Row, save_batch

LONGEST_RAW = 200_000
MOST_TOLD = 5  # paths, and skipped files, in an error message


class Progress(Protocol):
    """What a run reports while it works."""

    def rows(self, path: str, rows: int, consumed: int) -> None:
        """`rows` more rows of `path` are done, up to the byte `consumed`."""

    def note(self, message: str) -> None:
        """Show the user a message, such as that a file was skipped or is incomplete."""


class Silent:
    """Show no progress, for runs with a page that shows the result."""

    def rows(self, path: str, rows: int, consumed: int) -> None: ...

    def note(self, message: str) -> None: ...


# The source of a run's history entries, by the first word of its kind. The default is an import.
SOURCES = {"sync": entries.Source.SYNC, "bulk": entries.Source.BULK, "undo": entries.Source.BULK}


COUNTED = ("created", "updated", "unchanged", "refused", "vanished")
NOT_COUNTED = [field.name for field in ImportRun._meta.fields if field.name not in (*COUNTED, "id")]


class Run:
    """The record of one run; a context manager that records how it ends."""

    def __init__(self, kind: str, paths: Iterable[str], as_of: date | None, progress: Progress):
        self.progress = progress
        self.row = ImportRun(kind=kind, paths="\n".join(map(printable_path, paths)), as_of=as_of)
        self.skipped: list[str] = []
        self.read = 0  # records, imported or refused
        self.why_empty = ""  # why there were no records, and what was expected
        self.acting = ExitStack()

    def __enter__(self) -> Self:
        self.row.save()
        kind = self.row.kind.partition(" ")[0]
        source = SOURCES.get(kind, entries.Source.IMPORT)
        self.acting.enter_context(entries.acting(source, self.row.started_by, self.row))
        return self

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self.acting.close()
        if error:
            self.error(f"stopped: {error}" if str(error) else f"stopped ({type(error).__name__})")
        failed = ImportRun.Outcome.FAILED if self.row.errors else ImportRun.Outcome.DONE
        self.row.outcome, self.row.finished_at = failed, timezone.now()
        self.row.save(update_fields=NOT_COUNTED)
        self.row.refresh_from_db(fields=COUNTED)

    def count(self, counts: Counter) -> None:
        """Add to the numbers of the row, only in the database: what a transaction undoes is then not counted either."""
        self.row.save(update_fields=NOT_COUNTED)
        ImportRun.objects.filter(pk=self.row.pk).add(counts)

    def refuse(self, path: str, position: int, reason: str, raw: Any) -> None:
        self.refuse_all(path, [(position, reason, raw)])

    @transaction.atomic
    def refuse_all(self, path: str, rows: Iterable[tuple[int, str, Any]]) -> None:
        """Keep these rows (position, reason, raw) of a file for repair."""
        kept = [
            RefusedRow(run=self.row, path=path[-500:], position=position, reason=reason, raw=as_kept(raw))
            for position, reason, raw in rows
        ]
        RefusedRow.objects.bulk_create(kept, batch_size=500)
        ImportRun.objects.filter(pk=self.row.pk).add(Counter(refused=len(kept)))

    def error(self, message: str) -> None:
        self.row.errors = f"{self.row.errors}{message}\n"
        self.progress.note(message)

    def skip(self, message: str) -> None:
        self.skipped.append(message)
        self.progress.note(message)

    def expect(self, expected: str) -> None:
        """Call this at the end. A run without records has failed: it was given the wrong files."""
        if not self.read and not self.row.errors:
            given = self.row.paths.splitlines()
            more = f" and {len(given) - MOST_TOLD} more" if len(given) > MOST_TOLD else ""
            told = "".join(f"\n  {message}" for message in self.skipped[:MOST_TOLD])
            paths = ", ".join(given[:MOST_TOLD])
            self.why_empty = f"nothing was imported: no records in {paths}{more}. Expected: {expected}.{told}"
            self.row.errors = f"{self.why_empty}\n"  # the command shows this itself, more prominently than progress


def as_kept(raw: Any) -> str:
    """The text of a refused row."""
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    # Half of a surrogate pair cannot be encoded, and PostgreSQL cannot store NUL in text.
    return text.encode("utf-8", "replace").decode().replace("\x00", "")[:LONGEST_RAW]


class Format(NamedTuple):
    """How to read files of one kind: their rows as records, and their as-of day."""

    source: str
    kind: str
    suffixes: tuple[str, ...]
    read_rows: Callable[[IO[bytes], str], Iterator[Any]]
    parse: Callable[[Any], ParsedQuestion]
    as_of_day: Callable[[str, IO[bytes]], str | None]
    expected: str


FORMATS = {
    "parliament": Format(
        "parliament",
        "import_questions",
        (".json", ".jsonl"),
        parliament.read_rows,
        parliament.parse,
        parliament.as_of_day,
        "JSON of Parliament's Written Questions API, in files whose names end in .json or .jsonl",
    ),
    "twfy": Format(
        "twfy",
        "import_questions --format twfy",
        (".xml",),
        twfy.read_rows,
        twfy.parse,
        twfy.as_of_day,
        twfy.EXPECTED,
    ),
}


def import_questions(
    paths: list[str],
    progress: Progress,
    *,
    as_of: date | None = None,
    how: Format = FORMATS["parliament"],
) -> Run:
    """Import the question records in these files and folders, in the order of their names."""
    with Run(how.kind, paths, as_of, progress) as run, fewer_collections():
        for path in find_files(paths, how.suffixes):
            _each_file(run, path, lambda file: _import_questions_of(run, file, as_of, how))
        settle_headings()
        run.expect(how.expected)
    return run


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Run the garbage collector less often: batches have many rows, and this saves a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _each_file(run: Run, path: str, work: Callable[[Source], None]) -> None:
    """Call `work` on each file. If a file is incomplete, its saved records are kept, and the next file follows."""
    file = Source(path)
    try:
        work(file)
    except BrokenSource as error:
        run.error(str(error))
    except SkippedSource as error:
        run.skip(str(error))
    finally:
        file.close()


def _import_questions_of(run: Run, file: Source, as_of: date | None, how: Format) -> None:
    with file.open() as stream:
        day = as_of.isoformat() if as_of else how.as_of_day(file.path, stream)
    # Read the file twice, because its as-of day may be anywhere in it and every record needs that day.
    day, total = day or timezone.localdate().isoformat(), 0
    with file.open() as stream:
        rows = enumerate(how.read_rows(stream, file.name), start=1)
        for batch in batches_of(rows):
            _import_batch(run, file, batch, day, how)
            total += len(batch)
    if total == 0:
        run.skip(f"{file.name}: skipped, as it has no question records")


def _import_batch(run: Run, file: Source, batch: list[tuple[int, Any]], day: str, how: Format) -> None:
    run.read += len(batch)
    parsed = []
    for position, item in batch:
        try:
            parsed.append(Row(position, how.parse(item), day))
        except RefusedRecord as error:
            run.refuse(file.name, position, str(error), _raw(item))
    if parsed:
        refusals = save_batch(parsed, how.source, run.count)
        raw = dict(batch)
        for refusal in refusals:
            run.refuse(file.name, refusal.row.position, refusal.reason, _raw(raw[refusal.row.position]))
    run.progress.rows(file.path, len(batch), file.consumed)


def _raw(item: Any) -> Any:
    """The original row: its text if it is not plain JSON."""
    return getattr(item, "text", item)


class TableImport(NamedTuple):
    """How to import one kind of CSV file: read it, save it, and settle what depends on it."""

    kind: str
    table: tables.Table
    save: Callable[[list], list[str]]
    key: Callable[[Any], Any] = lambda row: None
    settle: Callable[[set], None] = lambda keys: None


def import_table(how: TableImport, paths: list[str], progress: Progress) -> Run:
    """Import CSV files. Afterwards, settle what depends on their rows even if none of them changed,
    because an earlier run may have been interrupted before it did so."""
    with Run(how.kind, paths, None, progress) as run, fewer_collections():
        keys: set = set()
        for path in find_files(paths, (".csv",)):
            _each_file(run, path, lambda file: _import_table_of(run, file, how, keys))
        how.settle(keys)
        run.expect(f"rows of a CSV file (.csv) with the columns {', '.join(how.table.columns)}")
    return run


def _import_table_of(run: Run, file: Source, how: TableImport, keys: set) -> None:
    with file.open() as stream:
        # Row 1 is the header.
        for batch in batches_of(enumerate(tables.read_rows(stream, file.name, how.table), start=2)):
            rows = []
            run.read += len(batch)
            for position, raw in batch:
                try:
                    rows.append((position, raw, how.table.read(raw)))
                except RefusedRecord as error:
                    run.refuse(file.name, position, str(error), raw)
            save_rows(run, file.name, rows, how.save)
            keys |= {how.key(record) for _, _, record in rows}
            run.progress.rows(file.path, len(batch), file.consumed)


def save_rows(run: Run, name: str, rows: list, save: Callable[[list], list[str]]) -> list[str]:
    """Save and count the rows (position, raw, record) together, or one by one if one of them is refused."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            Archive.lock()
            outcomes = save([record for _, _, record in rows])
            run.count(Counter(outcomes))
            return outcomes
    except (IntegrityError, DataError, RefusedRecord) as error:
        if len(rows) == 1:
            position, raw, _ = rows[0]
            run.refuse(name, position, str(error).splitlines()[0], raw)
            return []
    return [outcome for row in rows for outcome in save_rows(run, name, [row], save)]
