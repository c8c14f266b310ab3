"""The measured operations of this archive. Django must be set up with the archive to measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import QueryDict

from questions.lists import facets as presentation
from questions.lists.filters import QuestionFilterSet
from questions.models import Archive, Change, Question
from questions.search.index import store
from questions.search.index.writer import catch_up
from questions.views.lists import begin_hits

from .figures import timed
from .processes import Run, manage, size_mb
from .queries import Query

NOT_THE_INDEX = ("archive.sqlite3", "static", "media", "output", "served.log", "built", "rivals")


def search_anew(query: Query) -> tuple[int, list[Question], list[Any]]:
    """Search with empty caches."""
    store.snapshot().kept.clear()
    return search(query)


def search(query: Query) -> tuple[int, list[Question], list[Any]]:
    """All the work of a results page except its template: count, hits with snippets, facets."""
    filterset = QuestionFilterSet(QueryDict(query.query_string))
    if not filterset.is_valid():
        raise RuntimeError(f"{query} is not understood: {filterset.errors}")
    begin_hits(filterset)
    facets = presentation.facets(filterset)
    number = len(filterset.qs)
    return number, filterset.qs[:20], facets


def build_index(folder: Path) -> Run:
    return manage(folder, "index", "--rebuild")


def index_mb(folder: Path) -> float:
    return size_mb(_index_files(folder))


def _index_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if not path.name.startswith(NOT_THE_INDEX):
            yield from path.rglob("*") if path.is_dir() else [path]


def change_one(number: int) -> float:
    """Change a question's heading, search until it is found, and restore it. Returns the seconds until it was found."""
    question = Question.objects.order_by("pk").filter(pk__gte=number).first()
    assert question
    before, word = question.heading, f"zqchanged{number}"
    seconds = timed(_change_and_find, question, word)
    _set_heading(question, before)
    catch_up()
    return seconds


def _change_and_find(question: Question, word: str) -> None:
    _set_heading(question, f"Heading with {word}")
    catch_up()
    found = search(Query(word))[0]
    if found != 1:
        raise RuntimeError(f"a changed question was found {found} times by its new heading")


def _set_heading(question: Question, heading: str) -> None:
    with transaction.atomic():
        Archive.lock()
        question.heading = heading
        question.save(update_fields=["heading"])
        Change.log([question.pk], "heading")
