"""What all forms do that change a question or a part of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from questions.archive.editing.question_edits import take_edit
from questions.models import Question


def settle_edit(request: HttpRequest, question: Question) -> None:
    """Save a question through the archive, which settles it and keeps the edit as evidence."""
    kept = take_edit(question, request.user.get_username())
    if kept:
        names = ", ".join(name.replace("_", " ") for name in kept)
        messages.warning(
            request,
            f"The rest is saved. Kept as it was, because a source other than an editor has it on record: {names}.",
        )


def give_reason(request: Any, reason: str) -> None:
    """Record what this save changes in the history, with the reason."""
    request.editing.watch.reason = reason
