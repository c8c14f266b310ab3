"""Which questions a text cites: "the answer I gave on 12 March 2024 to Question 16734", "UIN HL1234", addresses.

reference_patterns.py has the wordings. This module finds the numbers after words such as "Question" or "answer to",
and the dates after "answer of", and then decides which date belongs to which number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from .addresses import IN_TEXT
from .dates import day_of, is_day
from .markup import Words, words_of_markup, words_of_text
from .reference_patterns import (
    ANOTHER_DAY,
    AROUND,
    BEFORE,
    CITING,
    DAYS,
    ELSEWHERE,
    FAR,
    FIRST,
    FOLLOWING,
    GOVERNOR,
    JOINED,
    LATER,
    LOOSE,
    NEEDED,
    NEXT,
    SENTENCE,
    SHORT,
    TABLED,
)


class Key(NamedTuple):
    """What a text says about a question that it cites."""

    uin: str  # in capitals, without a space
    day: date | None  # of its answer
    tabled_on: date | None


class Cited(NamedTuple):
    uin: str
    day: date | None
    tabled_on: date | None
    start: int  # the position of its number in the text
    end: int

    @property
    def key(self) -> Key:
        return Key(self.uin, self.day, self.tabled_on)


def find_citations(text: str, day: date | None) -> list[Cited]:
    """What a plain text of that day cites; the spans are positions in `text`."""
    return _cited(words_of_text(text), text, day)


def find_citations_in_markup(markup: str, day: date | None) -> list[Cited]:
    """As `find_citations`, for HTML; spans are positions in it. A link's address also cites: its span is in a tag."""
    return _cited(words_of_markup(markup), markup, day)


def _cited(words: Words, given: str, day: date | None) -> list[Cited]:
    found = [*_addresses(given), *_in_words(words, day)]
    return _agreed(sorted(found, key=lambda one: (one.start, one.end)))


def _addresses(given: str) -> Iterator[Cited]:
    for address in IN_TEXT.finditer(given):
        yield Cited(address[2].upper(), None, day_of(address[1], None), *address.span(2))


def _agreed(found: list[Cited]) -> list[Cited]:
    """Fill in days: what the text says about a number in one place counts for all places."""
    days: defaultdict[str, list[date]] = defaultdict(list)
    tabled: defaultdict[str, list[date]] = defaultdict(list)
    for one in found:
        days[one.uin] += [one.day] if one.day else []
        tabled[one.uin] += [one.tabled_on] if one.tabled_on else []
    return [
        one._replace(day=one.day or _first(days[one.uin]), tabled_on=one.tabled_on or _first(tabled[one.uin]))
        for one in found
    ]


def _first(days: list[date]) -> date | None:
    return days[0] if days else None


class _Number(NamedTuple):
    start: int
    end: int
    uin: str


class _Days(NamedTuple):
    start: int
    end: int
    days: list[date | None]


def _in_words(words: Words, day: date | None) -> Iterator[Cited]:
    start = 0
    for end in [*(found.start() for found in SENTENCE.finditer(words.text)), len(words.text)]:
        for one in _in_sentence(words.text[start:end], day):
            first, last = words.span(start + one.start, start + one.end)
            yield one._replace(start=first, end=last)
        start = end


def _in_sentence(text: str, on: date | None) -> Iterator[Cited]:
    lowered = text.lower()
    lists = _lists(text) if any(word in lowered for word in NEEDED) else []
    before = _days_of_answers(text, on) if lists else []
    taken: set[int] = set()
    for place, numbers in enumerate(lists):
        ends = lists[place + 1][0].start if place + 1 < len(lists) else len(text)
        yield from _dated(text, numbers, ends, before, taken, on)


def _dated(
    text: str, numbers: list[_Number], ends: int, before: list[_Days], taken: set[int], on: date | None
) -> Iterator[Cited]:
    """The numbers of one list with their days; `taken` has the positions of days that belong to earlier numbers."""
    last = numbers[-1].end
    after = FOLLOWING.match(text, last) or LATER.match(text, last, ends)
    followed = _run_of_days(text, after, on) if after else None
    if after:
        taken.update(range(*after.span()))
    said = _shared(_preceding(before, numbers[0].start, taken), len(numbers))
    follows = _shared(followed, len(numbers))
    for number, day, later in zip(numbers, said, follows, strict=True):
        yield Cited(number.uin, *_meant(after, day, later), number.start, number.end)


