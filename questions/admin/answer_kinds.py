"""The admin of the rules for kinds of answers."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from questions.archive.derived import answer_kinds
from questions.archive.derived.answer_kind_rules import clauses_of, phrases_in
from questions.archive.derived.phrases import SKIPPED, fault_of
from questions.models import AnswerKindRule
from questions.search.index.store import EngineFailed, IndexNotWritten, IndexUnavailable

from .base import SettlingAdmin, format_count
from .previews import PreviewingAdmin

logger = logging.getLogger(__name__)


class AnswerKindRuleForm(forms.ModelForm):
    class Meta:
        model = AnswerKindRule
        fields = ("answer_kind", "phrases", "place", "longest", "order")
        widgets = {"phrases": forms.Textarea(attrs={"rows": 12, "cols": 80})}

    def clean_phrases(self) -> str:
        phrases = phrases_in(self.cleaned_data["phrases"])
        if faults := [fault for phrase in phrases if (fault := fault_of(phrase))]:
            raise ValidationError(faults)
        return "\n".join(dict.fromkeys(phrases))

    @property
    def rule(self) -> str | None:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        is_same = self.instance.pk and values == {name: self.initial.get(name) for name in values}
        return None if is_same else "\n".join(f"{name}: {value}" for name, value in values.items())


@admin.register(AnswerKindRule)
class AnswerKindRuleAdmin(PreviewingAdmin, SettlingAdmin):
    form = AnswerKindRuleForm
    list_display = ("answer_kind", "order", "beginning", "number_of_phrases", "place", "longest")
    list_editable = ("order",)
    list_filter = ("answer_kind",)

    @admin.display(description="first phrase")
    def beginning(self, rule: AnswerKindRule) -> str:
        return next(iter(phrases_in(rule.phrases)), "")

    @admin.display(description="phrases")
    def number_of_phrases(self, rule: AnswerKindRule) -> int:
        return len(phrases_in(rule.phrases))

    def make_preview(self, form: Any, page: str) -> dict[str, Any]:
        rule = form.instance
        others = list(AnswerKindRule.objects.exclude(pk=rule.pk))
        last = (
            max((other.pk for other in others), default=0) + 1
        )  # sorts a new rule after existing ones, as its key will do
        wanted = clauses_of(sorted([*others, rule], key=lambda one: (one.order, one.pk or last)))
        context = {"title": "What this rule would change", "shown": rule, "phrases": phrases_in(rule.phrases)}
        try:
            return {**context, "skipped": SKIPPED, "preview": answer_kinds.preview(wanted)}
        except (IndexUnavailable, EngineFailed) as error:
            return {**context, "trouble": error}

    def settle_rows(self, request: HttpRequest, rows: list[AnswerKindRule]) -> None:
        apply_rules(request)


def apply_rules(request: HttpRequest) -> None:
    """Reclassify answers after the commit. If a list saves several rows, the first does it for all of them."""
    transaction.on_commit(lambda: _apply_and_tell(request) if answer_kinds.are_pending() else None)


def _apply_and_tell(request: HttpRequest) -> None:
    try:
        changed = answer_kinds.apply_pending(answer_kinds.FEW)
    except (IndexUnavailable, IndexNotWritten, EngineFailed) as error:
        logger.warning("Answers were not reclassified: %s", error)
        messages.warning(request, f"Answers will be reclassified once there is a search index ({error}).")
        return
    if changed is None:
        why = f"more than {answer_kinds.FEW:,} questions are affected, or another change is still being applied"
        messages.info(request, f"Answers are being reclassified in the background, because {why}.")
    else:
        messages.success(request, f"The kind of answer has changed for {format_count(changed, 'question')}.")
