from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from questions.lists.filters import Preset
from questions.models import CitedDocument
from questions.pages.documents import PER_PAGE, DocumentFilterSet, profile

from .lists import QuestionListView, paginate


class DocumentsView(TemplateView):
    template_name = "documents/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = DocumentFilterSet(self.request.GET)
        return super().get_context_data(
            filterset=filterset,
            form=filterset.form,
            hosts=filterset.qs.hosts(),
            **paginate(filterset.qs, PER_PAGE, filterset.page_number),
            **kwargs,
        )


class DocumentView(QuestionListView):
    """A document with the questions that cite it. If the address has filters, only the list is shown."""

    template_name = "documents/detail.html"

    def get_preset(self) -> Preset:
        self.document = get_object_or_404(CitedDocument.objects.public(), key=self.kwargs["key"])
        return {"document": self.document}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(document=self.document, **kwargs)
        return {**context, "profile": None if self.filterset.narrows else profile(self.document, self.filterset)}
