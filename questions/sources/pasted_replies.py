"""Lines that say who answered, or asked, in the words of a sentence: "Ann Example, Minister for Hubs, replied on …:".

The name, the verb and the day come in any order. A line with any other words is no such line.
"""

from __future__ import annotations

import re

from questions.text.dates import DAY, is_day

from .pasted_labels import label_of
from .pasted_people import is_name, is_person, is_post

LONGEST = 250
_GIVEN = r"(?: (?:given|made|sent|received))?(?: (?:by|from))"
_ANSWERS = re.compile(
    r"\b(?:(?:has |was )?(?:replied|answered|responded|said|wrote)"
    r"(?: as follows| that| to this question)?(?: by)?"
    rf"|(?:the )?(?:written )?(?:answer|reply|response){_GIVEN})(?!\w)",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:(?:written )?question )?(?:was )?(?:asked|tabled)(?: (?:this|the following) question)?(?: by)?(?!\w)", re.I
)
_DAY = re.compile(rf"[(]?(?<!\w)(?:(?:dated|on) )?(?P<day>{DAY})(?!\w)[)]?", re.I)


def split_reply(line: str) -> list[str]:
    """The labelled lines that such a line stands for; none if it is another one."""
    head, text, is_led = _halve(line)
    if len(head) > LONGEST or label_of(line):
        return []
    for pattern, who, when in ((_ANSWERS, "Answered by", "Answered on"), (_ASKS, "Asked by", "Asked on")):
        name, day = _read(head, pattern)
        if name and (day or is_led):
            return _label(who, name, when, day, text)
    return []


def _halve(line: str) -> tuple[str, str, bool]:
    """What stands before the colon and after it, and whether there is one."""
    head, colon, text = line.partition(":")
    return head.strip(), text.strip(), bool(colon)


def _read(head: str, verb: re.Pattern[str]) -> tuple[str, str]:
    """The name and the day; '' for the name if the line has more than these and the verb."""
    day = next((found for found in _DAY.finditer(head) if is_day(found["day"])), None)
    rest = head[: day.start()] + " , " + head[day.end() :] if day else head
    rest, count = verb.subn(" , ", rest)
    if count != 1:
        return "", ""
    pieces = [piece.strip(" .–—-") for piece in rest.split(",")]
    name = ", ".join(_put_name_first([piece for piece in pieces if piece]))
    return (name if is_name(name) or is_person(name) else ""), day["day"] if day else ""


def _put_name_first(pieces: list[str]) -> list[str]:
    """A line may begin with the post: "The Minister of State, Department for Hubs, Ann Example"."""
    is_after = len(pieces) > 1 and is_post(pieces[0]) and "(" not in pieces[0] and not is_post(pieces[-1])
    return [pieces[-1], *pieces[:-1]] if is_after and is_name(pieces[-1]) else pieces


def _label(who: str, name: str, when: str, day: str, text: str) -> list[str]:
    lines = [f"{who}: {name}", *([f"{when} {day}"] if day else [])]
    if who == "Answered by":
        return [*lines, "Answer", *([text] if text else [])]
    return [*lines, *(["Question", text] if text else [])]
