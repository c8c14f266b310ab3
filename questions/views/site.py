"""Pages about the site itself, and addresses for programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from questions.models import Question
from questions.pages import glossary
from questions.pages.answer_kinds import explained
from questions.pages.coverage import COLUMNS, coverage
from questions.pages.home import houses_on_record
from questions.search.index import store, writer
from questions.styleguide import page, records, sample_charts, samples, tokens
from questions.sync.health import sync_troubles

from .lists import PARLIAMENTS, paginate

LONGEST_WITHOUT_SEARCH = 15.0  # seconds; a small index is rebuilt in less


class AboutView(TemplateView):
    template_name = "about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(houses=houses_on_record(), **kwargs)


class GlossaryView(TemplateView):
    template_name = "glossary.html"
    extra_context = {"sections": glossary.SECTIONS}


class AccessibilityView(TemplateView):
    template_name = "accessibility.html"


@method_decorator(never_cache, name="dispatch")
class StyleguideView(TemplateView):
    """Every component in each state, for staff, and for everyone if DEBUG is on. For others it does not exist (404)."""

    template_name = "styleguide/page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk: Any = admin.site
        if not (settings.DEBUG or desk.is_signed_in(request)):
            raise Http404("There is no style guide for the public.")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sections=page.SECTIONS,
            own_ids=page.own_ids,
            tokens=tokens,
            charts=sample_charts,
            samples=samples,
            records=records,
            pages=[paginate(range(1240), 20, number) for number in (1, 31)],
            parliaments=PARLIAMENTS,
            **kwargs,
        )


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
    """200 if the archive's tables can be read and searched, else 503; a short outage of search is only reported.

    With `full=1`, also 503 if a sync failed, or none has succeeded for too long; `sync` lists what is wrong.
    """
    try:
        Question.objects.order_by().values("pk").first()
        search, seconds_gone = writer.health(), store.seconds_gone()
        troubles = sync_troubles(timezone.now()) if request.GET.get("full") == "1" else []
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    wrong = {"search": search} if search != "ok" else {}
    if seconds_gone > LONGEST_WITHOUT_SEARCH:
        return JsonResponse({"status": "unavailable", **wrong}, status=503)
    if troubles:
        return JsonResponse({"status": "degraded", **wrong, "sync": troubles}, status=503)
    return JsonResponse({"status": "degraded", **wrong} if wrong else {"status": "ok"})


def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that request an icon without reading a page."""
    return redirect(static("img/favicon.svg"))
