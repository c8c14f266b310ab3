"""What the desk says once a question is saved: whether it is a draft, public or deleted."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.models import Question

DRAFT = "“{form}” has been saved as a draft. Only staff can see it until a Publisher publishes it."
PUBLISHED = "“{form}” has been saved and published. {page}"
PUBLIC = "“{form}” has been saved. It is public. {page}"
DELETED = "“{form}” has been saved. It is still deleted, so only staff can see it."


def describe_saved(request: HttpRequest, pk: int, *, is_new: bool) -> SafeString:
    question = Question.objects.get(pk=pk)  # as it is now: publishing changes it after the form is saved
    text = _choose_text(question, is_published_now=is_new or "_publish" in request.POST)
    if "_addanother" in request.POST:
        text += " You can add another question below."
    return format_html(text, form=link_form(question), page=link_page(question))


def link_form(question: Question) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("admin:questions_question_change", args=[question.pk]), question)


def link_page(question: Question) -> SafeString:
    return format_html('<a href="{}">See its public page</a>', question.get_absolute_url())


def _choose_text(question: Question, *, is_published_now: bool) -> str:
    if question.deleted_at:
        return DELETED
    if not question.is_public:
        return DRAFT
    return PUBLISHED if is_published_now else PUBLIC
