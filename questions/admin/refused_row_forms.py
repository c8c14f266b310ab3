"""The admin of refused rows: correct a row in a form and try again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.archive.importing.runs import LONGEST_RAW
from questions.models import RefusedRow
from questions.spreadsheets.kinds import BY_RUN
from questions.text.cleaning import storable

from .base import LargeTableAdmin, apply_rules, format_count, log_action
from .refused_row_cells import change_cells, find_blamed, list_cells, make_fields, show_value
from .refused_row_repairs import NotRepaired, find_kind, format_record, repair_row

AS_IT_CAME = ("run", "file_name", "position", "reason")
DONE = ("state", "settled_at", "settled_by", "set_aside_because", "result", "repair")
LONGEST_REASON = 500
ASIDE = "Set aside: "  # before the reason, in Django's log
TO_ASIDE = (RefusedRow.State.WAITING, RefusedRow.State.ASIDE)


class RepairForm(forms.ModelForm):
    """The row's columns as fields, and its raw text. Whichever somebody changes is tried."""

    record = forms.CharField(
        label="Corrected row",
        max_length=LONGEST_RAW,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 100, "spellcheck": "false", "class": "desk-record"}),
    )
    editor: Any = None

    class Meta:
        model = RefusedRow
        fields: tuple[str, ...] = ()

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.initial["record"] = format_record(self.instance)
        kind = find_kind(self.instance)
        drafts = " A new question is saved as a draft." if self.instance.run.kind in BY_RUN else ""
        self.fields["record"].help_text = (
            f"In {kind.language if kind else ''}, as the import reads it. Change either this or the fields above. "
            f"“Try again” imports the row in the same way as the original run.{drafts} We keep the original row too."
        )

    def clean(self) -> dict[str, Any]:
        """Validate the row by importing it, because only the importer can tell whether it is right."""
        data = super().clean() or {}
        if "record" not in data:
            return data
        text, typed = data["record"].replace("\r\n", "\n"), self._list_typed(data)
        is_raw = "record" in self.data and text.strip() != self.initial["record"].strip()
        if is_raw and typed:
            self.add_error("record", "You changed both the fields and the raw text. Change only one of them.")
        elif is_raw and not text:
            self.add_error("record", "This field is required.")
        else:
            self._try(text if is_raw else change_cells(self.instance, typed) if typed else self.initial["record"])
        return data

    def _list_typed(self, data: dict[str, Any]) -> dict[str, str]:
        """The values that somebody changed, by column."""
        sent = [cell for cell in list_cells(self.instance) if cell.name in self.data]
        typed = {cell: data.get(cell.name, "").replace("\r\n", "\n") for cell in sent}
        return {cell.column: text for cell, text in typed.items() if text != show_value(cell.value)}

    def _try(self, text: str) -> None:
        try:
            repair_row(self.instance, text, self.editor)
        except NotRepaired as error:
            blamed = [
                cell.name for cell in find_blamed(str(error), list_cells(self.instance)) if cell.name in self.data
            ]
            for name in blamed or ["record"]:
                self.add_error(name, str(error))


