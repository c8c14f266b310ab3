"""The sections of the style guide, and unique ids for several examples of one component on its page."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe


class Section(NamedTuple):
    """A section of the page; `name` is its id and its template's name."""

    name: str
    title: str

    @property
    def template(self) -> str:
        return f"styleguide/_{self.name}.html"


SECTIONS = [
    Section("colours", "Colours"),
    Section("type", "Typography"),
    Section("space", "Spacing"),
    Section("house", "House"),
    Section("party", "Party"),
    Section("status", "Status"),
    Section("badges", "Badges"),
    Section("buttons", "Buttons and links"),
    Section("tags", "Tags and chips"),
    Section("search", "Search box"),
    Section("fields", "Form fields"),
    Section("notices", "Notices"),
    Section("results", "Results in a list"),
    Section("navigation", "Sorting, letters, tabs and pages"),
    Section("people", "Portraits"),
    Section("facts", "Facts and timeline"),
    Section("prose", "Questions and answers"),
    Section("difference", "What a correction changed"),
    Section("numbers", "Charts and rankings"),
    Section("empty", "Nothing to show"),
]

ADDRESSING = re.compile(r'(?<=\s)(id|for|form|list|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')
FRAGMENT = re.compile(r'(?<=\shref=")#([^"]+)')


def own_ids(markup: SafeString, name: str) -> SafeString:
    """Rendered HTML with `-name` added to its ids and references to them, so that each id is unique on the page.

    This marks nothing new as safe: only names inside the quotation marks of these attributes change.
    """
    renamed = ADDRESSING.sub(lambda m: f'{m[1]}="{" ".join(f"{one}-{name}" for one in m[2].split())}"', markup)
    return mark_safe(FRAGMENT.sub(rf"#\1-{name}", renamed))  # noqa: S308 - see above
