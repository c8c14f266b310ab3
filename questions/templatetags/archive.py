"""What the archive's templates need beyond Django's own tags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from questions.models import Question
from questions.presentation import without
from questions.text import plain, sanitise

register = template.Library()


@register.filter
def answer_html(markup: str) -> SafeString:
    """An answer's HTML, cleaned once more on its way out. The only text from outside that is not escaped."""
    return mark_safe(sanitise(markup))  # noqa: S308 - the one place; tests give it hostile text


@register.filter
def excerpt(markup: str) -> str:
    """The words of an answer's HTML, for a list to cut."""
    return plain(markup)


@register.inclusion_tag("includes/day.html")
def day(value: date | None) -> dict[str, Any]:
    """A date in words, machine-readable too."""
    return {"day": value}


@register.simple_tag
def status_class(question: Question) -> str:
    return f"status-{question.status}"


@register.filter
def without_parameter(query: QueryDict, name: str) -> QueryDict:
    return without(query, name)


@register.filter
def field(form: Any, name: str) -> Any:
    """The bound field of that name: `form|field:name`."""
    return form[name]