@admin.register(RefusedRow)
class RefusedRowAdmin(LargeTableAdmin):
    form = RepairForm
    change_form_template = "admin/questions/refusedrow/change_form.html"
    list_display = ("reason", "file_name", "position", "run", "state")
    list_filter = ("state",)
    list_select_related = ("run",)
    search_fields = ("reason", "path")
    actions = ("set_aside", "put_back")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the lookup that the list of runs uses for its links to the refused rows of one run."""
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RefusedRow | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RefusedRow | None = None) -> bool:
        """Rows that are repaired, or of a kind that cannot be corrected here, are read-only."""
        is_possible = obj is None or (obj.state == RefusedRow.State.WAITING and find_kind(obj) is not None)
        return is_possible and super().has_change_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: RefusedRow | None = None) -> Any:
        if self.has_change_permission(request, obj):
            cells = [cell.name for cell in list_cells(obj)] if obj else []
            folded = {"classes": ("collapse",)} if cells else {}
            return [
                (None, {"fields": AS_IT_CAME}),
                *([("Row", {"fields": cells})] if cells else []),
                ("Raw text", {"fields": ("record",), **folded}),
                ("Original", {"fields": ("as_it_came",), "classes": ("collapse",)}),
            ]
        imported = ("as_imported",) if obj and obj.taken_in else ()
        done = DONE if obj and obj.state != RefusedRow.State.WAITING else ()
        return [(None, {"fields": (*AS_IT_CAME, *done)}), ("Original", {"fields": ("as_it_came", *imported)})]

    def get_readonly_fields(self, request: HttpRequest, obj: RefusedRow | None = None) -> Any:
        return (*AS_IT_CAME, *DONE, "as_it_came", "as_imported")

    @admin.display(description="file", ordering="path")
    def file_name(self, refused: RefusedRow) -> str:
        return refused.file

    @admin.display(description="why it was set aside")
    def set_aside_because(self, refused: RefusedRow) -> str:
        kind = ContentType.objects.get_for_model(RefusedRow)
        said = LogEntry.objects.filter(content_type=kind, object_id=str(refused.pk), change_message__startswith=ASIDE)
        entry = said.first()
        return entry.get_change_message().removeprefix(ASIDE) if entry else "–"

    @admin.display(description="original row")
    def as_it_came(self, refused: RefusedRow) -> SafeString:
        return format_html('<pre class="desk-record">{}</pre>', refused.raw)

    @admin.display(description="imported row")
    def as_imported(self, refused: RefusedRow) -> SafeString:
        return format_html('<pre class="desk-record">{}</pre>', refused.taken_in)

    @admin.display(description="question")
    def result(self, refused: RefusedRow) -> str:
        if refused.question is None:
            return "–"
        page = reverse("admin:questions_question_change", args=[refused.question.pk])
        return format_html('<a href="{}">{}</a>', page, refused.question)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            kwargs["form"] = type("RowForm", (RepairForm,), make_fields(obj))
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def save_model(self, request: HttpRequest, obj: RefusedRow, form: Any, change: bool) -> None:
        """Save nothing: the form has done so. A new member or department may change the meaning of topics' rules."""
        if obj.question is None:
            apply_rules(request)

    def response_change(self, request: HttpRequest, obj: RefusedRow) -> HttpResponse:
        row = f"Row {obj.position:,} of {obj.file}"
        if not obj.question:
            messages.success(request, f"{row} was tried again and imported.")
        else:
            state = "It is public." if obj.question.is_public else "It is a draft."
            messages.success(
                request, format_html("{} was tried again and imported: {}. {}", row, self.result(obj), state)
            )
        return self.response_post_save_change(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *given: Any, **named: Any) -> HttpResponse:
        obj = named.get("obj")
        may_change = obj is not None and super().has_change_permission(request, obj)
        context["may_set_aside"] = obj is not None and may_change and obj.state == RefusedRow.State.WAITING
        context["longest_reason"] = LONGEST_REASON
        context["is_beyond_mending"] = bool(obj and obj.state == RefusedRow.State.WAITING and find_kind(obj) is None)
        return super().render_change_form(request, context, *given, **named)

    # Rows that need no repair

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *given: Any, **named: Any) -> Any:
        refused = self.get_object(request, object_id) if request.method == "POST" and "_aside" in request.POST else None
        if refused is None:
            return super().changeform_view(request, object_id, *given, **named)
        if not super().has_change_permission(request, refused):
            raise PermissionDenied
        self._set_one_aside(request, refused, storable(request.POST.get("because", "")).strip()[:LONGEST_REASON])
        return redirect(request.path)

    @transaction.atomic
    def _set_one_aside(self, request: HttpRequest, refused: RefusedRow, because: str) -> None:
        if not because:
            messages.error(request, "Say why you set this row aside.")
        elif self._move_rows(request, RefusedRow.objects.filter(pk=refused.pk), *TO_ASIDE):
            log_action(request, refused, f"{ASIDE}{because}")

    @admin.action(description="Set aside (no repair needed)", permissions=["change"])
    def set_aside(self, request: HttpRequest, queryset: QuerySet[RefusedRow]) -> None:
        self._move_rows(request, queryset, *TO_ASIDE)

    @admin.action(description="Move back to “to repair”", permissions=["change"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[RefusedRow]) -> None:
        self._move_rows(request, queryset, RefusedRow.State.ASIDE, RefusedRow.State.WAITING)

    @transaction.atomic
    def _move_rows(self, request: HttpRequest, queryset: QuerySet[RefusedRow], before: str, after: str) -> int:
        rows = RefusedRow.objects.filter(pk__in=queryset.order_by().values("pk"), state=before)
        moved = rows.update(state=after, settled_at=timezone.now(), settled_by=request.user)
        messages.success(request, f"{format_count(moved, 'row')} {RefusedRow.State(after).label}.")
        return moved
