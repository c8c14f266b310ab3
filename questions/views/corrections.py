from __future__ import annotations

from typing import Any

from questions.lists.choices import Term
from questions.lists.filters import Preset
from questions.models import Question
from questions.pages.corrections import CorrectionFilterSet, latest_correction
from questions.search.parameters import CORRECTED, ORDERS

from .lists import QuestionListView

STATUS = Question.Status.CORRECTED


class CorrectionsView(QuestionListView):
    """Questions with corrected answers, and what each correction changed."""

    template_name = "corrections/list.html"
    filterset_class = CorrectionFilterSet
    sorts = {CORRECTED: "Recently corrected", **ORDERS}

    def get_preset(self) -> Preset:
        return {"status": Term(STATUS.value, STATUS.label)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "corrections": [(hit, latest_correction(hit)) for hit in context["page_obj"]]}
