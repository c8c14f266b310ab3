"""The spreadsheets that people upload, CSV or XLSX, as rows of texts. No database."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zlib import error as ZlibError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .cells import text_of, tidy, unguarded

LARGEST = 20_000_000  # bytes
LARGEST_UNPACKED = 60_000_000  # bytes of all that an XLSX file has packed
MOST_PARTS = 1_000  # files in an XLSX file
MOST_ROWS = 5_000
LAST_LINE = 4 * MOST_ROWS  # of a sheet, in which lines may be empty
MOST_COLUMNS = 100
SEPARATORS = ",;\t"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

AS_UTF_8 = "In Excel: Save As, “CSV UTF-8 (Comma delimited)”. Or upload it as XLSX."
NOT_XLSX = "It is no XLSX file that can be read. Open it in your spreadsheet, save it anew as XLSX, and upload that."
# What openpyxl raises where a file is not what it says.
BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, ZlibError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError, NotImplementedError),
)


class NotRead(ValueError):
    """The file cannot be taken. The message tells a person why, and what to do."""


class Sheet(NamedTuple):
    """The rows of a file, each as long as `headers`, without those that are empty; `lines` says where each stood."""

    headers: list[str]
    rows: list[list[str]]
    lines: list[int]


Numbered = tuple[int, list[str]]  # a row, and the line on which it begins


def read(content: bytes) -> Sheet:
    """Raises NotRead."""
    if len(content) > LARGEST:
        raise NotRead(f"The file is larger than {LARGEST // 1_000_000} MB. Divide it into several.")
    if content.startswith(OLD_EXCEL):
        raise NotRead("This is an old Excel file (.xls), or one with a password. Save it as XLSX, without a password.")
    return _sheet(_xlsx(content) if content.startswith(b"PK") else _csv(content))


def _sheet(rows: Iterator[Numbered]) -> Sheet:
    filled = ((line, row) for line, row in rows if any(row))
    _, headers = next(filled, (1, []))
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise NotRead("The file is empty. Its first line has to name the columns.")
    sheet = Sheet([header.lower() for header in headers], [], [])
    for line, row in filled:
        if len(sheet.rows) == MOST_ROWS:
            raise NotRead(f"The file has more than {MOST_ROWS:,} rows. Divide it into several.")
        sheet.rows.append(_of_width(len(headers), row, line))
        sheet.lines.append(line)
    return sheet


def _of_width(width: int, row: list[str], line: int) -> list[str]:
    if any(row[width:]):
        raise NotRead(f"Line {line} has more cells than there are columns: is a text with a comma not in quotes?")
    return [*row[:width], *[""] * (width - len(row))]


def _csv(content: bytes) -> Iterator[Numbered]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    line = 1
    try:
        for row in reader:
            yield line, [_text(cell) for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotRead(f"Line {line} cannot be read ({error}). Is a quotation mark missing there?") from error


def _decoded(content: bytes) -> str:
    """UTF-8 alone: of any other encoding nothing in the file says which it is, and a guess would spoil names."""
    if content.startswith(UTF_16):
        raise NotRead(f"The file is in UTF-16 (“Unicode text”). {AS_UTF_8}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotRead(f"The file is not in UTF-8 (see line {line}). {AS_UTF_8}") from error
    if "\x00" in text:
        raise NotRead(f"The file is no text. {AS_UTF_8}")
    return text


def _xlsx(content: bytes) -> Iterator[Numbered]:
    """The first sheet. Of formulas the values count that were saved with them."""
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if not book.worksheets:
            raise NotRead("There is no sheet with cells in the file.")
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size, which may be wrong
        for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            if line > LAST_LINE:
                raise NotRead(f"The sheet goes on below line {LAST_LINE:,}. Delete the rows below your table there.")
            yield line, _texts(row)
    except NotRead:
        raise
    except BROKEN as error:
        raise NotRead(NOT_XLSX) from error


def _refuse_bomb(content: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise NotRead("The file has a password. Save it without one.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NotRead(
            f"The file has more than {LARGEST_UNPACKED // 1_000_000} MB packed in it. Divide it into several."
        )


def _texts(row: Iterable[Any]) -> list[str]:
    """Raises NotRead at a formula that failed: it would be taken for a text."""
    cells = list(row)
    failed = next((cell for cell in cells if cell.value is not None and cell.data_type == "e"), None)
    if failed is not None:
        raise NotRead(f"Cell {failed.coordinate} has an error in it ({failed.value}). Mend the formula, or empty it.")
    return [_text(text_of(cell.value)) for cell in cells]


def _text(cell: str) -> str:
    return tidy(unguarded(cell))


def refuse_columns(headers: Iterable[str], known: Iterable[str]) -> None:
    """Raises NotRead where a column is unknown, or there twice: a cell that is not taken is never passed over."""
    seen: set[str] = set()
    columns = list(known)
    for header in headers:
        if not header:
            raise NotRead("A column has no name. Each needs one, in the first line.")
        if header not in columns:
            raise NotRead(
                f"There is no column “{header:.60}”. Take it out, or name it as one of: {', '.join(columns)}."
            )
        if header in seen:
            raise NotRead(f"The column “{header}” is there twice. Take one out.")
        seen.add(header)
