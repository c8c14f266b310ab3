from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from questions.lists.filters import Preset
from questions.pages import topics

from .lists import QuestionListView


class TopicsView(TemplateView):
    template_name = "topics/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**topics.all_topics()._asdict(), **kwargs)


class TopicView(QuestionListView):
    """A topic with its questions. If the address has filters, only the list is shown."""

    template_name = "topics/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        topic = topics.find(kwargs["slug"])
        if not topic:
            raise Http404("No such topic.")
        if topic.slug != kwargs["slug"]:
            query = request.META.get("QUERY_STRING")
            return redirect(f"{topic.get_absolute_url()}{'?' if query else ''}{query}", permanent=True)
        self.topic = topic
        return super().get(request, *args, **kwargs)

    def get_preset(self) -> Preset:
        return {"topic": self.topic}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(topic=self.topic, **kwargs)
        profile = None if self.filterset.narrows else topics.profile(self.topic, self.filterset)
        return {**context, "profile": profile}
