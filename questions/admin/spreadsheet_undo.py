"""Undo a spreadsheet's import, from its run."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from questions.models import ImportRun
from questions.spreadsheets import undo
from questions.spreadsheets.kinds import BY_RUN, RESOURCES

from .base import apply_rules, format_count, show_page

RUN = "admin:questions_importrun_change"
MOST_SHOWN = 200


def may_undo(request: HttpRequest, run: ImportRun) -> bool:
    """Allow the user who imported it and any publisher, if they may import such records."""
    if run.kind not in BY_RUN:
        return False
    name, user = BY_RUN[run.kind], request.user
    is_theirs = run.started_by_id == user.pk or user.has_perm("questions.publish_question")
    return is_theirs and user.has_perms([f"questions.add_{name}", f"questions.change_{name}"])


def get_context(request: HttpRequest, run: ImportRun | None) -> dict[str, Any]:
    """What the form of a run needs to offer its undoing."""
    is_offered = bool(run and may_undo(request, run) and undo.can_be_undone(run))
    return {"may_undo": is_offered, "undone_by": run and run.undone_by.first()}


def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=pk)
    if not may_undo(request, run):
        raise PermissionDenied
    if not undo.can_be_undone(run):
        messages.error(request, "This import has already been undone, or it never finished.")
        return redirect(RUN, pk)
    return undo_run(request, run) if request.method == "POST" else ask_first(request, run)


def ask_first(request: HttpRequest, run: ImportRun) -> HttpResponse:
    found = undo.look_at(run)
    context = {
        "run": run,
        "noun": found.model._meta.verbose_name_plural,
        "back": len(found.back),
        "gone": len(found.gone),
        "left": found.left[:MOST_SHOWN],
        "more": max(0, len(found.left) - MOST_SHOWN),
    }
    return show_page(request, ImportRun, "bulk/undo", f"Undo: {run}", **context)


def undo_run(request: HttpRequest, run: ImportRun) -> HttpResponse:
    try:
        undoing = undo.undo(run, request.user)
    except undo.AlreadyUndone:
        messages.error(request, "Somebody else has just undone this import.")
        return redirect(RUN, run.pk)
    if RESOURCES[BY_RUN[run.kind]].changes_meanings:
        apply_rules(request)
    messages.success(request, f"Import undone for {format_count(undoing.updated, 'record')}.")
    if undoing.refused:
        message = f"{format_count(undoing.refused, 'record')} skipped, because somebody has changed or used them since."
        messages.warning(request, f"{message} See “Refused” in the list of import runs.")
    return redirect(RUN, undoing.pk)


urls = [path("<int:pk>/undo/", admin.site.admin_view(undo_view), name="questions_importrun_undo")]
