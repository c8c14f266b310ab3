"""Show what a changed rule would do before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from .base import LargeTableAdmin, show_page

PREVIEWED = "_previewed"  # the rule that the preview showed
PAGE = "_page"  # sent by a button of the preview that shows other pages of it, in the words of that preview


class PreviewingAdmin(LargeTableAdmin):
    """Its form has a property `rule`: the previewed rule as one text, or None if it has not changed.

    With a true `is_only_previewed`, the form is never saved.
    """

    def make_preview(self, form: Any, page: str) -> dict[str, Any]:
        """The context of the preview of a valid form: at least `title`. `page` is what a button asked for, or ""."""
        raise NotImplementedError

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Preview outside the transaction: it takes a while, and no other writer should have to wait for it."""
        shown = self.preview_form(request, object_id) if request.method == "POST" else None
        return shown or super().changeform_view(request, object_id, *args, **kwargs)

    def preview_form(self, request: HttpRequest, object_id: Any) -> HttpResponse | None:
        """The preview of a changed rule once the form is valid; None if there is nothing (more) to show."""
        row = self.get_object(request, object_id) if object_id else self.model()
        may = self.has_change_permission(request, row) if object_id else self.has_add_permission(request)
        if not row or not may:
            return None
        form: Any = self.get_form(request, row, change=bool(object_id))(request.POST, instance=row)
        if not form.is_valid() or form.rule is None:
            return None
        seen = request.POST.get(PREVIEWED, "").replace("\r\n", "\n")
        is_confirmed = PREVIEWED in request.POST and PAGE not in request.POST
        is_seen = is_confirmed and seen == form.rule and not is_only_previewed(form)
        return None if is_seen else self.show_preview(request, form)

    def show_preview(self, request: HttpRequest, form: Any) -> HttpResponse:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        kept = [row for row in sent if row[0] not in ("csrfmiddlewaretoken", PREVIEWED, PAGE)]
        shown = self.make_preview(form, request.POST.get(PAGE, ""))
        context = {"kept": [*kept, (PREVIEWED, form.rule)], "rule": form.rule, **shown}
        context["is_only_shown"] = is_only_previewed(form)
        return show_page(request, self.model, f"{self.opts.model_name}/preview", **context)


def is_only_previewed(form: Any) -> bool:
    return getattr(form, "is_only_previewed", False)
