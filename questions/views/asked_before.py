"""“Asked before?”: what is most like a draft. It changes nothing, so it needs no cookie against forged requests."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from questions.lists.filters import QuestionFilterSet
from questions.pages.asked_before import (
    LONGEST,
    TOO_LONG,
    Finding,
    explain_left_out,
    explain_missing_model,
    find_asked,
)
from questions.pages.asked_before_file import write_findings
from questions.search.aggregates.coverage import Bounds, bounds
from questions.search.index import store
from questions.text.cleaning import storable
from questions.text.drafts import split_drafts

LONGEST_ADDRESS = 2_000  # of a link to the results
NARROWS = ("department", "tabled_after", "tabled_before")
EMPTY = "Enter a draft with at least a few words."
BACKWARDS = "“Tabled from” must not be after “Tabled up to”."


class Asked:
    """What was sent: the drafts, and what narrows the questions."""

    def __init__(self, request: HttpRequest):
        self.is_posted = request.method == "POST"
        sent = request.POST if self.is_posted else request.GET
        self.draft = storable(sent.get("q", "")).replace("\r\n", "\n").strip()
        self.drafts = split_drafts(self.draft) if len(self.draft) <= LONGEST else []
        self.sent = QueryDict(mutable=True)
        for name in NARROWS:
            if values := [value for value in sent.getlist(name) if value]:
                self.sent.setlist(name, values)
        self.filterset = QuestionFilterSet(self.sent)

    @cached_property
    def findings(self) -> list[Finding]:
        """None with an error, or without a draft. Raises IndexUnavailable."""
        is_asked = self.drafts and self.filterset.is_valid() and not self.is_backwards
        return find_asked(self.drafts, self.filterset.criteria) if is_asked else []

    @property
    def errors(self) -> list[str]:
        """What is wrong with the draft."""
        if len(self.draft) > LONGEST:
            return [TOO_LONG]
        return [EMPTY] if (self.draft or self.is_posted) and not self.drafts else []

    backwards = BACKWARDS

    @property
    def is_backwards(self) -> bool:
        if not self.filterset.is_valid():
            return False
        after, before = (self.filterset.criteria[name] for name in ("tabled_after", "tabled_before"))
        return bool(after and before and after > before)

    @property
    def wrong(self) -> list[str]:
        """Everything that is wrong with what was sent."""
        of_form = [str(error) for errors in self.filterset.form.errors.values() for error in errors]
        return [*self.errors, *of_form, *([BACKWARDS] if self.is_backwards else [])]

    @property
    def left_out(self) -> str:
        return explain_left_out(self.drafts) if self.findings else ""

    @property
    def narrowed(self) -> str:
        """Which questions were looked at, in words; '' if all were."""
        days = {name: self.filterset.criteria[name] for name in ("tabled_after", "tabled_before")}
        given = {name: date_format(day, "j F Y") for name, day in days.items() if day}
        if departments := self.sent.getlist("department"):
            labels = {term.slug: term.label for term in self.filterset.vocabulary.terms["department"].values()}
            given = {"department": ", ".join(labels.get(slug, slug) for slug in departments), **given}
        said = {"department": "put to {}", "tabled_after": "tabled from {}", "tabled_before": "tabled up to {}"}
        return ", ".join(said[name].format(value) for name, value in given.items())

    @property
    def kept(self) -> list[tuple[str, str]]:
        narrows = [(name, value) for name, values in self.sent.lists() for value in values]
        return [("q", self.draft), *narrows]

    @property
    def address(self) -> str:
        """Of these results; '' if it would be too long."""
        query = self.sent.copy()
        query["q"] = self.draft
        address = f"{reverse('asked-before')}?{query.urlencode()}"
        return address if len(address) <= LONGEST_ADDRESS else ""


@method_decorator(csrf_exempt, name="dispatch")
class AskedBeforeView(TemplateView):
    template_name = "asked_before/page.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request)
        departments = asked.filterset.vocabulary.terms["department"].values()
        return super().get_context_data(
            asked=asked,
            form=asked.filterset.form,
            departments=[(term.slug, term.label) for term in departments],
            missing=explain_missing_model(asked.findings),
            days=_days_held(),
            **kwargs,
        )


def _days_held() -> Bounds | None:
    """None while the index is rebuilt, when the form is shown all the same."""
    try:
        return bounds(store.snapshot())
    except store.IndexUnavailable:
        return None


@csrf_exempt
def findings_file(request: HttpRequest) -> HttpResponse:
    """What was found, as text; 400 and what is wrong if there is nothing to look for."""
    asked = Asked(request)
    if not asked.findings:
        return HttpResponse("\n".join(asked.wrong) or EMPTY, "text/plain; charset=utf-8", status=400)
    site = f"{request.scheme}://{request.get_host()}"
    text = write_findings(asked.findings, site, asked.narrowed, asked.left_out)
    response = HttpResponse(text, "text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="asked-before.txt"'
    return response
