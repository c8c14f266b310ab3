"""“Asked before?” for the question that an editor is typing, as the public page does for a draft. Nothing is saved."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from questions.admin.base import show_page
from questions.models import Question
from questions.pages.asked_before import LONGEST, TOO_LONG, explain_left_out, explain_missing_model, find_asked
from questions.search.criteria import Criteria
from questions.search.index.store import EngineFailed, IndexUnavailable
from questions.text.drafts import split_drafts


@permission_required("questions.add_question", raise_exception=True)
def asked_before_view(request: HttpRequest) -> HttpResponse:
    """The form of a new question sends itself here, into a window of its own. Who signs in meanwhile comes without."""
    if request.method != "POST":
        return redirect("admin:questions_question_add")
    draft, department = request.POST.get("text", "").strip(), request.POST.get("department", "")
    found = compare(draft, int(department) if department.isdecimal() else None)
    return show_page(request, Question, "question/asked_before", "Asked before?", draft=draft, **found)


def compare(draft: str, department: int | None) -> dict[str, object]:
    """The findings, or the reason for having none. Questions to that department (a primary key) are preferred."""
    if len(draft) > LONGEST:
        return {"trouble": TOO_LONG}
    drafts = split_drafts(draft)
    try:
        findings = find_asked(drafts, Criteria(), department)
    except (IndexUnavailable, EngineFailed) as error:
        return {"trouble": f"{error}."}
    missing = explain_missing_model(findings)
    return {"findings": findings, "missing": missing, "left_out": explain_left_out(drafts)}


urls = [
    path("asked-before/", admin.site.admin_view(asked_before_view), name="questions_question_asked_before"),
]
