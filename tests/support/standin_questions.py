"""The Written Questions API of the stand-in: the list with its filters and cut texts, and the detail calls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from .faults import Answer

Values = Iterable[dict[str, Any]]
Query = list[tuple[str, str]]
Test = Callable[[dict[str, Any]], bool]
TAG = re.compile(r"<[^>]+>")
CUT = 255
ANSWERED = {"Any": None, "Answered": True, "Unanswered": False}
STATUSES = {"AllQuestions": None, "AnsweredOnly": True, "NotAnswered": False}
HOUSES = {"Bicameral": None, "Commons": "Commons", "Lords": "Lords"}
DAYS = {
    "tabledWhen": "dateTabled",
    "answeredWhen": "dateAnswered",
    "correctedWhen": "dateAnswerCorrected",
    "dateForAnswerWhen": "dateForAnswer",
}
MEMBERS = ("askingMember", "answeringMember", "correctingMember")
PARTY = {"party": "Labour", "partyColour": "d50000", "partyAbbreviation": "Lab", "memberFrom": "Leeds Central"}


class Refused(ValueError):
    """A parameter is invalid, so the reply is a 400."""


class QuestionsApi:
    """`questions` are records as the detail call gives them.

    Each page of a list replaces them by the next item of `upcoming`, if there is one. So totals change between pages.
    """

    def __init__(self, questions: Values = ()) -> None:
        self.upcoming: list[list[dict[str, Any]]] = []
        self.questions = questions

    @property
    def questions(self) -> list[dict[str, Any]]:
        return self._questions

    @questions.setter
    def questions(self, values: Values) -> None:
        """Sort newest first, the hardest order for clients: a new question moves all others while they page."""
        self._questions = sorted(values, key=lambda v: (v["dateTabled"], v["id"]), reverse=True)
        self._by_id = {str(value["id"]): value for value in self._questions}
        self._by_uin = {(value["dateTabled"][:10], value["uin"]): value for value in self._questions}
        self._chosen: dict[tuple, list[dict[str, Any]]] = {}
        self._bodies: dict[tuple[int, bool, bool], bytes] = {}

    def search(self, query: Query) -> Answer:
        named = dict(query)
        skip, take = _number(named.pop("skip", "0")), _number(named.pop("take", "20"))
        expand = _flag(named.pop("expandMember", "false"))
        bodies = [value for key, value in query if key == "answeringBodies"]
        found = self._choose(named, bodies)
        items = b", ".join(self._body(value, True, expand) for value in found[skip : skip + take])
        if self.upcoming:
            self.questions = self.upcoming.pop(0)
        return Answer(body=b'{"totalResults": %d, "results": [%s]}' % (len(found), items))

    def detail(self, query: Query, id: str) -> Answer | None:  # noqa: A002 - the specification's name
        return self._detail(self._by_id.get(id), query)

    def detail_by_uin(self, query: Query, day: str, uin: str) -> Answer | None:
        return self._detail(self._by_uin.get((_day(day), uin)), query)

    def _detail(self, value: dict[str, Any] | None, query: Query) -> Answer | None:
        expand = _flag(dict(query).get("expandMember", "false"))
        return Answer(body=self._body(value, False, expand)) if value else None

    def _body(self, value: dict[str, Any], is_cut: bool, expand: bool) -> bytes:
        """The item as sent, made only once."""
        key = (value["id"], is_cut, expand)
        if (body := self._bodies.get(key)) is None:
            shown = (cut(value) if is_cut else value) | (_expanded(value) if expand else {})
            links = [{"rel": "self", "href": f"/Questions/{value['id']}", "method": "GET"}]
            body = self._bodies[key] = json.dumps({"value": shown, "links": links}).encode()
        return body

    def _choose(self, named: dict[str, str], bodies: list[str]) -> list[dict[str, Any]]:
        key = (*sorted(named.items()), *bodies)
        if (found := self._chosen.get(key)) is None:
            tests = _tests(named, bodies)
            found = [value for value in self._questions if all(test(value) for test in tests)]
            self._chosen[key] = found
        return found

    ROUTES: tuple[tuple[re.Pattern[str], Callable[..., Answer | None]], ...] = (
        (re.compile(r"/api/writtenquestions/questions"), search),
        (re.compile(r"/api/writtenquestions/questions/(?P<id>\d+)"), detail),
        (re.compile(r"/api/writtenquestions/questions/(?P<day>[\d-]+)/(?P<uin>\w+)"), detail_by_uin),
    )


def cut(value: dict[str, Any]) -> dict[str, Any]:
    """The record as the list shows it, which agrees with 155 of 155 real ones.

    A question is cut to 255 characters without a mark. An answer loses its tags but not its entities, is cut to 255
    characters, and then has three dots.
    """
    answer = TAG.sub("", value["answerText"] or "")
    short = f"{answer[:CUT]}..." if len(answer) > CUT else answer
    texts = {"questionText": (value["questionText"] or "")[:CUT], "answerText": short or value["answerText"]}
    return value | texts


def _expanded(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _member(value[f"{key}Id"]) for key in MEMBERS if value[f"{key}Id"]}


def _member(number: int) -> dict[str, Any]:
    picture = f"https://members-api.parliament.uk/api/Members/{number}/Thumbnail"
    return {"id": number, "listAs": f"Member, {number}", "name": f"Member {number}", **PARTY, "thumbnailUrl": picture}


def _tests(named: dict[str, str], bodies: list[str]) -> list[Test]:
    """The tests that a record must pass, from the parameters of the list call."""
    tests = [*_periods(named), *_states(named)]
    if (house := _one_of(HOUSES, named.get("house"))) is not None:
        tests.append(lambda value: value["house"] == house)
    if "uIN" in named:
        tests.append(lambda value: value["uin"] == named["uIN"])
    if bodies:
        tests.append(lambda value: str(value["answeringBodyId"]) in bodies)
    if not _flag(named.get("includeWithdrawn", "false")):
        tests.append(lambda value: not value["isWithdrawn"])
    return tests


def _periods(named: dict[str, str]) -> Iterator[Test]:
    for name, key in DAYS.items():
        first, last = _day(named.get(f"{name}From", "")), _day(named.get(f"{name}To", ""))
        if first or last:
            yield partial(_is_between, key, first or "0001-01-01", last or "9999-12-31")


def _states(named: dict[str, str]) -> Iterator[Test]:
    for name, choices in (("answered", ANSWERED), ("questionStatus", STATUSES)):
        if (wanted := _one_of(choices, named.get(name))) is not None:
            yield partial(_has_answer, wanted)


def _is_between(key: str, first: str, last: str, value: dict[str, Any]) -> bool:
    return first <= (value[key] or "")[:10] <= last


def _has_answer(wanted: bool, value: dict[str, Any]) -> bool:
    return bool(value["dateAnswered"]) == wanted


def _one_of(choices: dict[str, Any], value: str | None) -> Any:
    if value is None:
        return None
    if value not in choices:
        raise Refused(f"The value '{value}' is not valid.")
    return choices[value]


def _flag(value: str) -> bool:
    return bool(_one_of({"true": True, "false": False}, value.lower()))


def _number(value: str) -> int:
    if not value.isdecimal():
        raise Refused(f"The value '{value}' is not valid.")
    return int(value)


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat() if value else ""
    except ValueError:
        raise Refused(f"The value '{value}' is not valid.") from None
