"""Replies in TheyWorkForYou's XML as answers: text, attachments, and whether they are holding answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.sax.saxutils import escape

from questions.text.cleaning import Form, Wording, sanitise, storable
from questions.text.plain import INLINE, plain

from .days import is_day
from .elements import VOID, Block, Element, tagged
from .records import ANSWER, CORRECTION, HOLDING, AnswerRecord, AttachmentRecord, PrintedPerson

People = list[PrintedPerson | None]
HOLDING_DAY = re.compile(r'<phrase[^>]* code="(\d{4}-\d\d-\d\d)"')
# How departments word a holding answer. "Not possible before Prorogation" is not one: it ends the question.
HOLDS = re.compile(
    r"\bnot (?:be|been|proved) possible to (?:answer|respond|reply)\b.{0,80}?"
    r"\b(?:within the usual time|in the time available)(?! before)"
)
# "Annex (PDF Document, 12.0KB)", with a link, in a paragraph of its own at the end.
ATTACHMENT = re.compile(
    r"""<a [^<>]*?href=(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>((?:(?!</a>).)*)</a> \(([^()]*), (\d+(?:\.\d+)?)KB\)"""
)
KILO = 1024
WITHIN_LINES = {"", *INLINE}


def printed_answers(replies: list[Element], day: str, people: People) -> Iterator[AnswerRecord]:
    """Answers as Hansard prints them: a line above the answer mentions a holding answer."""
    by = next((person.reference for person in people if person), None)
    told = (_holding_day(block, day) for reply in replies for block in reply.blocks)
    if held := next(filter(None, told), None):
        yield AnswerRecord(HOLDING, held, None, None)
    yield AnswerRecord(ANSWER, day, by, _wording(_all_markup(replies, day, people)))


def published_answers(replies: list[Element], day: str, people: People) -> Iterator[AnswerRecord]:
    """Answers as Parliament's site published them that day. A reply after the first is a correction."""
    for reply, person in zip(replies, people, strict=True):
        blocks, attached = _without_attachments(reply.blocks)
        wording = _wording(_markup(blocks))
        first = HOLDING if wording and HOLDS.search(plain(wording.body)) else ANSWER
        stage = first if reply is replies[0] else CORRECTION
        yield AnswerRecord(stage, day, person and person.reference, wording, attached)


def _wording(markup: str) -> Wording | None:
    text = sanitise(storable(markup)).strip()
    return Wording(text, Form.HTML) if plain(text) else None


def _holding_day(block: Block, day: str) -> str | None:
    """The day of an earlier holding answer, if this line mentions one."""
    found = HOLDING_DAY.search(block.markup) if block.attributes.get("class") == "holdinganswer" else None
    return found[1] if found and is_day(found[1]) and found[1] <= day else None


def _all_markup(replies: list[Element], day: str, people: People) -> str:
    """The text of all replies, with a name above each reply by another person."""
    markup, before = "", people[0]
    for reply, person in zip(replies, people, strict=True):
        if person and person != before:
            markup += tagged("p", {}, tagged("strong", {}, escape(person.name)))
        markup += _markup([block for block in reply.blocks if not _holding_day(block, day)])
        before = person or before
    return markup


def _markup(blocks: list[Block]) -> str:
    """The blocks in order, without empty ones; white space between words becomes one space."""
    before = ["p", *(block.tag for block in blocks)]
    return "".join(_in_line(block, tag) for block, tag in zip(blocks, before, strict=False))


def _in_line(block: Block, before: str) -> str:
    if block.markup.strip() or block.tag in VOID:
        return tagged(block.tag, block.attributes, block.markup)
    return " " if block.tag == "" and before in WITHIN_LINES else ""


def _without_attachments(blocks: list[Block]) -> tuple[list[Block], tuple[AttachmentRecord, ...]]:
    """The text before the links to attachments at the end, and the attachments."""
    rest = [block for block in blocks if block.tag or block.markup.strip()]
    found: list[AttachmentRecord] = []
    while rest and (attachment := _attachment(rest[-1])):
        rest.pop()
        found.insert(0, attachment)
    return (rest, tuple(found)) if found else (blocks, ())


def _attachment(block: Block) -> AttachmentRecord | None:
    found = ATTACHMENT.fullmatch(storable(block.markup).strip()) if block.tag == "p" else None
    url = unescape(found[1] or found[2] or "").strip() if found else ""
    if not found or not url.startswith(("https://", "http://")) or len(url) > 1000:
        return None
    title, kind = plain(found[3])[:500], plain(found[4])[:100]
    return AttachmentRecord(url, title or url.rsplit("/", 1)[-1], kind, round(float(found[5]) * KILO) or None)
