"""The style guide's sections, and how several examples of one component get along on its one page."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe


class Section(NamedTuple):
    """A part of the page; `name` is its id, and of its template."""

    name: str
    title: str

    @property
    def template(self) -> str:
        return f"styleguide/_{self.name}.html"


SECTIONS = [
    Section("colours", "Colours"),
    Section("type", "Type"),
    Section("space", "Space"),
    Section("house", "House"),
    Section("party", "Party"),
    Section("status", "Status"),
    Section("badges", "Badges"),
    Section("buttons", "Buttons and links"),
    Section("tags", "Tags and chips"),
    Section("search", "Search box"),
    Section("fields", "Form fields"),
    Section("notices", "Notices"),
    Section("results", "A result in a list"),
    Section("navigation", "Orders, letters, tabs and pages"),
    Section("people", "Portraits"),
    Section("facts", "Facts and timeline"),
    Section("prose", "Questions and answers"),
    Section("difference", "What a correction changed"),
    Section("numbers", "Charts and rankings"),
    Section("empty", "Where there is nothing"),
]

ADDRESSING = re.compile(r'(?<=\s)(id|for|form|list|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')
FRAGMENT = re.compile(r'(?<=\shref=")#([^"]+)')


def own_ids(markup: SafeString, name: str) -> SafeString:
    """What a template made, its ids and all that refers to them ending in `-name`: a page has each id once.

    Nothing is made safe that was not before: between the quotation marks of these attributes only names are changed.
    """
    renamed = ADDRESSING.sub(lambda m: f'{m[1]}="{" ".join(f"{one}-{name}" for one in m[2].split())}"', markup)
    return mark_safe(FRAGMENT.sub(rf"#\1-{name}", renamed))  # noqa: S308 - see above
