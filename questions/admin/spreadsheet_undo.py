"""Undo a spreadsheet's import, from its run."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from questions.models import ImportRun
from questions.spreadsheets import undo
from questions.spreadsheets.kinds import BY_RUN, RESOURCES

from .base import ReadOnlyAdmin, apply_rules, number

MOST_SHOWN = 200


class UndoingAdmin(ReadOnlyAdmin):
    change_form_template = "admin/questions/bulk/run.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="questions_importrun_undo"), *super().get_urls()]

    def may_undo(self, request: HttpRequest, run: ImportRun) -> bool:
        """Allow the user who imported it and any publisher, if they may import such records."""
        if run.kind not in BY_RUN:
            return False
        name, user = BY_RUN[run.kind], request.user
        is_theirs = run.started_by_id == user.pk or user.has_perm("questions.publish_question")
        return is_theirs and user.has_perms([f"questions.add_{name}", f"questions.change_{name}"])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        run = kwargs.get("obj")
        context["may_undo"] = bool(run and self.may_undo(request, run) and undo.can_be_undone(run))
        context["undone_by"] = run and run.undone_by.first()
        return super().render_change_form(request, context, *args, **kwargs)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        run: Any = self.get_object(request, str(pk))
        if run is None:
            raise Http404("This run does not exist.")
        if not self.may_undo(request, run):
            raise PermissionDenied
        if not undo.can_be_undone(run):
            messages.error(request, "This import has already been undone, or it never finished.")
            return redirect("admin:questions_importrun_change", pk)
        return self._undo(request, run) if request.method == "POST" else self._ask(request, run)

    def _ask(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        found = undo.look_at(run)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Undo: {run}",
            "opts": self.opts,
            "run": run,
            "noun": found.model._meta.verbose_name_plural,
            "back": len(found.back),
            "gone": len(found.gone),
            "left": found.left[:MOST_SHOWN],
            "more": max(0, len(found.left) - MOST_SHOWN),
        }
        return TemplateResponse(request, "admin/questions/bulk/undo.html", context)

    def _undo(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        try:
            undoing = undo.undo(run, request.user)
        except undo.AlreadyUndone:
            messages.error(request, "Somebody else has just undone this import.")
            return redirect("admin:questions_importrun_change", run.pk)
        if RESOURCES[BY_RUN[run.kind]].changes_meanings:
            apply_rules(request)
        messages.success(request, f"{number(undoing.updated, 'record')} restored to the earlier version.")
        if undoing.refused:
            message = f"{number(undoing.refused, 'record')} skipped, because somebody has changed or used them since."
            messages.warning(request, f"{message} See “Refused” in the list of import runs.")
        return redirect("admin:questions_importrun_change", undoing.pk)
