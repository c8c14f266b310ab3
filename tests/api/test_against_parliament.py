"""The records against Parliament's own: its specifications, and what it served for real questions."""

import json
import lzma
import re
from collections import Counter
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from questions.search.index.writer import catch_up
from tests.support.factories import (
    make_answer,
    make_attachment,
    make_department,
    make_member,
    make_membership,
    make_question,
)
from tests.support.openapi import Specification

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]

Record = dict[str, Any]
QUESTIONS = "/api/writtenquestions/questions"
AS_TEXT = ("questionText", "answerText")
# White space in headings, the order within a group, and "&amp;" for "&", which Parliament writes now so, now so.
SPELT_OTHERWISE = {"heading", "groupedQuestions", "groupedQuestionsDates", "answerText"}
MARKUP = re.compile(r"<[^>]*>|\s|\u200b")


@pytest.fixture
def archive(db: None) -> None:
    asker, body = make_member("Ann Example", parliament_id=172), make_department(parliament_id=60)
    make_membership(asker, "Labour", seat="Walsall")
    question = make_question("Schools", parliament_id=700, uin="9", department=body, asked_by=asker)
    make_attachment(make_answer(question, answered_by=asker))


@pytest.mark.parametrize(
    ("template", "path"),
    [
        (QUESTIONS, QUESTIONS),
        (QUESTIONS, f"{QUESTIONS}?expandMember=true&fullText=false"),
        (f"{QUESTIONS}/{{id}}", f"{QUESTIONS}/700?expandMember=true"),
        (f"{QUESTIONS}/{{date}}/{{uin}}", f"{QUESTIONS}/2023-03-22/9"),
    ],
)
def test_every_response_is_as_the_specification_says(
    client: Client, archive: None, real_data: Path, template: str, path: str
) -> None:
    specification = Specification(real_data / "parliament" / "openapi.json")
    assert specification.problems(template, client.get(path).json()) == []


def test_a_refusal_is_as_the_specification_says(client: Client, archive: None, real_data: Path) -> None:
    specification = Specification(real_data / "parliament" / "openapi.json")
    assert specification.problems(QUESTIONS, client.get(f"{QUESTIONS}?take=x").json(), status="400") == []


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/api/Members/Search", "/api/Members/Search"),
        ("/api/Members/{id}", "/api/Members/172"),
        ("/api/Members/{id}/Biography", "/api/Members/172/Biography"),
        ("/api/Reference/AnsweringBodies", "/api/Reference/AnsweringBodies"),
    ],
)
def test_what_is_said_of_members_is_as_specified_but_for_ids_that_nobody_knows(
    client: Client, archive: None, real_data: Path, template: str, path: str
) -> None:
    specification = Specification(real_data / "parliament" / "members-openapi.json")
    found = specification.problems(template, client.get(path).json())
    assert [problem for problem in found if not problem.endswith("is missing")] == []


def test_every_parameter_of_the_specification_is_read(real_data: Path) -> None:
    from questions.api.official.filters import ListFilterSet
    from questions.api.official.member_filters import MemberFilterSet

    own = Specification(real_data / "parliament" / "openapi.json")
    members = Specification(real_data / "parliament" / "members-openapi.json")
    assert own.parameters(QUESTIONS) <= ListFilterSet.base_filters.keys()
    assert members.parameters("/api/Members/Search") <= MemberFilterSet.base_filters.keys()


@pytest.mark.slow
def test_real_records_are_served_as_parliament_served_them(client: Client, real_data: Path, tmp_path: Path) -> None:
    lists, details = read_list(real_data, "2024-07"), read_details(real_data, "2024-07")
    taken = lists[:2000]
    (tmp_path / "2024-10-30.json").write_text(json.dumps(taken), encoding="utf-8")
    call_command("import_questions", str(tmp_path / "2024-10-30.json"), stdout=StringIO())
    catch_up()
    served = by_id(client.get(f"{QUESTIONS}?take=2000&fullText=false").json()["results"])
    assert len(served) == 2000
    assert differences(by_id(taken), served) <= SPELT_OTHERWISE
    ids = {item["value"]["id"] for item in taken}
    full = [item for item in details if item["value"]["id"] in ids]
    (tmp_path / "2024-10-31.jsonl").write_text("\n".join(map(json.dumps, full)), encoding="utf-8")
    call_command("import_questions", str(tmp_path / "2024-10-31.jsonl"), stdout=StringIO())
    one_by_one = by_id([client.get(f"{QUESTIONS}/{item['value']['id']}").json() for item in full])
    assert len(one_by_one) > 500
    assert differences(by_id(full), one_by_one) <= SPELT_OTHERWISE


def read_list(real_data: Path, month: str) -> list[Record]:
    with lzma.open(real_data / "parliament" / "list" / f"{month}.json.xz") as file:
        return json.load(file)


def read_details(real_data: Path, month: str) -> list[Record]:
    with lzma.open(real_data / "parliament" / "detail" / f"{month}.jsonl.xz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def by_id(items: list[Record]) -> dict[int, Record]:
    return {item["value"]["id"]: item for item in items}


def differences(real: dict[int, Record], served: dict[int, Record]) -> set[str]:
    """The keys whose values differ; at most one record in a hundred may differ in any of them.

    Of texts only the letters count, because this archive cleans their markup.
    """
    found: Counter[str] = Counter()
    for number, item in real.items():
        found.update(key for key in item["value"] if is_other(key, item["value"][key], served[number]["value"][key]))
        assert item["links"] == served[number]["links"]
    assert all(count <= len(real) / 100 for count in found.values()), found
    return {*found}


def is_other(key: str, real: Any, served: Any) -> bool:
    return letters(real) != letters(served) if key in AS_TEXT else real != served


def letters(text: str | None) -> str | None:
    return text and unescape(MARKUP.sub("", text))
