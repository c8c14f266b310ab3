"""Pages about the site itself, and what machines ask of it."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from questions.coverage import COLUMNS, coverage
from questions.kinds import explained
from questions.models import Question
from questions.search import index


class AboutView(TemplateView):
    template_name = "about.html"


class CoverageView(TemplateView):
    template_name = "coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(coverage=coverage(), columns=COLUMNS, **kwargs)


class AnswerKindsView(TemplateView):
    template_name = "help/answers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**explained()._asdict(), **kwargs)


class RobotsView(TemplateView):
    template_name = "robots.txt"
    content_type = "text/plain; charset=utf-8"


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where the archive's tables can be read, else 503; and what is wrong with the search index, if anything."""
    try:
        Question.objects.order_by().values("pk").first()
        search = index.health()
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    return JsonResponse({"status": "ok"} if search == "ok" else {"status": "degraded", "search": search})


def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks for an icon without having read a page."""
    return redirect(static("img/favicon.svg"))
