from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.generic import TemplateView

from questions.models import Question
from questions.pages import question as record
from questions.pages.companions import PER_PAGE

from .lists import paginate


class PartsForm(forms.Form):
    """The parameters of a question's address: the page of its companions, and the part of a very long answer."""

    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    part = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def number(self, name: str) -> int:
        """The number; 1 if it is missing or invalid."""
        self.full_clean()
        return self.cleaned_data.get(name) or 1


def make_context(question: Question, query: QueryDict) -> dict[str, Any]:
    """What the page of this question shows, for the parameters of its address. Raises Http404."""
    asked = PartsForm(query)
    found = record.record(question, asked.number("page"), asked.number("part"))
    pages = paginate(found.companions, PER_PAGE, asked.number("page"))
    return {**found._asdict(), **pages, "record": found}


class QuestionView(TemplateView):
    """A question by its day of tabling. Former addresses and other spellings redirect to its current one."""

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
        return super().get_context_data(**{**kwargs, **make_context(self.question, self.request.GET)})


class QuestionByAnswerView(QuestionView):
    """A question by the day of its answer, if no day of tabling is on record."""

    find = staticmethod(record.answered)
