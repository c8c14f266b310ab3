"""The page that tells authors of programs what addresses there are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.views.generic import TemplateView

from questions.models import Question

from .official.filters import MOST


class ProgramsView(TemplateView):
    template_name = "api.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            base=self.request.build_absolute_uri("/").rstrip("/"),
            questions="/api/writtenquestions/questions",
            question=an_example(),
            most=MOST,
            limit=settings.API_REQUESTS_PER_MINUTE,
            **kwargs,
        )


def an_example() -> Question | None:
    """The newest answered question that Parliament's record can hold."""
    held = Question.objects.public().fit_for_parliament()
    return held.answered().order_by("-tabled_on", "-pk").first()
