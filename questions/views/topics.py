from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from questions import overview
from questions.filters import Preset
from questions.models import Topic
from questions.views.lists import QuestionListView


class TopicsView(TemplateView):
    template_name = "topics/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topics=overview.topics(), **kwargs)


class TopicView(QuestionListView):
    template_name = "topics/detail.html"

    def get_preset(self) -> Preset:
        self.topic = get_object_or_404(Topic, slug=self.kwargs["slug"])
        return {"topic": self.topic}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topic=self.topic, **kwargs)
