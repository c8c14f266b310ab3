"""The subject that a heading names, with its address."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.text import slugify

LONGEST_SLUG = 100


class Subject(NamedTuple):
    """The first part of a heading ("Schools" of "Schools: Finance"); the slug, by which it goes, is '' of none."""

    slug: str
    label: str


def subject_of(heading: str) -> Subject:
    label = heading.partition(":")[0].strip()
    return Subject(slugify(label)[:LONGEST_SLUG].strip("-_"), label)
