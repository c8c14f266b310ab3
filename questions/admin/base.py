"""What the admins of large tables share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import CheckboxInput
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from questions.archive.derived.topics import FEW, Applied, apply_after_changes
from questions.models import Archive, Topic
from questions.search.index.store import EngineFailed, IndexNotWritten, IndexUnavailable

from .days import DAYS

MOST_COUNTED = 10_000
# How many rows of another table a form may have. A record has about ten; Django would show up to 2,000 in 15 seconds.
FEW_ROWS = {"max_num": 100, "absolute_max": 100}

logger = logging.getLogger(__name__)


class CappedPaginator(Paginator):
    """A paginator that stops counting beyond the pages that anybody would open. `words` is the number of rows."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def words(self) -> str:
        return f"{self.count:,}" if self._counted <= MOST_COUNTED else f"more than {MOST_COUNTED:,}"

    @cached_property
    def _counted(self) -> int:
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        return rows[: MOST_COUNTED + 1].count()


class Chooser(AutocompleteSelect):
    """Django's field for finding a record by typing. It fails on a value that cannot be a key; this shows no choice."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if self._is_key(one)], attr)

    def _is_key(self, value: Any) -> bool:
        try:
            self.field.target_field.clean(value, None)
        except ValidationError:
            return False
        return True


class WithChoosers:
    """For an admin or an inline with `autocomplete_fields` or days. It stands before Django's class."""

    formfield_overrides: Any = DAYS

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        django_admin: Any = super()
        if db_field.name in django_admin.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Chooser(db_field, admin.site))
        return django_admin.formfield_for_foreignkey(db_field, request, **kwargs)


class LargeTableAdmin(WithChoosers, admin.ModelAdmin):
    """Never counts the whole table, lists all its rows in a select, or makes a query for each row."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    list_per_page = 50

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Lock the archive before any row: otherwise an import and a save could deadlock."""
        Archive.lock()
        return super().save_form(request, form, change)


class NamedTabularInline(WithChoosers, admin.TabularInline):
    """Give each element its column's heading as its name, for screen readers."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs.setdefault("aria-label", capfirst(str(field.label)))
        return field

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **FEW_ROWS, **kwargs)
        formset.deletion_widget = CheckboxInput(attrs={"aria-label": "Delete"})
        return formset


class ReadOnlyAdmin(LargeTableAdmin):
    """For tables that only the archive itself writes to."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SettlingAdmin(LargeTableAdmin):
    """After a save or a deletion, work out at once what depends on the rows. It stands first among an admin's bases."""

    def prepare_rows(self, rows: list[Any]) -> None:
        """Note what is needed before these rows change or are deleted."""

    def settle_rows(self, request: HttpRequest, rows: list[Any]) -> None:
        """Work out again what depends on these rows, which may have been deleted."""
        raise NotImplementedError

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        self.prepare_rows([form.instance])
        super().save_related(request, form, formsets, change)
        self.settle_rows(request, [form.instance])

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        Archive.lock()
        self.prepare_rows([obj])
        super().delete_model(request, obj)
        self.settle_rows(request, [obj])

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        Archive.lock()
        rows = list(queryset)
        self.prepare_rows(rows)
        super().delete_queryset(request, queryset)
        self.settle_rows(request, rows)


def show_page(request: HttpRequest, model: type[Model], name: str, title: str, **context: Any) -> HttpResponse:
    """A page of the admin that belongs to this model."""
    context = {**admin.site.each_context(request), "opts": model._meta, "title": title, **context}
    return TemplateResponse(request, f"admin/questions/{name}.html", context)


def log_action(request: Any, row: Model, message: str, flag: int = CHANGE) -> None:
    """Add an action that no form of Django's made to Django's own log."""
    LogEntry.objects.log_actions(request.user.pk, [row], flag, change_message=message, single_object=True)


def apply_rules(request: HttpRequest, apply: Callable[[], list[Applied]] = apply_after_changes) -> None:
    """Apply topics' rules after the commit, and say what moved and what the background worker will do.

    By default these are the rules whose meaning changed with something that they name: an acronym, a spelling, a person
    or a department.
    """
    transaction.on_commit(lambda: _apply_and_tell(request, apply))


def _apply_and_tell(request: HttpRequest, apply: Callable[[], list[Applied]]) -> None:
    try:
        applied = apply()
    except (IndexUnavailable, IndexNotWritten, EngineFailed) as error:
        logger.warning("Topics' rules were not applied: %s", error)
        messages.warning(request, f"Topics' rules will be applied once there is a search index ({error}).")
        return
    for done in applied:
        added = format_count(done.entered, "question")
        messages.success(request, f"“{done.topic}”: {added} added, {done.left:,} removed.")
    for topic in Topic.objects.pending():
        why = f"it affects more than {FEW:,} questions, or another change is still being applied"
        messages.info(request, f"The rule of “{topic}” is being applied in the background, because {why}.")


def show_count(name: str, label: str = "") -> Callable[[Any], str]:
    """A column of a list, with a field's number as people write it."""

    @admin.display(description=label or name, ordering=name)
    def column(row: Any) -> str:
        return f"{getattr(row, name):,}"

    column.__name__ = name
    return column


def format_count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
