"""Forms of records with a history: each save is recorded, and no editor's work is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from questions.admin.base import LargeTableAdmin
from questions.archive.audit import recording
from questions.archive.audit.recording import Watch
from questions.archive.audit.states import last_of
from questions.models import Archive

from . import history
from .conflicts import CLASH, MINE, Comparison, Meanwhile
from .differences_shown import describe_meanwhile
from .form_tokens import Opened, read_token
from .kept_forms import Typed, find_kept_form, forget_form

DISCARD = "_discard"
STOPPED = (
    "Somebody saved this record after you opened it. Your changes are not saved yet. Both versions are shown above."
)
ENDED = "This is what you typed before your session ended on {:%-d %B at %H:%M}. It is not saved yet."


@dataclass
class Editing:
    """One form, shown or posted; `last` is the latest entry of the history when it was opened."""

    last: int = 0
    restores: bool = False
    stopped: str = ""  # why it is not saved
    is_kept: bool = False
    meanwhile: Meanwhile | None = None
    watch: Watch | None = None


class RecordAdmin(LargeTableAdmin):
    """For the kinds of rows that have a history."""

    # The history

    def get_urls(self) -> list[Any]:
        restore = self.admin_site.admin_view(self.restore_view)
        name = f"questions_{self.opts.model_name}_restore"
        return [path("<int:pk>/history/<int:entry>/restore/", restore, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return history.show_history(self, request, unquote(object_id))

    def restore_view(self, request: HttpRequest, pk: int, entry: int) -> Any:
        return history.restore_entry(self, request, pk, entry)

    # The form

    def changeform_view(
        self, request: Any, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        request.editing = editing = Editing()
        given = (object_id, form_url, extra_context)
        if request.method == "POST":
            return self.take_post(request, *given)
        # Read before the row, so that a save in between is noticed.
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        editing.last = last_of(*recording.page_of(obj)) if obj else 0
        may = self.has_change_permission(request, obj) if object_id else self.has_add_permission(request)
        typed = find_kept_form(request) if may else None
        return self.show_kept(request, typed, given) if typed else super().changeform_view(request, *given)

    @transaction.atomic
    def take_post(self, request: Any, object_id: str | None, form_url: str, extra_context: Any) -> Any:
        """Save under the archive's lock, so that nobody else saves between the check for others' changes and this."""
        if DISCARD in request.POST:
            forget_form(request)
            return redirect(request.path)
        Archive.lock()
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        self.compare_versions(request, obj)
        with recording.watching(*(recording.family_of(obj) if obj else ())) as watch:
            request.editing.watch, watch.restores = watch, request.editing.restores
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if response.status_code == 302:
            forget_form(request)
        return response

    def compare_versions(self, request: Any, obj: Model | None) -> None:
        """Stop the save if it would undo changes by others since the form was opened."""
        said, editing = read_token(request), request.editing
        editing.restores = bool(said and said.restores)
        editing.last = last_of(*recording.page_of(obj)) if obj else 0
        if said and obj and self.has_change_permission(request, obj):
            comparison = Comparison(self, request, obj, said.last)
            editing.meanwhile, request.POST = comparison.merge_changes(), comparison.data
            editing.stopped = STOPPED if editing.meanwhile else ""

    def show_kept(self, request: Any, typed: Typed, given: tuple) -> Any:
        """Show the form with what was typed, as if just posted; this cannot save it."""
        # Set the files too: reading them from the request would read its own POST again.
        request.method, request.POST, request._files = "POST", typed.sent, MultiValueDict()
        try:
            self.compare_versions(request, self.get_object(request, unquote(given[0])) if given[0] else None)
            request.editing.is_kept = True
            ended = ENDED.format(timezone.localtime(typed.kept_at))
            request.editing.stopped = f"{ended} {request.editing.stopped}".strip()
            return super().changeform_view(request, *given)
        finally:
            request.method = "GET"

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        editing: Editing | None = getattr(request, "editing", None)
        return make_stopped(form, editing.stopped) if editing and editing.stopped else form

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        """Watch the row's new page too: the row may move to another page, which then changes as well."""
        obj = super().save_form(request, form, change)
        if request.editing.watch:
            request.editing.watch.include(*recording.family_of(obj))
        return obj

    @transaction.atomic
    def delete_model(self, request: Any, obj: Any) -> None:
        Archive.lock()
        with recording.watching(*recording.with_dependents(self.model._default_manager.filter(pk=obj.pk))):
            super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: Any, queryset: QuerySet) -> None:
        Archive.lock()
        with recording.watching(*recording.with_dependents(queryset)):
            super().delete_queryset(request, queryset)

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        """Watch the new row. Changes not made by a form are recorded by the archive itself."""
        if editing := getattr(request, "editing", None):
            editing.watch.added(obj)
        return super().log_addition(request, obj, message)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj, editing = kwargs.get("obj"), request.editing
        said = Opened(request.user.pk, self.get_form_address(request, obj), editing.last, editing.restores)
        context |= {"opened": said.token, "is_kept": editing.is_kept, "clash_name": CLASH, "mine_name": MINE}
        if editing.meanwhile:
            context["meanwhile"] = describe_meanwhile(editing.meanwhile)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form_address(self, request: Any, obj: Model | None) -> str:
        names = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{names}_change", args=[obj.pk]) if obj else reverse(f"{names}_add")


def make_stopped(form: type[BaseForm], why: str) -> type[BaseForm]:
    """The same form, with what was posted and the reason why it was not saved."""

    class Stopped(form):  # type: ignore[valid-type, misc]
        def full_clean(self) -> None:
            super().full_clean()
            if self.is_bound:
                self.add_error(None, why)

    return Stopped
