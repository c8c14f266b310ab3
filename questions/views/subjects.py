from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from questions.lists.choices import subjects_called
from questions.lists.filters import Preset
from questions.pages.subjects import PER_PAGE, SubjectFilterSet
from questions.text.subjects import Subject

from .lists import QuestionListView, paginate


class SubjectsView(TemplateView):
    template_name = "subjects/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = SubjectFilterSet(self.request.GET)
        return super().get_context_data(
            filterset=filterset,
            form=filterset.form,
            **paginate(filterset.qs, PER_PAGE, filterset.page_number),
            **kwargs,
        )


class SubjectView(QuestionListView):
    template_name = "subjects/detail.html"

    def get_preset(self) -> Preset:
        slug = self.kwargs["slug"]
        called = subjects_called([slug])
        if slug not in called:
            raise Http404("No question has such a heading.")
        self.subject = Subject(slug, called[slug])
        return {"subject": self.subject}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(subject=self.subject, **kwargs)
