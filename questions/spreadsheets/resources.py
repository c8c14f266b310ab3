"""What all kinds of records share: columns for downloads, and the comparison of each row with the archive.

These are resources of django-import-export, with its columns (fields), cells (widgets) and import steps. The steps
save nothing: each row becomes a `Target`, and at the end the archive's own writers save all targets or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, NoReturn

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from tablib import Dataset

from .cells import CLEAR, guard_formula, tidy_cell
from .files import Sheet, refuse_columns
from .widgets import Text

FOLLOWS = "You cannot change this, because the archive works it out. Leave it unchanged or empty."


class Column(fields.Field):
    """A column of the file. `needed`: it cannot be cleared, or empty in a new row; `markup`: it has HTML."""

    def __init__(
        self, attribute: str, widget: Any = None, *, needed: bool = False, markup: bool = False, **given: Any
    ) -> None:
        super().__init__(attribute=attribute, widget=widget or Text(), **given)
        self.needed, self.markup = needed, markup


class Change(NamedTuple):
    """A cell that differs from the record, with both values in words."""

    column: str
    before: str
    after: str
    markup: bool = False


@dataclass
class Target:
    """What one row of a file says about one record, by column. The record is `row`, or new if that is None."""

    row: Any = None
    given: dict[str, Any] = field(default_factory=dict)  # the values of its cells, changed or not
    changes: dict[str, Change] = field(default_factory=dict)
    wanted: Any = None  # the record with its new values, in the form that the writer takes

    @property
    def is_new(self) -> bool:
        return self.row is None

    def value(self, column: str, otherwise: Any = None) -> Any:
        """The record's new value in this column; `otherwise` (its current value) if the row does not give one."""
        return self.given.get(column, otherwise)


class Verdict(NamedTuple):
    """The result of one row of a file; `errors` are by column, or '' for the whole row."""

    line: int
    kind: str  # "new", "changed", "unchanged" or "refused"
    label: str
    target: Target
    errors: dict[str, list[str]]

    @property
    def reason(self) -> str:
        """Why the row is refused."""
        said = [f"{column}: {one}" if column else one for column, every in self.errors.items() for one in every]
        return " ".join(said)


KINDS = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "unchanged",
    RowResult.IMPORT_TYPE_INVALID: "refused",
}


