"""What each source said about a question, and on which days: the form in which evidence is stored.

A claim is one record from one source, with every day on which it was seen. Claims are a set: seeing a record again
adds at most a day, and they are sorted by content.
"""

from __future__ import annotations

import json
import zlib
from typing import NamedTuple

from questions.sources.records import AnswerRecord, AttachmentRecord, Body, QuestionRecord
from questions.text.cleaning import Form, Wording, cut_wording, one_line


class Claim(NamedTuple):
    record: QuestionRecord
    source: str
    days: tuple[str, ...]


def add_claim(claims: tuple[Claim, ...], new: Claim) -> tuple[Claim, ...]:
    """`claims` with `new` added; the same tuple if `new` says nothing new."""
    for place, claim in enumerate(claims):
        if claim[:2] == new[:2]:
            days = tuple(sorted({*claim.days, *new.days}))
            # Callers use `is` to find out whether anything is new, so return the same tuple.
            if days == claim.days:
                return claims
            return (*claims[:place], claim._replace(days=days), *claims[place + 1 :])
    # Sorted by repr, because a field may be None in one record and text in another, which cannot be compared.
    return tuple(sorted((*claims, new), key=repr)) if claims else (new,)


def last_editions(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Leave out editions that the same source has since reprinted: a reprint is not a change to the question.

    A record with a day of tabling is not from a print, and has no editions.
    """
    if not any(claim.record.edition for claim in claims):
        return claims
    last = {claim.source: claim.record.edition for claim in sorted(claims, key=_edition)}
    return tuple(claim for claim in claims if claim.record.tabled or claim.record.edition == last[claim.source])


def _edition(claim: Claim) -> tuple[int, str]:
    """A sort key for the letters of editions: aa comes after z."""
    return len(claim.record.edition), claim.record.edition


def is_editor(source: str) -> bool:
    return source.startswith("editor")


# Fields are stored by position: add a new one at the end, with a default, or stored evidence is read wrongly.
def pack(claims: tuple[Claim, ...]) -> bytes:
    return zlib.compress(json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> tuple[Claim, ...]:
    return tuple(
        Claim(_record(*record), source, tuple(days)) for record, source, days in json.loads(zlib.decompress(packed))
    )


def _record(*fields) -> QuestionRecord:
    record = QuestionRecord(*fields)
    return record._replace(
        heading=record.heading and one_line(record.heading),  # claims stored before headings were cleaned
        wording=Wording(*record.wording),
        department=_body(*record.department) if record.department else None,
        answers=tuple(_answer(*answer) for answer in record.answers),
        grouped=None if record.grouped is None else tuple((uin, day) for uin, day in record.grouped),
        removed=tuple(_answer(*answer) for answer in record.removed),
    )


def _body(number, name, *rest) -> Body:
    return Body(number, one_line(name), *rest)


def _wording(body, form) -> Wording:
    """An incomplete text is plain; editors' claims stored before that was so have the tags of their paragraphs."""
    is_tagged = form == Form.CUT and body.startswith("<p>") and body.endswith("</p>")
    return cut_wording(body) if is_tagged else Wording(body, form)


def _answer(stage, day, by, wording, attachments=()) -> AnswerRecord:
    return AnswerRecord(
        stage,
        day,
        by,
        _wording(*wording) if wording else None,
        tuple(AttachmentRecord(*attachment) for attachment in attachments),
    )
