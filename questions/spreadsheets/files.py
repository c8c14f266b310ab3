"""Read uploaded spreadsheets, CSV or XLSX, as rows of text, without the database."""

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

from .cells import remove_guard, text_of, tidy_cell

LARGEST = 20_000_000  # bytes
LARGEST_UNPACKED = 60_000_000  # bytes of an XLSX file when unpacked
MOST_PARTS = 1_000  # files in an XLSX file
MOST_ROWS = 5_000
LAST_LINE = 4 * MOST_ROWS  # last line of a sheet that is read; lines may be empty
MOST_COLUMNS = 100
SEPARATORS = ",;\t"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

AS_UTF_8 = "In Excel, choose Save As, then “CSV UTF-8 (Comma delimited)”. Or upload it as XLSX."
NOT_XLSX = "This XLSX file cannot be read. Open it in your spreadsheet program, save it as XLSX again and upload that."
# What openpyxl raises for a file that is not XLSX.
BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    ZlibError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
)


class NotRead(ValueError):
    """The file cannot be read. The message says why, and what to do."""


class Sheet(NamedTuple):
    """The rows of a file, each as long as `headers`, without empty rows; `lines` has the line of each row."""

    headers: list[str]
    rows: list[list[str]]
    lines: list[int]

    def by_line(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each line with its cells by column."""
        cells = (dict(zip(self.headers, row, strict=True)) for row in self.rows)
        return zip(self.lines, cells, strict=True)


Numbered = tuple[int, list[str]]  # a row, and its first line


def read(content: bytes) -> Sheet:
    """The rows of a CSV or XLSX file. Raises NotRead."""
    if len(content) > LARGEST:
        raise NotRead(f"The file is larger than {LARGEST // 1_000_000} MB. Split it into several files.")
    if content.startswith(OLD_EXCEL):
        raise NotRead("This is an old Excel file (.xls) or has a password. Save it as XLSX without a password.")
    return _sheet(_xlsx(content) if content.startswith(b"PK") else _csv(content))


def _sheet(rows: Iterator[Numbered]) -> Sheet:
    filled = ((line, row) for line, row in rows if any(row))
    _, headers = next(filled, (1, []))
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise NotRead("The file is empty. Its first line must name the columns.")
    sheet = Sheet([header.lower() for header in headers], [], [])
    for line, row in filled:
        if len(sheet.rows) == MOST_ROWS:
            raise NotRead(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.")
        sheet.rows.append(_of_width(len(headers), row, line))
        sheet.lines.append(line)
    return sheet


def _of_width(width: int, row: list[str], line: int) -> list[str]:
    if any(row[width:]):
        raise NotRead(f"Line {line} has more cells than there are columns. Put text that contains commas in quotes.")
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
        raise NotRead(f"Line {line} cannot be read ({error}). Check for a missing quotation mark.") from error


def _decoded(content: bytes) -> str:
    """Accept only UTF-8: CSV files do not state their encoding, and a wrong guess would corrupt names."""
    if content.startswith(UTF_16):
        raise NotRead(f"The file is in UTF-16 (“Unicode text”). {AS_UTF_8}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotRead(f"The file is not in UTF-8 (see line {line}). {AS_UTF_8}") from error
    if "\x00" in text:
        raise NotRead(f"This is not a text file. {AS_UTF_8}")
    return text


def _xlsx(content: bytes) -> Iterator[Numbered]:
    """The first sheet, with formulas as their saved values."""
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if not book.worksheets:
            raise NotRead("The file has no sheet with data.")
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # the file states its size, which may be wrong
        for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            if line > LAST_LINE:
                raise NotRead(f"The sheet continues below line {LAST_LINE:,}. Delete the rows below your table.")
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
            f"The file contains more than {LARGEST_UNPACKED // 1_000_000} MB of data. Split it into several files."
        )


def _texts(row: Iterable[Any]) -> list[str]:
    """The cells of a row as text. Raises NotRead for a failed formula, which would otherwise be read as text."""
    cells = list(row)
    failed = next((cell for cell in cells if cell.value is not None and cell.data_type == "e"), None)
    if failed is not None:
        raise NotRead(
            f"Cell {failed.coordinate} contains an error ({failed.value}). Correct the formula or empty the cell."
        )
    return [_text(text_of(cell.value)) for cell in cells]


def _text(cell: str) -> str:
    return tidy_cell(remove_guard(cell))


def refuse_columns(headers: Iterable[str], known: Iterable[str]) -> None:
    """Raises NotRead for an unknown or repeated column: no cell is ever ignored without a message."""
    seen: set[str] = set()
    columns = list(known)
    for header in headers:
        if not header:
            raise NotRead("A column has no name. Give each column a name in the first line.")
        if header not in columns:
            raise NotRead(
                f"There is no column called “{header:.60}”. Remove it, or use one of these names: {', '.join(columns)}."
            )
        if header in seen:
            raise NotRead(f"The column “{header}” appears twice. Remove one.")
        seen.add(header)
