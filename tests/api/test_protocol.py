"""How addresses for programs answer, whatever they say: no redirects, JSON, open to other sites, limited, cacheable."""

import json
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from questions.models import Question
from questions.search.index.store import IndexUnavailable
from questions.search.names import kept
from tests.support.factories import make_department, make_member, make_question

pytestmark = pytest.mark.django_db

LIST, ONE = "/api/writtenquestions/questions", "/api/writtenquestions/questions/700"


@pytest.fixture
def question(db: None) -> Question:
    asker, body = make_member("Ann Example", parliament_id=172), make_department(parliament_id=60)
    return make_question(parliament_id=700, uin="9", asked_by=asker, department=body)


@pytest.mark.parametrize(
    "address",
    [
        *(
            LIST,
            f"{LIST}/",
            "/api/WrittenQuestions/Questions",
            "/API/writtenquestions/questions"[4:].join(("/api", "")),
        ),
        *(ONE, f"{ONE}/", f"{LIST}/2023-03-22/9", f"{LIST}/2023-03-22/9/"),
        *("/api/Reference/AnsweringBodies", "/api/reference/answeringbodies/"),
    ],
)
def test_no_address_redirects_with_or_without_a_slash_or_in_another_case(
    client: Client, question: Question, settings: Settings, address: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "accept", ["text/plain", "*/*", "text/html,application/xhtml+xml", "application/xml", "", "nonsense"]
)
def test_everything_is_json_whatever_is_accepted(client: Client, question: Question, accept: str) -> None:
    for address in (LIST, f"{ONE}?format=xml", f"{LIST}?format=api"):
        response = client.get(address, headers={"accept": accept})
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/json"
        json.loads(response.content)


@pytest.mark.parametrize(
    "address", ["/api/nothing", "/api/writtenquestions", f"{LIST}/1/2/3", "/api/nothing/", f"{LIST}/999"]
)
def test_every_missing_address_is_a_problem_in_json(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    found = response.json()
    assert (found["type"], found["title"], found["status"]) == ("about:blank", "Not Found", 404)
    assert found["detail"]


def test_nothing_can_be_written(client: Client, question: Question) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(LIST)
        assert (response.status_code, response.json()["title"]) == (405, "Method Not Allowed")
        assert "GET" in response.headers["Allow"]


def test_other_sites_may_read_everything(client: Client, question: Question) -> None:
    for address in (LIST, ONE, f"{LIST}?take=x", "/api/nothing"):
        assert (
            client.get(address, headers={"origin": "https://example.org"}).headers["Access-Control-Allow-Origin"] == "*"
        )
    asked = client.options(LIST, headers={"origin": "https://example.org", "access-control-request-method": "GET"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]


def test_a_head_request_has_the_same_headers_and_no_body(client: Client, question: Question) -> None:
    whole, head = client.get(LIST), client.head(LIST)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_what_a_reader_has_already_is_not_sent_again(
    client: Client, question: Question, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tag = client.get(LIST).headers["ETag"]
    with django_assert_num_queries(0):
        again = client.get(LIST, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_a_change_to_a_question_or_a_name_changes_the_etag(
    client: Client, question: Question, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "CHECKED_EVERY", 0)
    tags = [client.get(LIST).headers["ETag"]]
    make_question(uin="10")
    tags.append(client.get(LIST).headers["ETag"])
    file = tmp_path / "members.csv"
    file.write_text("mnis_id,name,given_name,family_name\n172,Ann Newname,Ann,Newname\n", encoding="utf-8")
    call_command("import_members", str(file), stdout=StringIO())
    tags.append(client.get(LIST).headers["ETag"])
    assert len(set(tags)) == 3


def test_too_many_requests_are_told_when_to_come_back(client: Client, question: Question, settings: Settings) -> None:
    cache.clear()
    settings.API_REQUESTS_PER_MINUTE = 2
    first, second, third = (client.get(LIST) for _ in range(3))
    assert [first.headers["RateLimit-Remaining"], second.headers["RateLimit-Remaining"]] == ["1", "0"]
    assert (third.status_code, third.headers["RateLimit-Limit"]) == (429, "2")
    assert 0 < int(third.headers["Retry-After"]) <= 61
    assert "detail" in third.json()


@pytest.mark.parametrize(
    ("failure", "said"), [(IndexUnavailable("no index"), "rebuilt"), (OperationalError("gone"), "database")]
)
def test_a_failure_is_a_problem_that_says_when_to_try_again(
    client: Client, question: Question, failure: Exception, said: str
) -> None:
    with patch("questions.api.official.views.read_records", side_effect=failure):
        response = client.get(LIST)
    assert (response.status_code, response.headers["Content-Type"]) == (503, "application/problem+json")
    assert said in response.json()["detail"]
    assert int(response.headers["Retry-After"]) > 0


def test_one_question_needs_no_index(client: Client, question: Question) -> None:
    with patch("questions.api.views.entity_tag", side_effect=IndexUnavailable("no index")):
        response = client.get(ONE)
    assert (response.status_code, response.json()["value"]["id"]) == (200, 700)
    assert response.headers["Cache-Control"] == "no-cache"


def test_an_error_of_ours_is_a_problem_too(client: Client, question: Question) -> None:
    client.raise_request_exception = False
    with patch("questions.api.official.views.read_records", side_effect=RuntimeError("a secret")):
        response = client.get(LIST)
    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in response.content.decode()
