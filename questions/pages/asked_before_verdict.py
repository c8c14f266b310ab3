"""How often the same was asked before, and how it was answered, in words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.formats import date_format

from questions.models import Question
from questions.search.hit import Hit
from questions.templating import with_article

MOST_COUNTED = 100  # of those most like a draft, which are looked at


def write_verdict(asked: list[Hit], elsewhere: list[Hit], department: str, *, is_narrowed: bool) -> str:
    """`asked`: the questions in nearly the same words, `elsewhere`: those put to other departments than the draft's.

    `department` is the draft's, '' if it names none; `is_narrowed`: only some questions were looked at.
    """
    among = " among these questions" if is_narrowed else ""
    if not asked and not elsewhere:
        return f"Not asked in these words{among}. These are the closest"
    if not asked:
        return f"Not put to {with_article(department)} in these words{among}, but to {_others(elsewhere)}"
    said = f"sked {_how_often(asked)}{_of_several(asked, department)}; {_how_answered(asked)}"
    others = f"; also put to {_others(elsewhere)}" if elsewhere else ""
    return f"{'Among these questions: a' if is_narrowed else 'A'}{said}{others}"


def _how_often(asked: list[Hit]) -> str:
    days = [hit.tabled_on for hit in asked if hit.tabled_on]
    if len(asked) == 1:
        return f"once, on {date_format(days[0], 'j F Y')}" if days else "once"
    least = "at least " if len(asked) == MOST_COUNTED else ""
    times = "twice" if len(asked) == 2 else f"{least}{len(asked)} times"
    return f"{times}{f' since {min(days).year}' if days else ''}"


def _of_several(asked: list[Hit], department: str) -> str:
    number = len(departments_of(asked))
    return f", of {number} departments" if number > 1 and not department else ""


def _others(elsewhere: list[Hit]) -> str:
    number = len(departments_of(elsewhere))
    several = f"{number} other departments" if number > 1 else "another department"
    return several if number else "a department that is not recorded"


def departments_of(asked: Collection[Hit]) -> set[str]:
    return {hit.department for hit in asked if hit.department}


def _how_answered(asked: list[Hit]) -> str:
    last = max((hit.answered_on for hit in asked if hit.answered_on), default=None)
    if last:
        return f"{'last ' if len(asked) > 1 else ''}answered on {date_format(last, 'j F Y')}"
    is_withdrawn = all(hit.status == Question.Status.WITHDRAWN for hit in asked)
    return "withdrawn" if is_withdrawn else "not answered yet"
