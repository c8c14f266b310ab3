"""2,000 real records, as TheyWorkForYou's files since 2014 have them and as Parliament's lists show them."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from questions.models import Answer, ExternalId, Member, Question, QuestionEvent
from questions.sources.streams import Source, find_files
from questions.text.cleaning import CUT_ANSWER_LENGTH, CUT_QUESTION_LENGTH, plain
from tests.archive.importing.test_import_questions import run
from tests.support.published import write_day
from tests.support.records import write_list
from tests.support.state import archive_state

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]

EVERY, RECORDS = 3, 2000  # of the detail records, so that they come from many months
XML_ONLY, JSON_ONLY = slice(0, 100), slice(100, 200)
# What pages show of a question and of its answers, except their texts.
QUESTION = (
    *("uin", "house", "heading", "text_is_cut", "department__name", "tabled_on", "status", "answered_on"),
    *("due_on", "is_named_day", "has_interest", "asked_by__parliament_id", "provenance"),
)
ANSWER = ("stage", "answered_on", "text_is_cut", "department__name", "answered_by__parliament_id")


@pytest.fixture(scope="module")
def values(real_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in find_files([str(real_data / "parliament" / "detail")], (".jsonl",)):
        with Source(path).open() as stream:
            found += [json.loads(line)["value"] for line in islice(stream, 0, None, EVERY)]
    assert len(found) >= RECORDS
    return found[:RECORDS]


@pytest.fixture
def xml(tmp_path: Path, values: list[dict[str, Any]]) -> list[str]:
    """TheyWorkForYou's files: all records except some, each in the file of its day."""
    by_day = defaultdict(list)
    for value in [*values[XML_ONLY], *values[JSON_ONLY.stop :]]:
        by_day[(value["dateAnswerCorrected"] or value["dateAnswered"])[:10]].append(value)
    return [write_day(tmp_path, day, *those) for day, those in sorted(by_day.items())]


@pytest.fixture
def lists(tmp_path: Path, values: list[dict[str, Any]]) -> list[str]:
    """Parliament's lists: all records except some others, with cut texts, in ten files."""
    cut = [cut_as_in_a_list(value) for value in values[JSON_ONLY.start :]]
    return [write_list(tmp_path / f"{place}.json", *cut[place::10]) for place in range(10)]


def cut_as_in_a_list(value: dict[str, Any]) -> dict[str, Any]:
    answer, longest = plain(value["answerText"]), CUT_ANSWER_LENGTH - 3
    text = f"{answer[:longest]}..." if len(answer) > longest else answer
    return value | {"questionText": value["questionText"][:CUT_QUESTION_LENGTH], "answerText": text}


def load(*paths: str) -> None:
    """Import the files. Consecutive files of one format go into one run."""
    kinds: list[tuple[str, list[str]]] = []
    for path in paths:
        format_ = "twfy" if path.endswith(".xml") else "parliament"
        if not kinds or kinds[-1][0] != format_:
            kinds.append((format_, []))
        kinds[-1][1].append(path)
    for format_, those in kinds:
        assert "refused 0" in run(*those, format=format_)


def empty() -> None:
    for model in (Question, ExternalId, Member):
        model.objects.all().delete()


def shown_values(ids: set[int]) -> dict[int | None, tuple]:
    """What the archive shows of the questions with these ids from Parliament, without white space in texts."""
    those = Question.objects.filter(parliament_id__in=ids).prefetch_related("answers", "group_links")
    return {
        question.parliament_id: (
            *Question.objects.values_list(*QUESTION).get(pk=question.pk),
            " ".join(question.text.split()),
            sorted(Answer.objects.filter(question=question).values_list(*ANSWER)),
            ["".join(plain(answer.text).split()) for answer in question.answers_in_order],
            sorted((link.uin, link.tabled_on, link.other_id is None) for link in question.group_links.all()),
        )
        for question in those
    }


def test_both_sources_make_one_complete_question_in_any_order_of_files(xml, lists, values, tmp_path):
    states = []
    mixed = random.Random(1).sample([*xml, *lists], len(xml) + len(lists))
    for order in ([*xml, *lists], [*lists, *xml], mixed):
        empty()
        load(*order)
        assert Question.objects.count() == RECORDS
        assert not QuestionEvent.objects.exists()
        states.append(archive_state())
    for name in states[0]:
        assert states[0][name] == states[1][name] == states[2][name], name
    in_both = {value["id"] for value in values[JSON_ONLY.stop :]}
    found = shown_values(in_both)
    empty()
    load(write_list(tmp_path / "details.json", *values))
    in_full = shown_values(in_both)
    assert {number: found[number] for number in in_both if found[number] != in_full[number]} == {}
