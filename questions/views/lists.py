"""What every page with a list of questions has in common."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from questions.filters import SORTS, Preset, QuestionFilterSet
from questions.presentation import chips, facets


def page_of(rows: Any, per_page: int, number: int) -> Page:
    """That page of the rows; past the end there is none, and the address is not found."""
    try:
        return Paginator(rows, per_page).page(number)
    except EmptyPage:
        raise Http404("There is no such page of this list.") from None


class QuestionListView(TemplateView):
    """A page with a list of questions; subclasses say what is preset."""

    template_name = "questions/list.html"

    def get_preset(self) -> Preset:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.filterset = QuestionFilterSet(request.GET, self.get_preset())
        if len(self.filterset.named_questions) == 1:
            return redirect(self.filterset.named_questions[0])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.filterset
        return super().get_context_data(
            filterset=filterset,
            form=filterset.form,
            page_obj=page_of(filterset.qs, filterset.per_page, filterset.page),
            chips=chips(filterset),
            facets=facets(filterset),
            sorts=SORTS,
            **kwargs,
        )
