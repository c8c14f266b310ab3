"""What the archive's templates need beyond Django's own tags."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import get_template
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


@register.simple_tag
def pure(template: str, **values: Hashable) -> SafeString:
    """The partial as these values alone make it: rendered once, and kept.

    For small partials that a page shows many times. They see nothing but the values, which have to be plain ones: of a
    row they would go on showing what it held once.
    """
    return (_render if settings.DEBUG else _rendered)(template, tuple(values.items()))


def _render(template: str, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return mark_safe(get_template(template).render(dict(values)))  # noqa: S308 - a template has escaped it


_rendered = lru_cache(maxsize=20_000)(_render)


@register.simple_tag
def day(value: date | None) -> SafeString:
    """A date in words, machine-readable too."""
    return pure("includes/day.html", day=value)


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
