"""Headings without a topic: which of them could become one."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.text import slugify

from questions.models import Acronym, Department
from questions.text.dates import period_of

# Headings that tell how a question was asked, or to whom it was put, but not its subject.
FORMULAE = {
    *("question", "questions", "oral-questions", "topical-questions", "written-questions", "urgent-question"),
    *("engagements", "prime-minister", "deputy-prime-minister", "departmental-coordination", "correction"),
}
YEAR_ADDED = re.compile(r"-\d{4}$")  # a namesake's slug has the year in which it began


def leave_out_formulae(found: dict[str, int]) -> list[tuple[str, int]]:
    """The subjects, {slug: questions}, without departments' names and acronyms, dates, and words of procedure."""
    left_out = FORMULAE | slugs_of_departments()
    return [(slug, questions) for slug, questions in found.items() if slug not in left_out and not is_date(slug)]


def slugs_of_departments() -> set[str]:
    names: set[str] = set()
    for name, short, slug in Department.objects.values_list("name", "short_name", "slug"):
        names |= {slugify(name), slugify(short), YEAR_ADDED.sub("", slug)}
    acronyms = Acronym.objects.values_list("letters", "long_form")
    return names | {slugify(letters) for letters, long in acronyms if slugify(long) in names}


def is_date(slug: str) -> bool:
    """Whether the slug is only a day, a month or a year."""
    try:
        period_of(slug.replace("-", " "), timezone.localdate())
    except ValueError:
        return False
    return True
