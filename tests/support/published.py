"""TheyWorkForYou's XML since 2014, made from the API's records in the same way as ParlParse does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import nh3

from questions.text.cleaning import ALLOWED_ATTRIBUTES, ALLOWED_TAGS

Value = dict[str, Any]
FILES = {"Commons": "answers", "Lords": "lordswrans"}


def write_day(folder: Path, day: str, *values: Value) -> str:
    """Write the file of a day's answers or corrections, in the House of these questions."""
    path = folder / f"{FILES[values[0]['house']]}{day}.xml"
    path.write_bytes(publicwhip(values).encode())
    return str(path)


def publicwhip(values: Iterable[Value]) -> str:
    by_body = groupby(sorted(values, key=_body), key=_body)
    return f"<publicwhip>\n{''.join(_department(body, list(those)) for body, those in by_body)}\n</publicwhip>"


def _body(value: Value) -> str:
    return value["answeringBodyName"] or ""


def _department(body: str, values: list[Value]) -> str:
    """A department's heading, and each group below it once, with its lowest UIN first."""
    left = {_key(value): value for value in sorted(values, key=_key)}
    text = f'\n<major-heading id="{_id(values[0])}.mh" nospeaker="true">\n    {escape(body)}\n</major-heading>\n'
    while left:
        first = left.pop(next(iter(left)))
        links = [(link["questionUin"], link["dateTabled"][:10]) for link in first["groupedQuestionsDates"] or []]
        text += _exchange([first, *(left.pop(link) for link in links if link in left)])
    return text


def _key(value: Value) -> tuple[str, str]:
    return value["uin"], value["dateTabled"][:10]


def _id(value: Value) -> str:
    return f"uk.org.publicwhip/wrans/{value['dateTabled'][:10]}.{value['uin']}"


def _exchange(group: list[Value]) -> str:
    first, heading = group[0], escape(group[0]["heading"] or "Question")
    by = first["correctingMemberId"] or first["answeringMemberId"]
    answer = as_xml(first["answerText"]) + _attachments(first)
    return (
        f'\n<minor-heading id="{_id(first)}.h" nospeaker="true">\n    {heading}\n</minor-heading>\n'
        f"{''.join(_question(value, place) for place, value in enumerate(group))}\n"
        f'<reply id="{_id(first)}.r0" {_said_by(by)}>\n    {answer}\n</reply>\n'
    )


def _question(value: Value, place: int) -> str:
    day, uin = value["dateTabled"][:10], value["uin"]
    url = f"https://questions-statements.parliament.uk/written-questions/detail/{day}/{uin}"
    said = f'<p qnum="{uin}">{escape(value["questionText"])}</p>'
    return f'<ques id="{_id(value)}.q{place}" {_said_by(value["askingMemberId"])} url="{url}">\n    {said}\n</ques>\n'


def _said_by(member: int) -> str:
    return f'person_id="uk.org.publicwhip/person/{10_000 + member}" speakername="Member {member}"'


def _attachments(value: Value) -> str:
    return "".join(
        f"<p><a href={quoteattr(one['url'])}>{escape(one['title'])}</a>"
        f" ({escape(one['fileType'])}, {one['fileSizeBytes'] / 1024:.1f}KB)</p>"
        for one in value["attachments"]
    )


def as_xml(answer: str) -> str:
    """An answer's HTML as XML. A plain text becomes a paragraph."""
    tidy = nh3.clean(answer, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, link_rel=None)
    markup = tidy.replace("<br>", "<br/>").replace("&nbsp;", "\xa0")
    return markup if "<p" in markup else f"<p>{markup}</p>"
