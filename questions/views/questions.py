from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from questions.pages import question as record
from questions.pages.companions import PER_PAGE

from .lists import paged


class PartsForm(forms.Form):
    """Which page of its companions, and which part of a very long answer, a question's address asks for."""

    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    part = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def number(self, name: str) -> int:
        """The first where it asks for none that there can be."""
        self.full_clean()
        return self.cleaned_data.get(name) or 1


class QuestionView(TemplateView):
    """A question by the day on which it was tabled; its former and otherwise spelt addresses lead to its own."""

    template_name = "questions/detail.html"
    find = staticmethod(record.tabled)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = self.find(**kwargs)
        if not question:
            raise Http404("No such question.")
        if question.get_absolute_url() != request.path:
            return redirect(question, permanent=True)
        self.question = question
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = PartsForm(self.request.GET)
        found = record.record(self.question, asked.number("page"), asked.number("part"))
        pages = paged(found.companions, PER_PAGE, asked.number("page"))
        return super().get_context_data(**{**kwargs, **found._asdict(), **pages, "record": found})


class QuestionByAnswerView(QuestionView):
    """A question by the day of its answer, where nobody recorded when it was tabled."""

    find = staticmethod(record.answered)
