"""TheyWorkForYou's XML of what Hansard prints: written answers of a day in one House, as records.

One file is a day (`answers2009-10-26f.xml`, `lordswrans2009-10-26a.xml`), each letter another edition of it, of which
only that with `latest="yes"` counts. Headings, questions (`ques`) and replies follow one another; all questions before
a reply, and all numbers in a question, are answered by it together. It tells no day of tabling, no type of question,
and in the Lords no department; people have ids of its own ("uk.org.publicwhip/member/1599").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from questions.days import today
from questions.text import Form, Wording, plain, sanitise, storable

from .days import is_day
from .elements import Block, Element, read_elements, tagged
from .parliament import as_of_day as _as_of_day
from .parliament import as_uin
from .records import (
    ANSWER,
    HOLDING,
    AnswerRecord,
    Body,
    BrokenSource,
    ParsedQuestion,
    PrintedPerson,
    QuestionRecord,
    RefusedRecord,
    SkippedSource,
)

ROOT, QUESTION, REPLY = "publicwhip", "ques", "reply"
MAJOR, MINOR = "major-heading", "minor-heading"
MOST_PARTS = 1000  # questions and replies that hang together
IDS = "uk.org.publicwhip/"
SCHEME, BY_NAME = "publicwhip", "printed"
DAY_IN_ID = re.compile(r"/wrans/(\d{4}-\d\d-\d\d)")
NUMBER_IN_GROUP = re.compile(r"^\(\d{1,3}\)\s*")
END_IN_GROUP = re.compile(r";(?:\s*and)?$")
# Hansard's spaces are inside these tags: "many <i> (a)</i> male".
INLINE = re.compile(r"</?(?:i|b|sub|sup|a|phrase)\b[^>]*>")
HOLDING_DAY = re.compile(r'<phrase[^>]* code="(\d{4}-\d\d-\d\d)"')

as_of_day = partial(_as_of_day, dates=re.compile(rb"/wrans/(\d{4}-\d\d-\d\d)"))


class Exchange(NamedTuple):
    """Questions and the replies that answer all of them, below their two headings."""

    department: str
    heading: str
    edition: str
    questions: list[Element]
    replies: list[Element]


class Printed(NamedTuple):
    """One number in an exchange: which of its questions, and the numbered part of that; None where there is none."""

    exchange: Exchange
    question: Element | None
    part: Block | None

    @property
    def text(self) -> str:
        """The XML around it, for whoever looks into why it was refused."""
        exchange = self.exchange
        parts = (*([self.question] if self.question else ()), *exchange.replies)
        headings = f"{tagged(MAJOR, {}, exchange.department)}{tagged(MINOR, {}, exchange.heading)}"
        return headings + "".join(element.markup for element in parts)


def read_rows(stream: IO[bytes], name: str) -> Iterator[Printed]:
    """Each numbered question of a file.

    Raises SkippedSource where there is a later edition of the file, BrokenSource where it can't be read on.
    """
    elements = read_elements(stream, name)
    root = next(elements, None)
    if root is None or root.tag != ROOT:
        raise BrokenSource(f"{name}: not TheyWorkForYou's XML, which has all in an element <{ROOT}>")
    if root.attributes.get("latest") != "yes":
        raise SkippedSource(f'{name}: skipped, it is not the last edition of its day (only latest="yes" counts)')
    for exchange in _exchanges(elements, root.attributes.get("scrapeversion", ""), name):
        yield from _numbered(exchange)


def _exchanges(elements: Iterator[Element], edition: str, name: str) -> Iterator[Exchange]:
    """What stands between these (`gidredirect`, say) is passed over."""
    now = Exchange("", "", edition, [], [])
    for element in elements:
        if _begins_another(element, now):
            yield now
            now = now._replace(questions=[], replies=[])
        if element.tag in (MAJOR, MINOR):
            now = _under(element, now)
        elif element.tag in (QUESTION, REPLY):
            (now.questions if element.tag == QUESTION else now.replies).append(element)
        if len(now.questions) + len(now.replies) > MOST_PARTS:
            raise BrokenSource(f"{name}: more than {MOST_PARTS:,} questions and replies hang together")
    yield now


def _begins_another(element: Element, now: Exchange) -> bool:
    if element.tag in (MAJOR, MINOR):
        return bool(now.questions or now.replies)
    return element.tag == QUESTION and bool(now.replies)


def _under(heading: Element, now: Exchange) -> Exchange:
    words = plain("".join(block.markup for block in heading.blocks))
    return now._replace(department=words, heading="") if heading.tag == MAJOR else now._replace(heading=words)


def _numbered(exchange: Exchange) -> Iterator[Printed]:
    if exchange.replies and not exchange.questions:
        yield Printed(exchange, None, None)
    for question in exchange.questions:
        parts: Sequence[Block | None] = _parts(question) or [None]
        yield from (Printed(exchange, question, part) for part in parts)


def _parts(question: Element) -> list[Block]:
    return [block for block in question.blocks if "qnum" in block.attributes]


def parse(item: Printed) -> ParsedQuestion:
    """One numbered question as a record. Raises RefusedRecord, which says what is wrong."""
    exchange, question = item.exchange, item.question
    if question is None:
        raise RefusedRecord("a reply without a question before it")
    _refuse_unknown(question, *exchange.replies)
    uin = _uin(item.part)
    house = "lords" if uin.startswith("HL") or "/lord/" in _id(question) else "commons"
    day, asker = _day(question), _person(question, house)
    answerers = [_person(reply, house) for reply in exchange.replies]
    return ParsedQuestion(
        QuestionRecord(
            house=house,
            uin=uin,
            tabled=None,
            wording=_wording(question, item.part),
            heading=exchange.heading[:500] or None,
            asked_by=asker and asker.reference,
            department=Body(None, exchange.department[:200], on=day) if exchange.department else None,
            answers=tuple(_answers(exchange.replies, day, answerers)),
            grouped=tuple((other, None) for other in sorted(_uins(exchange) - {uin})),
            source_url=_url(question),
            edition=exchange.edition,
        ),
        printed=tuple(sorted({person for person in (asker, *answerers) if person})),
    )


def _refuse_unknown(*elements: Element) -> None:
    if unknown := [name for element in elements for name in element.unknown]:
        raise RefusedRecord(f"the entity &{unknown[0]}; in it stands for nothing that is known")


def _uin(part: Block | None) -> str:
    if part is None:
        raise RefusedRecord("the question has no number (qnum)")
    return as_uin(part.attributes["qnum"])


def _uins(exchange: Exchange) -> set[str]:
    return {_uin(part) for question in exchange.questions for part in _parts(question)}


def _day(question: Element) -> str:
    """The day on which it is printed, which is that of the answer."""
    found = DAY_IN_ID.search(question.attributes.get("id", ""))
    if not found or not is_day(found[1]):
        raise RefusedRecord(f"its id names no day: {question.attributes.get('id', '')!r:.100}")
    if found[1] > today().isoformat():
        raise RefusedRecord(f"its day lies in the future: {found[1]}")
    return found[1]


def _id(element: Element) -> str:
    """Whose words it is: an id for the person, or for the term in a House."""
    return element.attributes.get("person_id") or element.attributes.get("speakerid", "")


def _person(element: Element, house: str) -> PrintedPerson | None:
    """Who says it; one without an id goes by the name. None where there is not even a name."""
    name = " ".join(storable(element.attributes.get("speakername", "")).split())[:200]
    number = _id(element)
    if not name:
        return None
    if not number.startswith(IDS):
        return PrintedPerson(f"{BY_NAME}:{house}/{name}", name, house)
    return PrintedPerson(f"{SCHEME}:{number.removeprefix(IDS)[:200]}", name, house)


def _url(question: Element) -> str:
    url = question.attributes.get("url", "")
    return url if url.startswith(("https://", "http://")) and len(url) <= 500 else ""


def _wording(question: Element, part: Block | None) -> Wording:
    """The question as it would stand alone: what opens the question, and then its numbered part."""
    parts = _parts(question)
    first = question.blocks.index(parts[0])
    opening, words = _words(question.blocks[:first]), _words(_of_part(question.blocks, part))
    if not words:
        raise RefusedRecord("the question has no text")
    if opening:
        words = f"{opening} {END_IN_GROUP.sub('.', NUMBER_IN_GROUP.sub('', words))}"
    return Wording(words, Form.PLAIN)


def _of_part(blocks: list[Block], part: Block | None) -> Iterator[Block]:
    """A numbered block, and those after it up to the next number."""
    is_in_it = False
    for block in blocks:
        is_in_it = block is part or (is_in_it and "qnum" not in block.attributes)
        if is_in_it:
            yield block


def _words(blocks: Iterable[Block]) -> str:
    return plain(" ".join(INLINE.sub("", storable(block.markup)) for block in blocks))


def _answers(replies: list[Element], day: str, people: list[PrintedPerson | None]) -> Iterator[AnswerRecord]:
    """A holding answer is told of by a line above the answer itself."""
    if not replies:
        raise RefusedRecord("no reply is printed with it, so that its day of answer is not known")
    by = next((person.reference for person in people if person), None)
    told = (_holding_day(block, day) for reply in replies for block in reply.blocks)
    if held := next(filter(None, told), None):
        yield AnswerRecord(HOLDING, held, None, None)
    text = sanitise(storable(_answer_markup(replies, day, people))).strip()
    yield AnswerRecord(ANSWER, day, by, Wording(text, Form.HTML) if plain(text) else None)


def _holding_day(block: Block, day: str) -> str | None:
    """The day of an earlier holding answer, where this is the line that tells of one."""
    found = HOLDING_DAY.search(block.markup) if block.attributes.get("class") == "holdinganswer" else None
    return found[1] if found and is_day(found[1]) and found[1] <= day else None


def _answer_markup(replies: list[Element], day: str, people: list[PrintedPerson | None]) -> str:
    """The text of all replies, with the name above one that another person gives."""
    markup, before = "", people[0]
    for reply, person in zip(replies, people, strict=True):
        if person and person != before:
            markup += tagged("p", {}, tagged("strong", {}, escape(person.name)))
        blocks = (block for block in reply.blocks if not _holding_day(block, day))
        markup += "".join(tagged(block.tag, {}, block.markup) if block.markup.strip() else "" for block in blocks)
        before = person or before
    return markup
