"""What belongs to lists of questions: breakdowns, CSV files, suggestions, and help with the search language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from questions.exports.csv_format import COLUMNS, csv_lines
from questions.exports.names import name_list
from questions.exports.responses import csv_file
from questions.lists import facets
from questions.lists.breakdown import KINDS, breakdown
from questions.lists.chart import chart
from questions.lists.filters import QuestionFilterSet
from questions.lists.form_fields import QueryField
from questions.pages.search_help import explain_parameters
from questions.search.suggest import suggestions

from .files import not_understood, one_of_few

LONGEST_TYPED = 200


class BreakdownView(TemplateView):
    """A list's questions counted by month, asker, minister or constituency. Lists include a fragment of this page."""

    def get_template_names(self) -> list[str]:
        return [f"questions/by_{'month' if self.kwargs['name'] == 'month' else 'people'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.kwargs["name"]
        filterset = QuestionFilterSet(self.request.GET)
        if name != "month" and name not in KINDS:
            raise Http404("Questions are not counted by that.")
        counted = {"chart": chart(filterset)} if name == "month" else {"breakdown": breakdown(filterset, name)}
        label = "By month" if name == "month" else KINDS[name]
        return super().get_context_data(
            label=label,
            filterset=filterset,
            form=filterset.form,
            hidden_parameters=set(filterset.form.fields),  # no parameter has a visible field on this page
            chips=facets.chips(filterset),
            total=filterset.qs.count(),
            **counted,
            **kwargs,
        )


@one_of_few
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """All questions that these parameters list, as CSV; 400 if a parameter is invalid."""
    filterset = QuestionFilterSet(request.GET)
    if not filterset.is_valid():
        return not_understood(filterset)
    filterset.qs.count()  # raises IndexUnavailable now, before the response has started
    lines = csv_lines(filterset.qs.questions(), f"{request.scheme}://{request.get_host()}")
    return csv_file(lines, name_list(request.GET, timezone.localdate()))


class SuggestForm(forms.Form):
    q = QueryField(required=False)


@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> JsonResponse:
    """{"query": …, "suggestions": [{"kind": "topic", "label": "Childcare", "url": "/topics/childcare/"}, …]}"""
    form = SuggestForm(request.GET)
    typed = form.cleaned_data["q"][:LONGEST_TYPED] if form.is_valid() else ""
    return JsonResponse({"query": typed, "suggestions": [found._asdict() for found in suggestions(typed)]})


class SearchHelpView(TemplateView):
    template_name = "search/help.html"
    extra_context = {"parameters": explain_parameters(), "columns": COLUMNS}
