"""Questions and members by the words that people use for them: a UIN, an official page's address, a slug."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from django.db.models import Q, QuerySet

from questions.models import Member, Question
from questions.models.questions import QuestionQuerySet

BARE_UIN = re.compile(r"(?:UIN\s*)?((?:HL)?\d{1,9})", re.I)
# "171468 of 22 March 2023", "Question HL5762, tabled on 2023-03-22"
UIN_AND_DAY = re.compile(
    r"(?:question\s+)?(?:UIN\s*)?((?:HL)?\d{1,9}),?\s+(?:tabled\s+)?(?:of|on)\s+(?:the\s+)?(\S.{4,24}\S)", re.I
)
DAY_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.I)
OFFICIAL = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*parliament\.uk/\S*?(\d{4}-\d{2}-\d{2})/([\w%-]{1,20})/?(?:[?#]\S*)?", re.I
)
# Nine digits at most, so that any database's integers hold them.
REFERENCE = re.compile(r"(?:.*-)?(a?)(\d{1,9})")


class Named(NamedTuple):
    """What somebody who typed a UIN or an official address meant."""

    uin: str
    tabled_on: date | None

    def questions(self) -> QuestionQuerySet:
        public = Question.objects.public().filter(uin__in=spellings(self.uin))
        if self.tabled_on is None:
            return public
        there = public.filter(tabled_on=self.tabled_on)
        return there or public.filter(former_addresses__tabled_on=self.tabled_on).distinct()


def named(words: str) -> Named | None:
    """The question or questions that `words` name, if they are nothing but a UIN or an official address."""
    words = words.strip()
    if uin := BARE_UIN.fullmatch(words):
        return Named(uin[1], None)
    if (dated := UIN_AND_DAY.fullmatch(words)) and (day := _day(dated[2]) or _day_in_words(dated[2])):
        return Named(dated[1], day)
    if address := OFFICIAL.fullmatch(words):
        day = _day(address[1])
        return Named(unquote(address[2]), day) if day else None
    return None


def spellings(uin: str) -> set[str]:
    """The ways in which a UIN may be on record: found by an index, which no case-blind comparison uses."""
    return {uin, uin.upper(), uin.lower()}


def reference_in(slug: str) -> str:
    """'4806' of 'claire-coutinho-4806', 'a12' of 'iris-demoworth-a12'; '' if it ends in none."""
    found = REFERENCE.fullmatch(slug)
    return found[1] + str(int(found[2])) if found else ""


def members_at(references: Iterable[str]) -> QuerySet[Member]:
    """The members who have these references; nobody for one that nobody has."""
    own = {int(reference[1:]) for reference in references if reference[:1] == "a"}
    parliaments = {int(reference) for reference in references if reference.isdigit()}
    return Member.objects.filter(Q(parliament_id__in=parliaments) | Q(pk__in=own, parliament_id=None))


def _day_in_words(text: str) -> date | None:
    """22 March 2023, 22nd Mar 2023."""
    found = DAY_IN_WORDS.fullmatch(text)
    months = [place for place, name in enumerate(month_name) if found and name.lower().startswith(found[2].lower())]
    try:
        return date(int(found[3]), months[0], int(found[1])) if found and months else None
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
