from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from questions.lists.filters import Preset
from questions.lists.punctuality import punctuality
from questions.models import Department
from questions.models.periods import last_recorded_on
from questions.pages import home
from questions.pages.answer_kinds import kinds
from questions.pages.documents import most_cited
from questions.pages.drawings.departments import genealogy
from questions.rules.days import today

from .lists import QuestionListView


class DepartmentsView(TemplateView):
    template_name = "departments/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = home.departments()
        return super().get_context_data(
            open_departments=[row for row in rows if not row.what.ended_on],
            closed_departments=[row for row in rows if row.what.ended_on],
            recorded_on=last_recorded_on(Department.objects.all()),
            **kwargs,
        )


class DepartmentView(QuestionListView):
    template_name = "departments/detail.html"

    def get_preset(self) -> Preset:
        self.department = get_object_or_404(Department, slug=self.kwargs["slug"])
        return {"department": self.department}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            documents=[] if self.filterset.narrows else most_cited(self.filterset),
            department=self.department,
            punctuality=punctuality(self.filterset),
            kinds=None if self.filterset.narrows else kinds(self.filterset),
            corrections=home.corrections(self.department),
            genealogy=genealogy(self.department, today()),
            **kwargs,
        )
