"""Connect group links to the questions that they name, in whichever order the two arrive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from questions.archive.audit.bulk import upsert
from questions.models import FormerAddress, GroupLink, Question

# Every column of a link, since `upsert` writes whole rows, and the House of its question.
LINK_FIELDS = ("question", "question__house", "uin", "tabled_on", "answered_on", "other")
BATCH = 1000  # links: databases limit the number of values in a query
Address = tuple[str, str, date | None, str]  # House, the name of the date field, its date, UIN


def resolve_groups(questions: Iterable[Question]) -> None:
    """Resolve the links of these questions, and those of others that name their UINs.

    A link names a question by its UIN and its day of tabling (else of the answer), never by UIN alone. Days that a
    question had before they were changed count too.
    """
    uins = {question.pk: question.uin for question in questions}
    _resolve(GroupLink.objects.filter(question__in=list(uins)))
    _resolve(GroupLink.objects.filter(uin__in=set(uins.values())))


def _resolve(waiting: QuerySet[GroupLink]) -> None:
    links = list(waiting.select_related("question").only(*LINK_FIELDS))
    for start in range(0, len(links), BATCH):
        _resolve_batch(links[start : start + BATCH])


def _resolve_batch(links: list[GroupLink]) -> None:
    there = _addresses(links)
    found = []
    for link in links:
        other = there.get(_address(link))
        if other and other != link.other_id:
            link.other_id = other
            found.append(link)
    upsert(found)


def _addresses(links: list[GroupLink]) -> dict[Address, int]:
    """The questions at the addresses that `links` name, former addresses included."""
    found: dict[Address, int] = {}
    for field in ("answered_on", "tabled_on"):
        days = {day for link in links if (day := getattr(link, field))}
        named = Q(uin__in={link.uin for link in links}, **{f"{field}__in": days})
        former = FormerAddress.objects.filter(named).values_list("question__house", field, "uin", "question")
        # The last row counts: of several answered on one day, a question without a day of tabling.
        live = Question.objects.filter(named).order_by(F("tabled_on").desc(nulls_last=True), "pk")
        # In this order: a question that has the address now takes precedence over one that had it.
        there = (*former, *live.values_list("house", field, "uin", "pk"))
        found |= {(house, field, day, uin): pk for house, day, uin, pk in there}
    return found


def _address(link: GroupLink) -> Address:
    field = "tabled_on" if link.tabled_on else "answered_on"
    return link.question.house, field, getattr(link, field), link.uin
