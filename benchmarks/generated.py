"""Fills an empty database with a given number of questions: the same seed always makes the same archive.

The change log stays empty, so the archive's index must be built afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, islice
from random import Random
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from django.db.models import Field, Model

from pq_archive import copying
from questions.models import Answer, Archive, Question, TopicAssignment

from .people import People, sitting_days
from .texts import Text, Texts, load, vary

BATCH = 5000
AT = "2026-01-05 09:00:00"
HOLDING = "<p>It has not proved possible to respond to the hon. Member in the time available.</p>"
UINS = 250_000  # UINs start again after this many, as in Parliament with each session
Status, Kind = Question.Status, Answer.Stage

Row = dict[str, Any]


def generate(number: int, seed: int, progress: Callable[[int], None] = lambda done: None) -> None:
    """Fill the empty, migrated database that Django is configured with."""
    random = Random(seed)
    texts = load(random)
    with transaction.atomic():
        Archive.lock()
        people = People({text.department for text in texts.texts}, random)
    questions = Questions(texts, people, random).make(number)
    writers = (Writer(Question), Writer(Answer), Writer(TopicAssignment))
    with written_in_haste():
        for done in range(0, number, BATCH):
            write(list(islice(questions, BATCH)), writers)
            progress(min(done + BATCH, number))


class written_in_haste:
    """Turns off durable writes: a benchmark's archive need not survive a power failure."""

    def __enter__(self) -> None:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA synchronous=OFF")

    def __exit__(self, *error: object) -> None:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA synchronous=NORMAL")


class Writer:
    """Inserts rows of a model. Fields that a row does not give have their defaults."""

    def __init__(self, model: type[Model]):
        self.model = model
        self.fields = [(field.attname, _default(field)) for field in model._meta.concrete_fields]

    def insert(self, rows: list[Row]) -> None:
        copying.insert(self.model, [[row.get(name, default) for name, default in self.fields] for row in rows])


def _default(field: Field) -> Any:
    if field.has_default() and not callable(field.default):
        return getattr(field.default, "value", field.default)
    return None if field.null else ""


def write(made: list[tuple[Row, list[Row], list[Row]]], writers: tuple[Writer, ...]) -> None:
    with transaction.atomic():
        writers[0].insert([question for question, _, _ in made])
        writers[1].insert([answer for _, answers, _ in made for answer in answers])
        writers[2].insert([topic for _, _, topics in made for topic in topics])


class Questions:
    """Rows of questions in order of day, each with the rows of its answers and topics."""

    def __init__(self, texts: Texts, people: People, random: Random):
        self.texts, self.people, self.random = texts, people, random
        self.answer_pks, self.topic_pks = count(1), count(1)

    def make(self, number: int) -> Iterator[tuple[Row, list[Row], list[Row]]]:
        days, texts = list(sitting_days()), self.texts.texts
        for place in range(number):
            day, parliament = days[place * len(days) // number]
            text = texts[place % len(texts)]
            yield self.question(place + 1, text if place < len(texts) else self.varied(text), day, parliament)

    def varied(self, text: Text) -> Text:
        answer = text.answer
        if text.is_cut:
            answer += self.texts.endings[int(self.random.random() * len(self.texts.endings))]
        words = self.texts.words
        return text._replace(
            question=vary(text.question, words, self.random), answer=vary(answer, words, self.random) if answer else ""
        )

    def question(self, pk: int, text: Text, day: date, parliament: int) -> tuple[Row, list[Row], list[Row]]:
        house = "lords" if self.random.random() < 0.12 else "commons"
        department = self.people.departments[text.department]
        asker = self.people.asker(house, parliament)
        status = self.status(text)
        answers = list(self.answers(pk, text, department, day, status))
        row = {
            "id": pk,
            "parliament_id": 1_000_000 + pk,
            "uin": f"HL{pk % UINS + 1}" if house == "lords" else str(pk % UINS + 1),
            "house": house,
            "heading": text.heading[:500],
            "text": text.question,
            "asked_by_id": asker.member,
            "asked_as_id": asker.held,
            "department_id": department,
            "tabled_on": day.isoformat(),
            "due_on": (day + timedelta(14 if house == "lords" else 7)).isoformat(),
            "is_named_day": house == "commons" and self.random.random() < 0.3,
            "has_interest": self.random.random() < 0.02,
            "is_withdrawn": status == Status.WITHDRAWN,
            "status": status.value,
            "answered_on": answers[0]["answered_on"] if answers and status != Status.HOLDING else None,
            "provenance": Question.Provenance.PARLIAMENT.value,
            "last_seen_on": "2026-01-05",
            "published_at": AT,
        }
        return row, answers, list(self.topics(pk, text))

    def status(self, text: Text) -> Question.Status:
        chance = self.random.random()
        if text.answer:
            return Status.CORRECTED if chance < 0.02 else Status.ANSWERED
        return Status.HOLDING if chance < 0.06 else Status.WITHDRAWN if chance < 0.1 else Status.UNANSWERED

    def answers(self, question: int, text: Text, department: int, day: date, status: Question.Status) -> Iterator[Row]:
        first = day + timedelta(3 + int(self.random.random() ** 2 * 30))
        if status == Status.HOLDING:
            yield self.answer(question, Kind.HOLDING, HOLDING, department, first)
        if text.answer:
            yield self.answer(question, Kind.ANSWER, text.answer, department, first)
        if status == Status.CORRECTED:
            corrected = vary(text.answer, self.texts.words, self.random)
            yield self.answer(question, Kind.CORRECTION, corrected, department, first + timedelta(20))

    def answer(self, question: int, stage: Answer.Stage, text: str, department: int, day: date) -> Row:
        minister = self.people.minister(department, day)
        return {
            "id": next(self.answer_pks),
            "question_id": question,
            "stage": stage.value,
            "answered_on": day.isoformat(),
            "answered_by_id": minister.member,
            "answered_as_id": minister.held,
            "text": text,
        }

    def topics(self, question: int, text: Text) -> Iterator[Row]:
        """Every third heading has a topic, and every second question with one of these has another."""
        topics = self.people.topics
        place = crc32(text.heading.encode()) % (3 * len(topics))
        if place < len(topics):
            found = {topics[place]}
            if self.random.random() < 0.5:
                found.add(topics[int(self.random.random() * len(topics))])
            for topic in sorted(found):
                yield {
                    "id": next(self.topic_pks),
                    "topic_id": topic,
                    "question_id": question,
                    "assigned_at": AT,
                    "origin": "rule",
                }
