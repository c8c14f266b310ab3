"""Readers' reports of mistakes: sent without an account or a cookie, limited in number, and anonymous after a time."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.accounts.roles import EDITOR
from questions.archive.editing import reader_reports
from questions.models import MistakeReport, Question
from questions.operations.copies.tables import tables
from tests.archive.importing.test_import_questions import run
from tests.sources.test_twfy_import import API, BUSES, api_answered, twfy
from tests.support.desk import somebody, text
from tests.support.factories import make_answered, make_question
from tests.support.hansard import write as write_hansard
from tests.support.records import unanswered, write_list

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


@pytest.fixture
def client() -> Client:
    """A reader without cookies."""
    return Client()


def report_page(question: Question) -> str:
    return f"{question.get_absolute_url()}report/"


def form_data(**typed: Any) -> dict[str, Any]:
    return {"what": "The name is misspelt.", "where": "names", "email": "", "website": "", **typed}


def token_of(response: Any) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]  # type: ignore[index]


def send(client: Client, question: Question, address: str = "192.0.2.1", **typed: Any) -> Any:
    """Open the form, fill it in and send it."""
    form = {"token": token_of(client.get(report_page(question))), **form_data(**typed)}
    return client.post(report_page(question), form, headers={"Origin": SITE}, REMOTE_ADDR=address)


def make_report(question: Question | None = None, **fields: Any) -> MistakeReport:
    fields = {"what": "The name is misspelt.", "where": "names", **fields}
    return MistakeReport.objects.create(question=question or make_question(), **fields)


def errors(response: Any) -> dict[str, str]:
    found = re.findall(r'data-error="(\w+)"[^>]*>([^<]+)<', response.content.decode())
    return {name: html.unescape(words) for name, words in found}


# The page


def test_a_questions_page_links_to_the_form_and_a_draft_has_none(client: Client) -> None:
    question, draft = make_question(), make_question(published_at=None)
    assert f'href="{report_page(question)}"' in client.get(question.get_absolute_url()).content.decode()
    assert client.get(report_page(draft)).status_code == 404
    page = somebody(EDITOR).get(f"/admin/questions/question/{draft.pk}/preview/").content.decode()
    assert "Report a mistake" not in page


def test_a_report_is_saved_as_typed_and_sets_no_cookie(client: Client) -> None:
    question = make_question()
    response = send(client, question, what="It was Anna, not Anne.", email="reader@example.org")
    assert (response.status_code, response.headers["Location"]) == (302, f"{report_page(question)}sent/")
    report = MistakeReport.objects.get()
    assert (report.question, report.what, report.where) == (question, "It was Anna, not Anne.", "names")
    assert (report.email, report.outcome) == ("reader@example.org", "")
    assert "Thank you" in text(client.get(response.headers["Location"]))
    assert not client.cookies


def test_a_question_without_a_day_of_tabling_also_has_the_form(client: Client) -> None:
    question = make_answered(tabled_on=None, answered_on=date(2009, 10, 26))
    assert report_page(question).startswith("/questions/commons/answered-2009-10-26/")
    assert send(client, question).status_code == 302
    assert client.get(f"{report_page(question)}sent/").status_code == 200


def test_search_engines_do_not_index_the_pages_and_the_form_is_not_cached(client: Client) -> None:
    page = report_page(make_question())
    for response in (client.get(page), client.get(f"{page}sent/")):
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "no-store" in client.get(page).headers["Cache-Control"]


# Refused reports


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("what", "  ", "Enter what is wrong."),
        ("what", "x" * 2001, "Your report must be 2,000 characters or fewer."),
        ("where", "", "Select where the mistake is."),
        ("where", "elsewhere", "Select one of these."),
        (
            "email",
            "nobody",
            "Enter an email address in the correct format, or leave this empty if you do not want a reply.",
        ),
    ],
)
def test_an_invalid_field_has_an_error_message(client: Client, field: str, typed: str, words: str) -> None:
    response = send(client, make_question(), **{field: typed})
    assert errors(response) == {field: words}
    assert not MistakeReport.objects.exists()


def test_2000_characters_are_accepted_even_if_the_browser_sends_two_for_each_line_break(client: Client) -> None:
    assert send(client, make_question(), what="\r\n".join(["abc"] * 500) + "d").status_code == 302
    assert len(MistakeReport.objects.get().what) == 2000


def test_a_refused_form_shows_what_was_typed_escaped(client: Client) -> None:
    page = send(client, make_question(), what="<script>alert(1)</script>", where="").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_report_with_the_hidden_field_filled_in_is_thanked_for_but_not_saved(client: Client) -> None:
    assert send(client, make_question(), website="https://spam.example").headers["Location"].endswith("/sent/")
    assert not MistakeReport.objects.exists()


@pytest.mark.parametrize("token", ["", "forged:1:2"])
def test_a_form_without_a_valid_token_is_shown_again_with_what_was_typed(client: Client, token: str) -> None:
    page = report_page(make_question())
    response = client.post(page, {**form_data(what="Keep me."), "token": token})
    assert "Send it again" in errors(response)["form"]
    assert "Keep me." in text(response)
    assert client.post(page, {**form_data(), "token": token_of(response)}).status_code == 302


def test_a_token_for_another_question_or_an_expired_one_is_refused(client: Client, monkeypatch) -> None:
    question, other = make_question(), make_question()
    assert not reader_reports.is_from_here(question, reader_reports.make_token(other))
    monkeypatch.setattr(reader_reports, "OPEN_FOR", timedelta(seconds=-1))
    assert "form" in errors(send(client, question))


def test_a_form_sent_from_another_site_is_refused(client: Client) -> None:
    question = make_question()
    form = {**form_data(), "token": reader_reports.make_token(question)}
    response = client.post(report_page(question), form, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert not MistakeReport.objects.exists()


# Limits


def test_one_address_has_a_daily_limit_and_another_can_still_send(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_ADDRESS = 2
    question = make_question()
    assert [send(client, question).status_code for _ in range(3)] == [302, 302, 429]
    assert send(client, question, "192.0.2.2").status_code == 302
    assert MistakeReport.objects.count() == 3


def test_a_reader_over_the_limit_sees_how_long_to_wait_and_keeps_what_was_typed(
    client: Client, settings: Settings
) -> None:
    settings.REPORTS_PER_ADDRESS = 1
    question = make_question()
    send(client, question)
    response = send(client, question, what="Another thing.")
    assert response.headers["Retry-After"] == "86400"
    assert "Try again tomorrow" in errors(response)["form"]
    assert "Another thing." in text(response)


def test_all_readers_together_have_an_hourly_limit(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 2
    question = make_question()
    answers = [send(client, question, f"192.0.2.{place}").status_code for place in range(1, 4)]
    assert answers == [302, 302, 429]
    MistakeReport.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    assert send(client, question).status_code == 302


def test_only_a_hash_of_the_address_is_kept_and_it_differs_each_day(client: Client, monkeypatch) -> None:
    send(client, make_question(), "192.0.2.77")
    report = MistakeReport.objects.get()
    values = " ".join(map(str, MistakeReport.objects.values().get().values()))
    assert "192.0.2.77" not in values
    assert report.sender == reader_reports.hash_sender("192.0.2.77") != reader_reports.hash_sender("192.0.2.78")
    monkeypatch.setattr(timezone, "localdate", lambda: date(2000, 1, 1))
    assert report.sender != reader_reports.hash_sender("192.0.2.77")


@pytest.mark.parametrize(
    ("other", "is_refused"),
    [("2001:db8::ffff:2", True), ("2001:db8:0:1::1", False)],
    ids=["in the same network", "in another network"],
)
def test_ipv6_addresses_of_one_network_share_a_limit(
    client: Client, settings: Settings, other: str, is_refused: bool
) -> None:
    settings.REPORTS_PER_ADDRESS = 1
    question = make_question()
    send(client, question, "2001:db8::1")
    assert send(client, question, other).status_code == (429 if is_refused else 302)


def test_an_ipv4_address_within_ipv6_is_the_ipv4_address(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_ADDRESS = 1
    question = make_question()
    answers = [send(client, question, place) for place in ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1")]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


# What is deleted later


def test_forget_reporters_deletes_addresses_after_the_days_in_the_setting(settings: Settings) -> None:
    settings.REPORT_EMAIL_DAYS = 30
    old, new = make_report(email="old@example.org", sender="a"), make_report(email="new@example.org", sender="b")
    MistakeReport.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=31))
    out = StringIO()
    call_command("forget_reporters", stdout=out)
    assert out.getvalue() == "deleted 1 email addresses of readers\n"
    assert list(MistakeReport.objects.order_by("pk").values_list("email", "sender")) == [("", ""), (new.email, "b")]


def test_a_new_report_deletes_the_email_addresses_of_old_ones(client: Client) -> None:
    old = make_report(email="old@example.org")
    MistakeReport.objects.update(sent_at=timezone.now() - timedelta(days=91))
    send(client, old.question)
    old.refresh_from_db()
    assert old.email == ""


def test_a_copy_without_accounts_has_no_reports() -> None:
    assert MistakeReport in tables(accounts=True)
    assert MistakeReport not in tables(accounts=False)


def test_a_report_follows_its_question_when_two_turn_out_to_be_one(tmp_path: Path) -> None:
    twfy(write_hansard(tmp_path / "answers2009-10-26f.xml", *BUSES))
    report = make_report(Question.objects.get())
    run(write_list(tmp_path / "2009-10-13.json", unanswered(**API)))
    assert Question.objects.count() == 2
    run(write_list(tmp_path / "2009-10-27.json", api_answered()))
    report.refresh_from_db()
    assert report.question == Question.objects.get()
