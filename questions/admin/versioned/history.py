"""The history of one record, with restoring, and the history of all records. Nobody can alter either."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from questions.admin.base import CappedPaginator, ReadOnlyAdmin, show_page
from questions.archive.audit.recording import page_of
from questions.archive.audit.states import entries_of, last_of
from questions.archive.audit.tracked import MODELS
from questions.models import AuditEntry

from .differences_shown import Names, ShownField, describe_entries
from .form_tokens import FIELD, Opened
from .restoring import Difference, Restoration

A_PAGE = 50


class HistoryForm(forms.Form):
    """Filters of the history: who made the change, and from where."""

    who = forms.ChoiceField(required=False)
    source = forms.ChoiceField(label="from", required=False, choices=[("", "anywhere"), *AuditEntry.Source.choices])

    def __init__(self, entries: QuerySet[AuditEntry], *given: Any):
        super().__init__(*given)
        people = entries.filter(by__isnull=False).order_by("by_name").values_list("by", "by_name").distinct()
        self.fields["who"].choices = [("", "anybody"), *people]  # type: ignore[attr-defined]

    def filter_entries(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        said = self.cleaned_data if self.is_valid() else {}
        wanted = {"by": said.get("who"), "source": said.get("source")}
        return entries.filter(**{name: value for name, value in wanted.items() if value})


def show_history(model_admin: Any, request: HttpRequest, pk: str) -> Any:
    """Show the history, also of a deleted row, with its last state."""
    obj = model_admin.get_object(request, pk)
    if not model_admin.has_view_or_change_permission(request, obj):
        raise PermissionDenied
    model = model_admin.model
    entries = entries_of(model, int(pk)) if pk.isdecimal() else AuditEntry.objects.none()
    if obj is None and not entries.exists():
        return model_admin._get_obj_does_not_exist_redirect(request, model._meta, pk)
    form = HistoryForm(entries, request.GET)
    chosen = form.filter_entries(entries).select_related("run")
    page = CappedPaginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "object": obj,
        "page": page,
        "rows": describe_entries(list(page), own=model),
        "form": form,
        "may_restore": obj is not None and model_admin.has_change_permission(request, obj),
    }
    title = f"History: {obj or name_deleted_row(model, entries, pk)}"
    return show_page(request, model, "history/history", title, **context)


def name_deleted_row(model: type[Model], entries: QuerySet[AuditEntry], pk: str) -> str:
    own = entries.filter(model=model._meta.model_name, row_id=pk, kind=AuditEntry.Kind.DELETED)
    return own.values_list("label", flat=True).first() or f"{model._meta.verbose_name} {pk}"


def restore_entry(model_admin: Any, request: Any, pk: int, entry: int) -> Any:
    """Show the changes first, then post them as an edit; also take that edit's form if it is posted again."""
    obj = model_admin.get_object(request, str(pk))
    if obj is None:
        raise Http404("This record has been deleted.")
    if not model_admin.has_change_permission(request, obj):
        raise PermissionDenied
    restored = find_restoration(model_admin, request, obj, entry)
    if request.method != "POST":
        return show_restoration(request, restored)
    address = model_admin.get_form_address(request, obj)
    if FIELD not in request.POST:
        said = Opened(request.user.pk, address, last_of(*page_of(obj)), restores=True)
        request.POST = restored.make_post()
        request.POST[FIELD] = said.token
    request.restoration = restored
    response = model_admin.changeform_view(request, str(pk), address)
    return redirect(get_history_address(obj)) if response.status_code == 302 else response


def find_restoration(model_admin: Any, request: HttpRequest, obj: Model, entry: int) -> Restoration:
    found = entries_of(type(obj), obj.pk).filter(pk=entry).first()
    restored = Restoration(model_admin, request, obj, found) if found else None
    if restored is None or not restored.is_possible:
        raise Http404("This entry is not in the history, or there is nothing before it.")
    return restored


def show_restoration(request: HttpRequest, restored: Restoration) -> HttpResponse:
    obj, differences = restored.obj, restored.list_differences()
    context = {
        "object": obj,
        "history": get_history_address(obj),
        "differences": list(zip(differences, describe_differences(differences), strict=True)),
    }
    return show_page(request, type(obj), "history/restore", f"Restore: {obj}", **context)


def get_history_address(obj: Model) -> str:
    return reverse(f"admin:questions_{obj._meta.model_name}_history", args=[obj.pk])


def describe_differences(differences: list[Difference]) -> list[ShownField | None]:
    """Each column, from its value now to its value then."""
    columns = [one for one in differences if one.column]
    names = Names((one.model, one.column, value) for one in columns for value in (one.now, one.then))
    return [
        names.describe_field(one.model, one.column, one.now, one.then) if one.column else None for one in differences
    ]


class StaffFilter(admin.SimpleListFilter):
    title, parameter_name = "who", "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        staff = get_user_model().objects.filter(is_staff=True).order_by("username")
        return [(str(user.pk), user.get_username()) for user in staff]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(by=self.value()) if (self.value() or "").isdecimal() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "source", "kind", "row")
    list_filter = (StaffFilter, "source")
    list_select_related = ("run",)
    fields = ("at", "by_name", "source", "run", "kind", "row", "changes")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("packed")

    @admin.display(description="record")
    def row(self, entry: AuditEntry) -> str:
        address = reverse(f"admin:questions_{entry.root}_history", args=[entry.root_id])
        return format_html('<a href="{}">{} {}</a> {}', address, entry.model, entry.row_id, entry.label)

    @admin.display(description="fields")
    def changes(self, entry: AuditEntry) -> str:
        [found] = describe_entries([entry], own=MODELS[entry.model])
        said = (f"{field.label} from “{field.before}” to “{field.after}”" for field in found.fields)
        return "\n".join(said) or "–"
