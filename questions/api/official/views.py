"""The addresses of Parliament's Written Questions API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from questions.api.knowledge import Address, read_knowledge, show_passages
from questions.api.problems import Refused
from questions.api.views import ReadView
from questions.models import Department, Question
from questions.models.lookups import questions_tabled
from questions.search.hit import Hit

from .filters import (
    ARCHIVE,
    CURRENT,
    TAKE,
    BodyFilterSet,
    ListFilterSet,
    OfficialFilterSet,
    RecordFilterSet,
    current_session,
)
from .form_fields import DayField, clean_path
from .records import CUT, FULL, Record, Texts, records
from .rows import read_members, read_rows

CHUNK = 500  # questions read at once


class QuestionsView(ReadView):
    """A list of questions, with full texts unless `fullText=false`."""

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filterset = understood(ListFilterSet(request.GET))
        skip, take = filterset["skip"] or 0, TAKE if filterset["take"] is None else filterset["take"]
        found = filterset.qs
        total = found.total()
        keys = found.keys(take, skip) if take and skip < total else []
        results = read_records(keys, filterset, request)
        if filterset["include"] and filterset["searchTerm"]:
            add_passages(results, found.hits_of(keys))
        response = Response({"totalResults": total, "results": results})
        response.headers["Archive-Left-Out"] = str(filterset.left_out.total())
        return response


class QuestionView(ReadView):
    """One question, by Parliament's id, or by its day of tabling and UIN."""

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filterset = understood(RecordFilterSet(request.GET))
        asked = self.find(**kwargs)
        is_wanted = asked and is_in_session(asked.tabled_on, filterset)
        found = read_records([asked.pk], filterset, request) if asked and is_wanted else []
        if not found:
            raise Http404("No such question is on record here, or its record lacks what Parliament's has.")
        return Response(found[0])

    def find(self, **kwargs: Any) -> Question | None:
        public = Question.objects.public().only("pk", "tabled_on")
        if "id" in kwargs:
            return public.filter(parliament_id=clean_path("id", kwargs["id"])).first()
        return (
            questions_tabled(clean_path("date", kwargs["date"], DayField()), kwargs["uin"], public)
            .order_by("house")
            .first()
        )


class AnsweringBodiesView(ReadView):
    """Every answering body, or those with an id or words in their name, as Parliament's Members API lists them."""

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filterset = understood(BodyFilterSet(request.GET))
        return Response([_body(department) for department in filterset.qs])


def _body(department: Department) -> Record:
    return {
        "id": department.parliament_id,
        "name": department.name,
        "shortName": department.short_name or None,
        "target": None,
        "department": None,
    }


Understood = TypeVar("Understood", bound=OfficialFilterSet)


def understood(filterset: Understood) -> Understood:
    """The same, if every parameter is; else raises Refused, which says what is wrong with each."""
    if filterset.is_valid():
        return filterset
    raise Refused({name: [*map(str, said)] for name, said in filterset.errors.items()})


def read_records(keys: Sequence[int], filterset: RecordFilterSet, request: Request) -> list[Record]:
    """In this order, read some at a time. With `include=archive`, each says what this archive knows beyond it."""
    texts = CUT if filterset["fullText"] is False else FULL
    chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
    return [record for chunk in chunks for record in _records(chunk, filterset, texts, request.build_absolute_uri)]


def _records(keys: Sequence[int], filterset: RecordFilterSet, texts: Texts, address: Address) -> list[Record]:
    rows = read_rows(keys)
    found = records(rows, texts, read_members(rows) if filterset["expandMember"] else None)
    if filterset["include"]:
        known = read_knowledge(keys, address)
        for asked, record in zip(rows.questions, found, strict=True):
            record["value"][ARCHIVE] = known.get(asked.pk)
    return found


def add_passages(results: list[Record], hits: Sequence[Hit]) -> None:
    """What matches the words searched for, marked."""
    found = {hit.parliament_id: show_passages(hit) for hit in hits}
    for record in results:
        record["value"][ARCHIVE]["passages"] = found.get(record["value"]["id"])


def is_in_session(tabled: date | None, filterset: RecordFilterSet) -> bool:
    """Whether a question was tabled in the session that is asked for."""
    if filterset["sessionStatus"] != CURRENT:
        return True
    first, last = current_session() or (date.max, None)
    return tabled is not None and first <= tabled and (last is None or tabled <= last)
