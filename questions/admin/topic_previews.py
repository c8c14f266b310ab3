"""What a topic's new rule would change: every question that would enter or leave the topic, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from questions.archive.editing import topics as topic_edits
from questions.models import Question, Topic
from questions.search.index.store import EngineFailed, IndexUnavailable

from .base import format_count

A_PAGE = 50
EFFECTS = {"entering": "would be added", "leaving": "would be removed"}


def preview_rule(topic: Topic, rule: str, asked: str) -> dict[str, Any]:
    """The parts of a preview, or the reason for having none. `asked` has the page of each part: "entering=3"."""
    try:
        found = topic_edits.preview(topic, rule)
    except (IndexUnavailable, EngineFailed) as error:
        return {"trouble": error}
    pages = turn_to({"entering": found.entering, "leaving": found.leaving}, asked)
    parts = [describe_part(name, pages) for name in EFFECTS]
    return {"parts": parts, "unmeant": found.unmeant, "is_meant_of_all": found.is_meant_of_all}


def turn_to(moves: dict[str, list[int]], asked: str) -> dict[str, Page]:
    """The page of each part; the first or last one if there is no such page."""
    numbers = QueryDict(asked)
    return {name: Paginator(pks, A_PAGE).get_page(numbers.get(name)) for name, pks in moves.items()}


def describe_part(name: str, pages: dict[str, Page]) -> dict[str, Any]:
    page, effect = pages[name], EFFECTS[name]
    return {
        "name": name,
        "effect": effect,
        "what": f"{format_count(page.paginator.count, 'question')} {effect}",
        "page": page,
        "questions": load_questions(list(page)),
        "links": list(link_pages(name, pages)) if page.has_other_pages() else [],
    }


def load_questions(pks: list[int]) -> list[Question]:
    found = Question.objects.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def link_pages(name: str, pages: dict[str, Page]) -> Iterator[dict[str, Any]]:
    """The pages of one part, with gaps, and what to ask for; the other part stays where it is."""
    page, at = pages[name], {other: one.number for other, one in pages.items()}
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        is_gap = not isinstance(number, int)
        ask = "" if is_gap else urlencode({**at, name: number})
        yield {"number": number, "is_current": number == page.number, "ask": ask}
