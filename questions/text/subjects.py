"""The subject in a heading, with its slug for addresses."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.utils.text import slugify

LONGEST_SLUG = 100


class Subject(NamedTuple):
    """A heading's first part ("Schools" in "Schools: Finance"). `slug` identifies it; '' if there is none."""

    slug: str
    label: str


def subject_of(heading: str) -> Subject:
    return _named(heading.partition(":")[0].strip())


@lru_cache(maxsize=10_000)
def _named(label: str) -> Subject:
    return Subject(slugify(label)[:LONGEST_SLUG].strip("-_"), label)
