"""The questions answered together with a question: usually a few, in one query; very many are read page by page."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from questions.models import GroupLink, Question

PER_PAGE = 50
MOST_AT_ONCE = 2 * PER_PAGE  # links; each question of a pair may have one


class Companion(NamedTuple):
    """A question answered together with this one; `question` is None if it is not in the archive.

    One of the two days is None: the day of the answer is used only if the day of tabling is not known.
    """

    uin: str
    tabled_on: date | None
    answered_on: date | None
    question: Question | None


class Companions:
    """A sequence for a paginator, by day and number. If there are many, those not named by the question come last."""

    def __init__(self, question: Question):
        self._question = question

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, wanted: slice) -> list[Companion]:
        if self._few is not None:
            return self._few[wanted]
        start, stop = (max(0, place - self._named) for place in (wanted.start, wanted.stop))
        own = _in_order(self._links.filter(question=self._question), "")
        links = [*own[wanted], *(self._naming[start:stop] if stop else ())]
        return [companion for link in links if (companion := _companion(link, self._question))]

    @property
    def _links(self) -> QuerySet[Any]:
        """Links from this question and to it. A question is never its own companion."""
        either = Q(question=self._question) | Q(other=self._question)
        either &= Q(other=None) | ~Q(question=F("other"))
        return GroupLink.objects.filter(either).select_related("question", "other").annotate(**_are_public()).order_by()

    @cached_property
    def _few(self) -> list[Companion] | None:
        """All companions, if there are few. Two links to one question count once."""
        links = list(self._links[: MOST_AT_ONCE + 1])
        if len(links) > MOST_AT_ONCE:
            return None
        found: dict[tuple[str, date | None], Companion] = {}
        for link in links:
            companion = _companion(link, self._question)
            key = companion and (companion.uin, companion.tabled_on or companion.answered_on)
            if companion and key and (companion.question or key not in found):
                found[key] = companion
        return [found[key] for key in sorted(found, key=lambda key: (key[1] or date.min, len(key[0]), key[0]))]

    @cached_property
    def _number(self) -> int:
        return self._named + self._naming.count() if self._few is None else len(self._few)

    @cached_property
    def _named(self) -> int:
        return self._links.filter(question=self._question).count()

    @cached_property
    def _naming(self) -> QuerySet[Any]:
        """Links from public questions that name this question but are not named by it."""
        named = GroupLink.objects.filter(question=self._question).exclude(other=None).order_by().values("other")
        naming = self._links.filter(other=self._question, question_is_public=True).exclude(question__in=named)
        return _in_order(naming, "question__")


def _in_order(links: QuerySet[Any], of: str) -> QuerySet[Any]:
    return links.order_by(F(f"{of}tabled_on").asc(nulls_first=True), Length(f"{of}uin"), f"{of}uin", "pk")


def _are_public() -> dict[str, Exists]:
    public = Question.objects.public()
    return {
        "question_is_public": Exists(public.filter(pk=OuterRef("question"))),
        "other_is_public": Exists(public.filter(pk=OuterRef("other"))),
    }


def _companion(link: Any, question: Question) -> Companion | None:
    """The other end of a link annotated with `_are_public`; None if it must not be public."""
    is_own = link.question_id == question.pk
    there, is_public = (link.other, link.other_is_public) if is_own else (link.question, link.question_is_public)
    if is_public:
        return Companion(there.uin, there.tabled_on, None if there.tabled_on else there.answered_on, there)
    return Companion(link.uin, link.tabled_on, link.answered_on, None) if is_own else None
