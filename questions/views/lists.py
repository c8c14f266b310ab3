"""What all pages with a list of questions share."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from questions.lists import facets
from questions.lists.breakdown import KINDS
from questions.lists.closest import find_closest
from questions.lists.filters import Preset, QuestionFilterSet
from questions.lists.mentions import find_mentions
from questions.lists.named import named
from questions.lists.notes import notes
from questions.pages.lateness import lateness
from questions.rules.parliaments import FIRST_MET
from questions.search.aggregates.coverage import bounds
from questions.search.parameters import ORDERS

# The ways to break down a list, with the words of each link.
BREAKDOWNS = {"month": "By month", **KINDS}
PARLIAMENTS = {str(max(FIRST_MET)): "This Parliament", str(max(FIRST_MET) - 1): "Last Parliament"}


def paginate(rows: Any, per_page: int, number: int) -> dict[str, Any]:
    """One page of `rows`, as context for a template. Raises Http404 after the last page."""
    paginator = Paginator(rows, per_page)
    try:
        page = paginator.page(number)
    except EmptyPage:
        raise Http404("This list has no such page.") from None
    return {"page_obj": page, "page_range": list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))}


def begin_hits(filterset: QuestionFilterSet) -> None:
    """Start finding the page's hits, so that this runs while the total is counted."""
    filterset.qs.begin((filterset.page_number - 1) * filterset.page_size, filterset.page_size)


def filters_of(filterset: QuestionFilterSet) -> dict[str, Any]:
    """What the search box, the chips and the form beside a list need."""
    filterset.is_valid()
    return {
        "filterset": filterset,
        "form": filterset.form,
        "chips": facets.chips(filterset),
        "facets": facets.facets(filterset),
        "linked": facets.linked(filterset),
        "flags": facets.flags(filterset),
        "plain_choices": facets.uncounted(filterset),
        "more_is_used": facets.more_is_used(filterset),
        "kept": facets.kept(filterset),
        "days": bounds(filterset.qs.snapshot),
        "hidden_parameters": facets.WITHOUT_FIELD,
        "parliaments": PARLIAMENTS,
    }


class QuestionListView(TemplateView):
    """A page with a list of questions. Subclasses say what is preset."""

    template_name = "questions/list.html"
    filterset_class = QuestionFilterSet
    sorts = ORDERS

    def get_preset(self) -> Preset:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.filterset = self.filterset_class(request.GET, self.get_preset())
        if len(self.filterset.named_questions) == 1:
            return redirect(self.filterset.named_questions[0])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.filterset
        begin_hits(filterset)
        panel, remarks = named(filterset), notes(filterset)
        page = paginate(filterset.qs, filterset.page_size, filterset.page_number)
        return super().get_context_data(
            **filters_of(filterset),
            **page,
            lateness=lateness(filterset, page["page_obj"].object_list),
            sorts=self.sorts,
            notes=remarks,
            closest=None if panel.is_whole or remarks.is_of_no_question else find_closest(filterset),
            named=panel,
            breakdowns=BREAKDOWNS,
            mentions=find_mentions(filterset, panel),
            **kwargs,
        )
