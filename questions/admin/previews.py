"""Rules, at the desk: one that was changed is shown with what it changes before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from .base import LargeTableAdmin

PREVIEWED = "_previewed"  # the rule of which the preview was shown


class PreviewingAdmin(LargeTableAdmin):
    """Its form has a property `rule`: what is previewed, as one text, and None where nothing about it changes."""

    def preview_of(self, form: Any) -> dict[str, Any]:
        """What the page of the preview shows of a form that is right: `title` at least."""
        raise NotImplementedError

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Before the transaction: to see what a rule changes takes a while, and no other writer has to wait for it."""
        shown = self.preview(request, object_id) if request.method == "POST" else None
        return shown or super().changeform_view(request, object_id, *args, **kwargs)

    def preview(self, request: HttpRequest, object_id: Any) -> HttpResponse | None:
        """What a rule that was changed would do, once the form is right; None where nothing is to be shown (first)."""
        row = self.get_object(request, object_id) if object_id else self.model()
        may = self.has_change_permission(request, row) if object_id else self.has_add_permission(request)
        if not row or not may:
            return None
        form: Any = self.get_form(request, row, change=bool(object_id))(request.POST, instance=row)
        if not form.is_valid() or form.rule is None:
            return None
        seen = request.POST.get(PREVIEWED, "").replace("\r\n", "\n")
        return None if PREVIEWED in request.POST and seen == form.rule else self.show_preview(request, form)

    def show_preview(self, request: HttpRequest, form: Any) -> HttpResponse:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        kept = [row for row in sent if row[0] not in ("csrfmiddlewaretoken", PREVIEWED)]
        context = {"kept": [*kept, (PREVIEWED, form.rule)], "rule": form.rule, **self.preview_of(form)}
        return self.page(request, "preview", context)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/questions/{self.opts.model_name}/{name}.html", context)
