"""What the archive's templates need beyond Django's own tags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from questions.text import plain, sanitise

register = template.Library()

# A wide table scrolls in a box of its own, which the keyboard reaches too.
SCROLLER = '<div class="scroller" role="region" aria-label="Table" tabindex="0">'


@register.filter
def answer_html(markup: str) -> SafeString:
    """An answer's HTML, cleaned once more on its way out. The only text from outside that is not escaped."""
    clean = sanitise(markup).replace("<table>", SCROLLER + "<table>").replace("</table>", "</table></div>")
    return mark_safe(clean)  # noqa: S308 - the one place; tests give it hostile text


@register.filter
def excerpt(markup: str) -> str:
    """The words of an answer's HTML, for a list to cut."""
    return plain(markup)


@register.inclusion_tag("includes/day.html")
def day(value: date | None) -> dict[str, Any]:
    """A date in words, machine-readable too."""
    return {"day": value}


@register.filter
def thousands(number: int) -> str:
    return f"{number:,}"


@register.filter
def with_article(name: str) -> str:
    """A department's name as it stands in a sentence: "the Home Office", but "HM Treasury"."""
    return name if name.startswith(WITHOUT_ARTICLE) else f"the {name}"


WITHOUT_ARTICLE = ("The ", "HM ", "COP26", "Women and ", "Minister ", "Leader ")


@register.filter
def file_type(content_type: str) -> str:
    """What people call the type of a file: "PDF" for application/pdf; an unknown one as it is."""
    return FILE_TYPES.get(content_type.partition(";")[0].strip().lower(), content_type)


FILE_TYPES = {
    "application/pdf": "PDF",
    "application/msword": "Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.ms-excel": "Excel workbook",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
    "text/csv": "CSV",
    "text/plain": "plain text",
    "image/jpeg": "JPEG image",
    "image/png": "PNG image",
}
