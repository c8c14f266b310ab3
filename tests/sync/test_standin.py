"""The stand-ins reply as the official APIs do: by their specifications, and like their real replies."""

import json
from pathlib import Path
from typing import Any

import pytest

from questions.sync.client import Client
from tests.support.openapi import Specification
from tests.support.records import FULL_ANSWER, FULL_QUESTION, answered, corrected, holding, unanswered
from tests.support.standin import StandIn, in_its_own_process, values_of
from tests.support.standin_members import answering_body, government_post, held, person, represented
from tests.support.standin_questions import DAYS

QUESTIONS = "/api/writtenquestions/questions"
LONG_QUESTION = FULL_QUESTION + " And how many there were in each of the years since 2010." * 5


def fetched(standin: StandIn, path: str, *params: tuple[str, str]) -> Any:
    with Client(standin.url) as client:
        return client.get(path, params).data


def ids(standin: StandIn, *params: tuple[str, str]) -> list[int]:
    return [item["value"]["id"] for item in fetched(standin, QUESTIONS, *params)["results"]]


def test_the_list_cuts_texts_and_the_detail_call_does_not():
    question = answered(id=101, questionText=LONG_QUESTION, answerText=FULL_ANSWER)
    with StandIn([question]) as parliament:
        listed = fetched(parliament, QUESTIONS)["results"][0]["value"]
        full = fetched(parliament, f"{QUESTIONS}/101")["value"]
    assert listed["questionText"] == LONG_QUESTION[:255]
    assert listed["answerText"] == FULL_ANSWER.removeprefix("<p>")[:255] + "..."
    assert (full["questionText"], full["answerText"]) == (LONG_QUESTION, FULL_ANSWER)


def test_a_question_is_also_found_by_its_day_of_tabling_and_uin():
    with StandIn([answered(id=101, uin="HL5762", house="Lords")]) as parliament:
        assert fetched(parliament, f"{QUESTIONS}/2024-09-02/HL5762")["value"]["id"] == 101


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, [5, 3, 2, 1]),
        ({"includeWithdrawn": "true"}, [5, 4, 3, 2, 1]),
        ({"tabledWhenFrom": "2024-09-03", "tabledWhenTo": "2024-09-04"}, [3, 2]),
        ({"answeredWhenFrom": "2024-09-10", "answeredWhenTo": "2024-09-10"}, [5, 2]),
        ({"correctedWhenFrom": "2024-09-20"}, [5]),
        ({"answered": "Unanswered"}, [1]),
        ({"answered": "Answered"}, [5, 3, 2]),
        ({"questionStatus": "NotAnswered"}, [1]),
        ({"house": "Lords"}, [3]),
        ({"house": "Bicameral"}, [5, 3, 2, 1]),
        ({"uIN": "102"}, [2]),
        ({"answeringBodies": "17"}, [2]),
        ({"skip": "1", "take": "2"}, [3, 2]),
    ],
)
def test_the_list_has_the_filters_of_the_official_one(params, expected):
    questions = [
        unanswered(id=1, uin="101", dateTabled="2024-09-02T00:00:00"),
        answered(id=2, uin="102", dateTabled="2024-09-03T00:00:00", answeringBodyId=17),
        holding(id=3, uin="HL3", dateTabled="2024-09-04T00:00:00", house="Lords"),
        unanswered(id=4, uin="104", dateTabled="2024-09-05T00:00:00", isWithdrawn=True),
        corrected(id=5, uin="105", dateTabled="2024-09-06T00:00:00"),
    ]
    with StandIn(questions) as parliament:
        assert ids(parliament, *params.items()) == expected


def test_the_total_changes_between_pages_if_a_test_asks_for_it():
    first, second = answered(id=1, uin="1"), answered(id=2, uin="2")
    with StandIn([first]) as parliament:
        parliament.upcoming = [[first, second], [second]]
        assert [fetched(parliament, QUESTIONS)["totalResults"] for _ in range(4)] == [1, 2, 1, 1]


