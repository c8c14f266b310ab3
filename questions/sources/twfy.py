"""TheyWorkForYou's XML files of one House's written answers on one day, as records.

Headings, questions (`ques`) and replies follow one another. Replies answer all the questions just before them,
including every numbered part of each. People have TheyWorkForYou's own ids ("uk.org.publicwhip/member/1599").

- Until 2014 the files have what Hansard printed (`answers2009-10-26f.xml`, `lordswrans2009-10-26a.xml`). Each letter
  is an edition of the day, and only the one with `latest="yes"` counts. Ids have the day of the answer. There is no
  day of tabling, no type of question and, in the Lords, no department.
- Since 2014 they have what Parliament's site published (`answers2024-03-12.xml`), without editions. Ids have the day
  of tabling. Only the file's name has the day of the answer or its correction; the reply does not say which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from questions.rules.days import today
from questions.text.cleaning import Form, Wording, plain, storable, with_characters

from .days import day_in_name, is_day
from .elements import Block, Element, read_elements, tagged
from .parliament import as_of_day as _as_of_day
from .parliament import as_uin
from .records import (
    AnswerRecord,
    Body,
    BrokenSource,
    ParsedQuestion,
    PrintedPerson,
    QuestionRecord,
    RefusedRecord,
    SkippedSource,
)
from .replies import People, printed_answers, published_answers
from .twfy_files import EXPECTED as EXPECTED
from .twfy_files import refuse_other_kinds

ROOT, QUESTION, REPLY = "publicwhip", "ques", "reply"
MAJOR, MINOR = "major-heading", "minor-heading"
MOST_PARTS = 1000  # questions and replies in one exchange
IDS = "uk.org.publicwhip/"
SCHEME, BY_NAME = "publicwhip", "printed"
DAY_IN_ID = re.compile(r"/wrans/(\d{4}-\d\d-\d\d)")
NUMBER_IN_GROUP = re.compile(r"^\(\d{1,3}\)\s*")
END_IN_GROUP = re.compile(r";(?:\s*and)?$")
NO_DAY = "only the file's name can give the day of the answers: name it like answers2024-03-12.xml"
NO_HEADINGS = {"Question", "*No heading*"}  # placeholders for a missing heading

as_of_day = partial(_as_of_day, dates=re.compile(rb"/wrans/(\d{4}-\d\d-\d\d)"))


class Exchange(NamedTuple):
    """Questions, and the replies that answer all of them, with their two headings."""

    department: str
    heading: str
    edition: str
    day: str | None  # of the replies, if ids have the day of tabling; "" if nothing gives it
    questions: list[Element]
    replies: list[Element]


class Printed(NamedTuple):
    """One number in an exchange, with its question and the numbered part of it; None if there is none."""

    exchange: Exchange
    question: Element | None
    part: Block | None

    @property
    def text(self) -> str:
        """Its XML, to show why it was refused."""
        exchange = self.exchange
        parts = (*([self.question] if self.question else ()), *exchange.replies)
        headings = (tagged(MAJOR, {}, escape(exchange.department)), tagged(MINOR, {}, escape(exchange.heading)))
        return "".join(headings) + "".join(element.markup for element in parts)


def read_rows(stream: IO[bytes], name: str) -> Iterator[Printed]:
    """Each numbered question of a file.

    Raises SkippedSource if it is of another kind or there is a later edition, BrokenSource if the rest of it cannot
    be read.
    """
    refuse_other_kinds(name)
    elements = read_elements(stream, name)
    root = next(elements, None)
    if root is None or root.tag != ROOT:
        raise BrokenSource(f"{name}: not TheyWorkForYou's XML: its root element must be <{ROOT}>")
    for exchange in _exchanges(elements, _first(root, name), name):
        if exchange.day == "" and (exchange.questions or exchange.replies):
            raise BrokenSource(f"{name}: {NO_DAY}")
        yield from _numbered(exchange)


def _first(root: Element, name: str) -> Exchange:
    """An empty exchange, with what the file's root and name say."""
    latest, day = root.attributes.get("latest"), day_in_name(name)
    if latest not in ("yes", None):
        raise SkippedSource(
            f'{name}: skipped, as it is not the latest edition of its day (only latest="yes" is imported)'
        )
    return Exchange("", "", root.attributes.get("scrapeversion", ""), None if latest else day or "", [], [])


