"""Download records as streamed CSV, or as XLSX from a temporary file; neither needs all of them in memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook

from questions.exports.csv_format import as_csv
from questions.text.cleaning import storable

from .cells import LONGEST, TOO_LONG
from .resources import BulkResource

CHUNK = 1_000
MOST = 20_000  # rows; for more, use /questions/export.csv or archive_dump
IN_MEMORY = 5_000_000  # bytes
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def rows(resource: BulkResource, records: QuerySet) -> Iterator[list[str]]:
    """The column names, then the cells of each record, in the order of the list."""
    found = resource.on_record(records).iterator(chunk_size=CHUNK)
    return chain([list(resource.columns)], map(resource.cells, found))


def csv_lines(resource: BulkResource, records: QuerySet) -> Iterator[str]:
    return as_csv(rows(resource, records))


def xlsx_file(resource: BulkResource, records: QuerySet) -> IO[bytes]:
    """Make every cell text, so that a spreadsheet does not turn it into a date or a number."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(str(resource.model._meta.verbose_name_plural))
    sheet.freeze_panes = "A2"
    for row in rows(resource, records):
        sheet.append([storable(cell) if len(cell) <= LONGEST else TOO_LONG for cell in row])
    file: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (the response closes it)
    book.save(file)
    file.seek(0)
    return file