def _run_of_days(text: str, first: re.Match[str], on: date | None) -> list[date | None]:
    """The day after a number, and days joined to it: "on 4 November and 6 June respectively"."""
    days, end = [day_of(first["day"], on)], first.end()
    while days[-1] and (more := ANOTHER_DAY.match(text, end)) and is_day(more["day"]):
        days.append(day_of(more["day"], on))
        end = more.end()
    return days


def _shared(days: list[date | None] | None, number: int) -> list[date | None]:
    """A day for each of `number` numbers: in order if there are as many days, or one day for all; else None."""
    if days and len(days) == number:
        return days
    return [days[0] if days and len(days) == 1 else None] * number


def _meant(after: re.Match[str] | None, said: date | None, follows: date | None) -> tuple[date | None, date | None]:
    """The days of the answer and of tabling, from the day before a number (`said`) and the day after it (`follows`)."""
    if not after or not follows:
        return said, None
    how = (after["how"] or "").lower()
    if how in TABLED or (said and not how):
        return said, follows
    return follows, None


def _preceding(before: list[_Days], start: int, taken: set[int]) -> list[date | None] | None:
    """The nearest days before a number that belong to no other number."""
    near = [one for one in before[: bisect_right(before, start, key=lambda one: one.end)] if start - one.end <= FAR]
    return next((one.days for one in reversed(near) if one.start not in taken), None)


def _days_of_answers(text: str, on: date | None) -> list[_Days]:
    governors = list(GOVERNOR.finditer(text))
    starts = [governor.start() for governor in governors]
    found: list[_Days] = []
    for said in DAYS.finditer(text):
        place = bisect_right(starts, said.start()) - 1
        last = day_of(said["day"], on)
        if last and place >= 0 and governors[place]["answer"]:
            days = [*(_same_month(last, int(number)) for number in re.findall(r"\d+", said["more"])), last]
            if found and JOINED.fullmatch(text, found[-1].end, said.start()):
                days = [*found.pop().days, *days]
            found.append(_Days(said.start("day"), said.end(), days))
    return found


def _same_month(day: date, number: int) -> date | None:
    return day.replace(day=number) if 0 < number <= monthrange(day.year, day.month)[1] else None


def _lists(text: str) -> list[list[_Number]]:
    """The cited numbers, grouped in lists that share the same days."""
    found: dict[int, list[_Number]] = {}
    taken: set[int] = set()
    governed = (first for first in FIRST.finditer(text) if _is_governed(text, first))
    loose = (one for pattern in LOOSE for one in pattern.finditer(text) if not _is_year(one["number"]))
    for first in chain(governed, loose):
        for numbers in _continued(text, first, taken):
            found[numbers[0].start] = numbers
            taken.update(number.start for number in numbers)
    return [found[start] for start in sorted(found)]


def _continued(text: str, first: re.Match[str], taken: set[int]) -> list[list[_Number]]:
    """The list that begins with this number. A date between two numbers begins another list."""
    if first.start("number") in taken:
        return []
    lists = [[_number(first)]]
    is_plural = first.groupdict().get("word", "s").lower().endswith("s")
    while (following := NEXT.match(text, lists[-1][-1].end)) and _continues(lists[-1][-1], following, is_plural):
        if following.start("number") in taken:
            break
        if following["when"]:
            lists.append([])
        lists[-1].append(_number(following))
    return lists


def _number(found: re.Match[str]) -> _Number:
    return _Number(*found.span("number"), found["number"].replace(" ", "").upper())


def _continues(last: _Number, following: re.Match[str], is_plural: bool) -> bool:
    if not following["joint"].strip(" )]") or (following["when"] and not is_day(following["when"])):
        return False
    number = following["number"]
    if following["word"] or number[0] in "Hh":
        return True
    is_like = len(number) >= 4 or (is_plural and len(number) >= len(last.uin) - 1)
    return is_like and (is_plural or not _is_year(number))


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def _is_governed(text: str, first: re.Match[str]) -> bool:
    """Whether this number is a question's in Parliament."""
    start, end = first.span()
    around = text[max(0, start - AROUND) : end + AROUND]
    number, is_named = first["number"], first["word"].upper().rstrip("S") in ("PQ", "WPQ", "UIN")
    if number[0] in "Hh" or (int(number) >= SHORT and not _is_year(number) and first["word"][0] not in "Ww"):
        return True
    if ELSEWHERE.search(around):
        return False
    is_asked = CITING.search(text, max(0, start - BEFORE), start) or FOLLOWING.match(text, end)
    return is_named or bool(is_asked and (len(number) > 2 or first["word"][0] == "Q"))