def _exchanges(elements: Iterator[Element], now: Exchange, name: str) -> Iterator[Exchange]:
    """The exchanges in order. Other elements between their parts (such as `gidredirect`) are skipped."""
    for element in elements:
        if _begins_another(element, now):
            yield now
            now = now._replace(questions=[], replies=[])
        if element.tag in (MAJOR, MINOR):
            now = _under(element, now)
        elif element.tag in (QUESTION, REPLY):
            (now.questions if element.tag == QUESTION else now.replies).append(element)
        if len(now.questions) + len(now.replies) > MOST_PARTS:
            raise BrokenSource(f"{name}: more than {MOST_PARTS:,} questions and replies in one exchange")
    yield now


def _begins_another(element: Element, now: Exchange) -> bool:
    if element.tag in (MAJOR, MINOR):
        return bool(now.questions or now.replies)
    return element.tag == QUESTION and bool(now.replies)


def _under(heading: Element, now: Exchange) -> Exchange:
    words = _words(heading.blocks)
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
    asker = _person(question, house)
    answerers = [_person(reply, house) for reply in exchange.replies]
    record = _record(exchange, question, item.part, answerers)
    people = {person for person in (asker, *answerers) if person}
    return ParsedQuestion(
        record._replace(house=house, asked_by=asker and asker.reference), printed=tuple(sorted(people))
    )


def _record(exchange: Exchange, question: Element, part: Block | None, people: People) -> QuestionRecord:
    """The record, without asker and House."""
    uin, named = _uin(part), _day(question)
    day, tabled = _refuse_future(exchange.day or named), named if exchange.day else None
    grouped = tuple(sorted(_numbers(exchange) - {(uin, tabled)}))
    return QuestionRecord(
        house="",
        uin=uin,
        tabled=tabled,
        wording=_wording(question, part),
        heading=_heading(exchange),
        department=Body(None, exchange.department[:200], on=day) if exchange.department else None,
        answers=_answers(exchange, day, people),
        # Since 2014, if a group is answered on several days, each file has only the part known on its day.
        grouped=grouped or (None if exchange.day else ()),
        source_url="" if exchange.day else _url(question),  # the official page follows from day and UIN
        edition=exchange.edition,
    )


def _answers(exchange: Exchange, day: str, people: People) -> tuple[AnswerRecord, ...]:
    if not exchange.replies:
        raise RefusedRecord("it has no reply, so the day of its answer is not known")
    read = published_answers if exchange.day else printed_answers
    return tuple(read(exchange.replies, day, people))


def _heading(exchange: Exchange) -> str | None:
    return None if exchange.heading in NO_HEADINGS else exchange.heading[:500] or None


def _refuse_unknown(*elements: Element) -> None:
    if unknown := [name for element in elements for name in element.unknown]:
        raise RefusedRecord(f"the entity &{unknown[0]}; is not defined")


def _uin(part: Block | None) -> str:
    if part is None:
        raise RefusedRecord("the question has no number (qnum)")
    return as_uin(part.attributes["qnum"])


def _numbers(exchange: Exchange) -> set[tuple[str, str | None]]:
    """(UIN, day of tabling or None) for each number."""
    return {
        (_uin(part), _day(question) if exchange.day else None)
        for question in exchange.questions
        for part in _parts(question)
    }


def _day(question: Element) -> str:
    """The day in its id: of tabling, or of the answer in printed files."""
    found = DAY_IN_ID.search(question.attributes.get("id", ""))
    if not found or not is_day(found[1]):
        raise RefusedRecord(f"its id has no day: {question.attributes.get('id', '')!r:.100}")
    return _refuse_future(found[1])


def _refuse_future(day: str) -> str:
    if day > today().isoformat():
        raise RefusedRecord(f"its day is in the future: {day}")
    return day


def _unescaped(words: str) -> str:
    """Plain text (headings, names and questions), which some files escape twice."""
    return " ".join(with_characters(words).split())


def _id(element: Element) -> str:
    """The speaker's id: for the person, or for the term in a House."""
    return element.attributes.get("person_id") or element.attributes.get("speakerid", "")


def _person(element: Element, house: str) -> PrintedPerson | None:
    """The speaker; without an id, by the name. None if there is no name."""
    name = _unescaped(storable(element.attributes.get("speakername", "")))[:200]
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
    """The question on its own: the opening words, then its numbered part."""
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
    """The text of the blocks. Their tags are kept until then, because they show superscripts and parts of words."""
    markup = "".join(tagged(block.tag, block.attributes, block.markup) for block in blocks)
    return _unescaped(plain(storable(markup)))