def test_a_stand_in_can_run_in_its_own_process(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text('{"value": {"id": 7, "uin": "7", "dateTabled": "2024-09-02T00:00:00", "isWithdrawn": false}}\n')
    with in_its_own_process(str(path), "--every", "2", "--faults", "500") as url, Client(url, wait=0.001) as client:
        assert client.get(QUESTIONS, {"take": "0"}).data == {"totalResults": 1, "results": []}
        client.get(QUESTIONS, {"take": "0"})
    assert client.faults == {"500 internal server error": 1}


@pytest.mark.real_data
class TestAgainstTheSpecifications:
    @pytest.fixture
    def specification(self, real_data: Path) -> Specification:
        return Specification(real_data / "parliament/openapi.json")

    @pytest.fixture
    def of_members(self, real_data: Path) -> Specification:
        return Specification(real_data / "parliament/members-openapi.json")

    def test_lists_and_details_of_real_records_match_the_specification(self, real_data, specification):
        values = list(values_of(real_data / "parliament/detail/2025-12.jsonl.xz"))
        with StandIn(values) as parliament:
            listed = fetched(parliament, QUESTIONS, ("take", "100"))
            detail = fetched(parliament, f"{QUESTIONS}/{values[0]['id']}")
            expanded = fetched(parliament, QUESTIONS, ("expandMember", "true"))
        assert specification.problems(QUESTIONS, listed) == []
        assert specification.problems(QUESTIONS + "/{id}", detail) == []
        assert specification.problems(QUESTIONS, expanded) == []

    def test_lists_cut_real_texts_as_parliament_did(self, real_data):
        values = list(values_of(real_data / "parliament/detail/2025-12.jsonl.xz"))
        real = {value["id"]: value for value in values_of(real_data / "parliament/list/2025-12.json.xz")}
        with StandIn(value for value in values if "<p" in (value["answerText"] or "")) as parliament:
            shown = [item["value"] for item in fetched(parliament, QUESTIONS, ("take", "1000"))["results"]]
        assert len(shown) > 100
        for value in shown:
            assert value["questionText"] == real[value["id"]]["questionText"]
            assert value["answerText"] == real[value["id"]]["answerText"]

    def test_refusals_and_missing_records_match_the_specification(self, specification):
        with StandIn() as parliament:
            refused, missing = _status_of(parliament, "?take=few"), _status_of(parliament, "/1")
        assert (refused[0], missing[0]) == (400, 404)
        schema = {"$ref": "#/components/schemas/ProblemDetails"}
        assert [p for p in specification._problems(schema, missing[1], "answer") if "missing" not in p] == []

    def test_all_parameters_are_in_the_specification(self, specification):
        ours = {f"{name}{end}" for name in DAYS for end in ("From", "To")} | {
            *("answered", "questionStatus", "house", "uIN", "answeringBodies", "includeWithdrawn"),
            *("expandMember", "skip", "take"),
        }
        assert ours <= specification.parameters(QUESTIONS)

    def test_members_bodies_and_posts_match_the_specification(self, of_members):
        with StandIn() as parliament:
            parliament.members = [_minister()]
            parliament.bodies = [answering_body(60, "Department for Education", "Education")]
            parliament.government_posts = [government_post(7, "Minister of State", "Department for Education")]
            for path in (
                *("/api/Members/Search", "/api/Members/{id}", "/api/Members/{id}/Biography"),
                *("/api/Reference/AnsweringBodies", "/api/Posts/GovernmentPosts"),
            ):
                found = fetched(parliament, path.replace("{id}", "11"))
                assert of_members.problems(path, found) == [], path

    def test_the_check_finds_differences_from_the_specification(self, specification):
        answer = {"totalResults": "5", "results": [{"value": None, "links": 3, "more": 1}]}
        assert sorted(specification.problems(QUESTIONS, answer)) == [
            "answer.results[0].links is no array: 3",
            "answer.results[0].more is not in the specification",
            "answer.totalResults is no integer: '5'",
        ]


def _minister() -> dict[str, Any]:
    return person(
        11,
        "Ann Example",
        representations=[represented("Leeds Central", "2015-05-07", "2024-05-30")],
        partyAffiliations=[held("Labour", "2015-05-07")],
        governmentPosts=[held("Minister of State (Education)", "2024-07-08", info="Department for Education")],
    )


def _status_of(standin: StandIn, rest: str) -> tuple[int, Any]:
    answer = standin.answer(f"{QUESTIONS}{rest}", {})
    return answer.status, json.loads(answer.body)
