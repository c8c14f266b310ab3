"""The admin of refused rows: correct a row in a form and try again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.archive.importing.runs import LONGEST_RAW
from questions.models import RefusedRow
from questions.spreadsheets.kinds import BY_RUN

from .base import LargeTableAdmin, apply_rules, format_count
from .refused_row_repairs import NotRepaired, find_kind, format_record, repair_row

AS_IT_CAME = ("run", "path", "position", "reason")
DONE = ("state", "settled_at", "settled_by", "result", "repair")


class RepairForm(forms.ModelForm):
    record = forms.CharField(
        label="Corrected row",
        max_length=LONGEST_RAW,
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
            f"In {kind.language if kind else ''}, as the import reads it. “Try again” imports this row in the same "
            f"way as the original run.{drafts} We keep the original row too."
        )

    def clean_record(self) -> str:
        """Validate the row by importing it, because only the importer can tell whether it is right."""
        text = self.cleaned_data["record"].replace("\r\n", "\n")
        try:
            repair_row(self.instance, text, self.editor)
        except NotRepaired as error:
            raise forms.ValidationError(str(error)) from error
        return text


@admin.register(RefusedRow)
class RefusedRowAdmin(LargeTableAdmin):
    form = RepairForm
    change_form_template = "admin/questions/refusedrow/change_form.html"
    list_display = ("reason", "path", "position", "run", "state")
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
            return [(None, {"fields": (*AS_IT_CAME, "record")}), ("Original", {"fields": ("as_it_came",)})]
        imported = ("as_imported",) if obj and obj.taken_in else ()
        done = DONE if obj and obj.state != RefusedRow.State.WAITING else ()
        return [(None, {"fields": (*AS_IT_CAME, *done)}), ("Original", {"fields": ("as_it_came", *imported)})]

    def get_readonly_fields(self, request: HttpRequest, obj: RefusedRow | None = None) -> Any:
        return (*AS_IT_CAME, *DONE, "as_it_came", "as_imported")

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
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def save_model(self, request: HttpRequest, obj: RefusedRow, form: Any, change: bool) -> None:
        """Save nothing: the form has done so. A new member or department may change the meaning of topics' rules."""
        if obj.question is None:
            apply_rules(request)

    def response_change(self, request: HttpRequest, obj: RefusedRow) -> HttpResponse:
        messages.success(request, format_html("Imported: {}.", self.result(obj) if obj.question else obj.path))
        return self.response_post_save_change(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *given: Any, **named: Any) -> HttpResponse:
        obj = named.get("obj")
        context["is_beyond_mending"] = bool(obj and obj.state == RefusedRow.State.WAITING and find_kind(obj) is None)
        return super().render_change_form(request, context, *given, **named)

    # Rows that need no repair

    @admin.action(description="Set aside (no repair needed)", permissions=["change"])
    def set_aside(self, request: HttpRequest, queryset: QuerySet[RefusedRow]) -> None:
        self._move_rows(request, queryset, RefusedRow.State.WAITING, RefusedRow.State.ASIDE)

    @admin.action(description="Move back to “to repair”", permissions=["change"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[RefusedRow]) -> None:
        self._move_rows(request, queryset, RefusedRow.State.ASIDE, RefusedRow.State.WAITING)

    @transaction.atomic
    def _move_rows(self, request: HttpRequest, queryset: QuerySet[RefusedRow], before: str, after: str) -> None:
        rows = RefusedRow.objects.filter(pk__in=queryset.order_by().values("pk"), state=before)
        moved = rows.update(state=after, settled_at=timezone.now(), settled_by=request.user)
        messages.success(request, f"{format_count(moved, 'row')} {RefusedRow.State(after).label}.")
