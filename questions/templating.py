"""The Jinja environment of the archive's templates: functions, and filters, most of them Django's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.template import defaultfilters
from django.templatetags import static as files
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from questions.text.cited_documents import links_in
from questions.text.cleaning import plain, sanitise
from questions.text.markup import Link, linked

# A wide table scrolls in a box of its own, which keyboard users can reach too.
SCROLLER = '<div class="scroller" role="region" aria-label="Table" tabindex="0">'
WITHOUT_ARTICLE = ("The ", "HM ", "COP26", "Women and ", "Minister ", "Leader ")
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


def environment(**options: Any) -> Environment:
    """The Jinja environment, which the setting TEMPLATES names; `options` are Django's."""
    # Every template is cached (cache_size=-1): tracking which were used last would take longer than rendering most.
    options |= {"trim_blocks": True, "lstrip_blocks": True, "cache_size": -1}
    made = Environment(**options)  # noqa: S701 - Django's options say: autoescape
    made.globals.update({"querystring": querystring, "static": static, "url": url})
    made.filters.update({name: getattr(defaultfilters, name) for name in DJANGOS})
    made.filters["linebreaks"] = defaultfilters.linebreaks_filter
    made.filters.update({one.__name__: one for one in FILTERS})
    return made


DJANGOS = ("capfirst", "date", "filesizeformat", "floatformat", "pluralize", "slugify", "truncatechars")


@cache
def static(path: str) -> str:
    return files.static(path)


@lru_cache(maxsize=1000)
def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


@pass_context
def querystring(context: Context, query: QueryDict | None = None, **changes: Any) -> str:
    """The page's query string, or `query`, with these changes; None removes a parameter. '' if nothing is left."""
    given = context["request"].GET if query is None else query
    kept = [(name, value) for name, values in given.lists() if name not in changes for value in values]
    changed = [*kept, *((name, value) for name, value in changes.items() if value is not None)]
    return f"?{urlencode(changed)}" if changed else ""


@lru_cache(maxsize=20_000)
def day(value: date | None) -> SafeString:
    """A date in words, in a <time> element; '' for None."""
    written = '<time datetime="{}">{}</time>'
    return format_html(written, value.isoformat()[:10], defaultfilters.date(value, "j F Y")) if value else SafeString()


def safe_html(markup: str) -> SafeString:
    """An answer's HTML, sanitised again before it is shown: the only text from outside that is not escaped."""
    return mark_safe(sanitise(markup))  # noqa: S308 - the one place; tests give it hostile text


def with_links(clean: str, find: Callable[[str], list[Link]], *, is_cut: bool) -> str:
    """Clean HTML with the links that `find` returns for it, and links to the addresses in it."""
    found = find(clean)
    outside = [
        link for link in links_in(clean, is_cut=is_cut) if not any(link.start <= f.start < link.end for f in found)
    ]
    return linked(clean, [*found, *outside])


def answer_html(markup: str, find: Callable[[str], list[Link]], is_cut: bool = False) -> SafeString:
    """An answer's HTML, sanitised, with links, and each table in a box that scrolls."""
    shown = (
        with_links(safe_html(markup), find, is_cut=is_cut)
        .replace("<table>", SCROLLER + "<table>")
        .replace("</table>", "</table></div>")
    )
    return mark_safe(shown)  # noqa: S308 - what was cleaned, with links of our own


def question_html(text: str, find: Callable[[str], list[Link]], is_cut: bool = False) -> SafeString:
    """A question's text in paragraphs, escaped, then with links: `find` gets the escaped text."""
    shown = with_links(escape(text), find, is_cut=is_cut)
    return defaultfilters.linebreaks_filter(mark_safe(shown))  # noqa: S308 - as above


def excerpt(markup: str) -> str:
    """An answer's HTML as plain text, which a list then shortens."""
    return plain(markup)


def thousands(number: int) -> str:
    return f"{number:,}"


def with_article(name: str) -> str:
    """A department's name as used in a sentence: "the Home Office", but "HM Treasury"."""
    return name if name.startswith(WITHOUT_ARTICLE) else f"the {name}"


def file_type(content_type: str) -> str:
    """The usual name of a file type: "PDF" for application/pdf; unknown types stay as they are."""
    return FILE_TYPES.get(content_type.partition(";")[0].strip().lower(), content_type)


FILTERS = (answer_html, day, excerpt, file_type, question_html, thousands, with_article)
