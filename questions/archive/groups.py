"""Group links find the question that they name, whichever of the two arrives first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from questions.models import FormerAddress, GroupLink, Question

from .rows import upsert

LINK_FIELDS = ("question", "question__house", "uin", "tabled_on", "other")
Address = tuple[str, object, str]  # house, day tabled, UIN


def resolve_groups(questions: Iterable[Question]) -> None:
    """Resolve the links of these questions, and those of others that name their UINs.

    A link goes by UIN and day together, never by UIN alone; a day that was changed since counts.
    """
    uins = {question.pk: question.uin for question in questions}
    _resolve(GroupLink.objects.filter(question__in=list(uins)))
    _resolve(GroupLink.objects.filter(uin__in=set(uins.values())))


def _resolve(waiting: QuerySet[GroupLink]) -> None:
    links = list(waiting.select_related("question").only(*LINK_FIELDS))
    there = _addresses(links) if links else {}
    found = []
    for link in links:
        other = there.get((link.question.house, link.tabled_on, link.uin))
        if other and other != link.other_id:
            link.other_id = other
            found.append(link)
    upsert(found)


def _addresses(links: list[GroupLink]) -> dict[Address, int]:
    """The questions at the addresses that `links` name, former addresses included."""
    named = Q(uin__in={link.uin for link in links}, tabled_on__in={link.tabled_on for link in links})
    former = FormerAddress.objects.filter(named).values_list("question__house", "tabled_on", "uin", "question")
    live = Question.objects.filter(named).values_list("house", "tabled_on", "uin", "pk")
    return {(house, day, uin): pk for house, day, uin, pk in (*former, *live)}