class BulkResource(resources.Resource):
    model: type[Model]
    natural: tuple[str, ...] = ()  # the columns that identify a record if its row has no id
    changes_meanings = False  # whether topics' rules may name such records
    former_names: dict[str, str] = {}  # of columns, in files that were downloaded before they were renamed

    class Meta:
        instance_loader_class = BaseInstanceLoader  # not used: see `find`
        using_db = DEFAULT_DB_ALIAS
        use_transactions = False  # this writes nothing
        skip_diff = True
        report_skipped = True

    def __init__(self, editor: str = "") -> None:
        super().__init__()
        self.editor = editor  # the user name of the importer
        self.columns: dict[str, Column] = dict(self.fields)
        for name, column in self.columns.items():
            column.column_name = name
        self.targets: list[Target] = []
        self.spoken_of: dict[Any, int] = {}

    # Downloads

    def on_record(self, rows: Any) -> Any:
        """The rows with all that their columns need."""
        return rows

    def cells(self, row: Any) -> list[str]:
        return [guard_formula(self.cell(column, row)) for column in self.columns.values()]

    def cell(self, column: Column, row: Any) -> str:
        return tidy_cell(column.export(row))

    # Uploads

    def verdicts(self, sheet: Sheet) -> list[Verdict]:
        """The result of each row. Raises NotRead if these records do not have such columns."""
        sheet = sheet._replace(headers=[self.former_names.get(header, header) for header in sheet.headers])
        refuse_columns(sheet.headers, self.columns)
        self.sheet = sheet
        result = self.import_data(Dataset(*sheet.rows, headers=sheet.headers))
        for fault in [*result.base_errors, *(error for row in result.rows for error in row.errors)]:
            raise fault.error  # an error in our code: errors in rows are ValidationErrors
        return [
            Verdict(line, KINDS[row.import_type], self.label(target), target, _errors(row))
            for line, row, target in zip(sheet.lines, result.rows, self.targets, strict=True)
        ]

    def before_import(self, dataset: Dataset, **given: Any) -> None:
        self.load([row for _, row in self.sheet.by_line()])

    def load(self, rows: list[dict[str, str]]) -> None:
        """Look up, in few queries, the records that these rows may be about."""
        raise NotImplementedError

    def find(self, row: dict[str, str]) -> Any:
        """The record that a row is about; None for a new one. Raises ValidationError by column."""
        raise NotImplementedError

    def identities(self, target: Target) -> list[Any]:
        """Keys that no two rows of a file may share."""
        raise NotImplementedError

    def check(self, target: Target) -> None:
        """Set `wanted`, the record with its new values. Raises ValidationError by column."""
        raise NotImplementedError

    def day_of(self, target: Target, row: dict[str, str]) -> date | None:
        """The day on which names in a row's cells must have been in force; None if it is not known."""
        return None

    def label(self, target: Target) -> str:
        return str(target.row) if target.row else " ".join(str(v) for v in list(target.given.values())[:3])

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, str]) -> tuple[Target, bool]:
        target = Target()
        self.targets.append(target)
        target.row = self.find(row)
        return target, target.is_new

    def import_instance(self, instance: Target, row: dict[str, str], **given: Any) -> None:
        errors, day = {}, self.day_of(instance, row)
        for name in row:
            try:
                self._take_cell(instance, name, row[name], day)
            except (ValueError, ValidationError) as error:
                errors[name] = error.messages if isinstance(error, ValidationError) else [str(error)]
        if instance.is_new:
            for name, column in self.columns.items():
                if column.needed and name not in instance.given and name not in errors:
                    errors[name] = ["This is required for a new record."]
        if errors:
            raise ValidationError(errors)

    def _take_cell(self, target: Target, name: str, cell: str, day: date | None) -> None:
        column = self.columns[name]
        if name == "id" or column.widget.is_silent(cell):
            return
        now = self.cell(column, target.row) if target.row else ""
        value = column.get_value(target.row) if cell == now else self._read(column, cell, day)
        target.given[name] = value
        after = now if cell == now else tidy_cell(column.widget.render(value))
        if after != now:
            target.changes[name] = Change(name, now, after, column.markup)

    def _read(self, column: Column, cell: str, day: date | None) -> Any:
        if column.readonly:
            raise ValueError(FOLLOWS)
        field: Any = None if "__" in column.attribute else self.model._meta.get_field(column.attribute)
        if cell == CLEAR:
            return self._emptied(column, field)
        value = column.widget.clean(cell, day=day)
        if field and isinstance(value, str):
            field.run_validators(value)
        return value

    def _emptied(self, column: Column, field: Any) -> Any:
        if column.needed or (field and not field.null and not field.blank):
            raise ValueError("This cannot be empty.")
        return None if not field or field.null else ""

    def skip_row(self, instance: Target, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not instance.is_new and not instance.changes and not import_validation_errors

    def validate_instance(self, instance: Target, import_validation_errors: Any = None, **given: Any) -> None:
        """Report errors in single cells first; if there are none, check the row as a whole."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        self.check(instance)

    def save_instance(self, instance: Target, is_create: bool, row: Any, **given: Any) -> None:
        """Save nothing here: see imports.py."""

    def after_import_row(self, row: Any, row_result: RowResult, **given: Any) -> None:
        """Refuse a second row about the same record: it would undo the first, or add the record twice."""
        line = self.sheet.lines[given["row_number"] - 1]
        firsts = [self.spoken_of.setdefault(key, line) for key in self.identities(self.targets[-1])]
        if first := next((first for first in firsts if first != line), None):
            refuse("", f"Line {first} is about the same record. Combine the two rows.")

    # Saving

    def save(self, targets: list[Target], *, public: bool = False) -> None:
        """Write these checked targets, in a transaction that holds the archive's lock.

        New questions become public, or drafts if `public` is false.
        """
        raise NotImplementedError


def refuse(column: str, message: str) -> NoReturn:
    raise ValidationError({column or NON_FIELD_ERRORS: message})


def _errors(row: RowResult) -> dict[str, list[str]]:
    if not row.validation_error:
        return {}
    found = row.validation_error.message_dict
    return {"" if name == NON_FIELD_ERRORS else name: messages for name, messages in found.items()}


def count_verdicts(verdicts: Iterable[Verdict]) -> Counter[str]:
    return Counter(verdict.kind for verdict in verdicts)


def targets_to_save(verdicts: Iterable[Verdict]) -> Iterator[Target]:
    """The targets of rows that change something."""
    return (verdict.target for verdict in verdicts if verdict.kind in ("new", "changed"))


def portions(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
