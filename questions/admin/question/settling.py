"""What every form does that changes a question or a part of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from questions.archive.derived.changes import changed as log_changed
from questions.archive.derived.steps import derive
from questions.archive.editing.question_edits import take_edit
from questions.models import Question


class EditedByHand:
    """Saves a question through the archive, which settles it and keeps the edit as evidence."""

    def settle_edit(self, request: HttpRequest, question: Question) -> None:
        kept = take_edit(question, request.user.get_username())
        # The rows were saved before they were settled, so that settling may have found nothing to change.
        log_changed({question.pk} | derive([question.pk]), "edited")
        if kept:
            names = ", ".join(name.replace("_", " ") for name in kept)
            messages.warning(request, f"Kept as a source has it, since it is on record there: {names}.")

    def say_why(self, request: Any, reason: str) -> None:
        """What this save changes is told in the history with its reason."""
        request.editing.watch.reason = reason
