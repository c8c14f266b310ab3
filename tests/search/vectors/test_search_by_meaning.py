"""What lists and pages show by meaning, and that words go on alone where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from questions.models import Acronym, Topic
from questions.search import meant
from questions.search.index.writer import catch_up
from questions.search.topic_rules import check_rule
from questions.search.vectors import client as meaning
from tests.support.factories import make_question, together
from tests.support.meaning import begin_anew, meaning_served
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tiny_model")]


@pytest.fixture
def archive() -> None:
    with together():
        make_question("Veterans", uin="1", text="To ask how many homeless veterans there are.")
        make_question("Buses", uin="2", text="To ask about bus fares.", department="Department for Transport")
        make_question("Coaches", uin="3", text="To ask about coach fares.", published_at=None)
        make_question("Schools", uin="4", text="To ask about school meals.")


@pytest.fixture
def served(archive: None) -> Iterator[None]:
    with meaning_served():
        yield


def closest(client: Client, address: str) -> list[str]:
    return read(client, address).closest


def test_a_sentence_in_other_words_finds_the_question_that_means_it(client: Client, served: None) -> None:
    assert closest(client, "/questions/?q=many+soldiers+sleeping+rough")[:1] == ["1"]
    assert "Closest in meaning" in words_of(client, "/questions/?q=many+soldiers+sleeping+rough")


def test_filters_apply_to_what_is_close_in_meaning(client: Client, served: None) -> None:
    found = closest(client, "/questions/?q=coach+fares+help&department=department-for-transport")
    assert found == ["2"]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("", ["1", "2", "4", "5"]),
        ("&department=department-for-transport", ["2"]),
        ("&department=none", ["1", "4", "5"]),
        ("&tabled_before=2022-12-31", ["5"]),
        ("&tabled_after=2023-01-01", ["1", "2", "4"]),
        ("&house=lords", []),
        ("&house=commons&department=department-for-transport&tabled_before=2023-12-31", ["2"]),
    ],
)
@pytest.mark.parametrize("sent", [0, meant.SENT])
def test_filters_apply_however_many_questions_they_leave(
    client: Client, archive: None, monkeypatch: pytest.MonkeyPatch, narrowed: str, found: list[str], sent: int
) -> None:
    make_question("Coaches", uin="5", text="To ask about coach fares.", department=None, tabled_on=date(2022, 3, 1))
    monkeypatch.setattr(meant, "SENT", sent)
    with meaning_served():
        assert sorted(closest(client, f"/questions/?q=coach+many+bus+teeth{narrowed}")) == found


def test_a_text_after_a_tilde_is_searched_for_by_its_meaning(client: Client, served: None) -> None:
    assert read(client, '/questions/?q=~"soldiers sleeping rough"').uins == ["1"]
    assert read(client, '/questions/?q=~ "soldiers sleeping rough"').uins == ["1"]
    assert read(client, "/questions/?q=~soldiers").uins == ["1"]
    assert sorted(read(client, '/questions/?q=-~"soldiers sleeping rough"').uins) == ["2", "4"]
    assert read(client, '/questions/?q=~"coach fares" dept:transport').uins == ["2"]


def test_a_page_says_if_more_questions_may_be_as_close(
    client: Client, served: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "closest at most" not in words_of(client, '/questions/?q=~"coach fares"')
    monkeypatch.setattr("questions.search.language.meaning.MOST_MEANT", 1)
    assert "1 closest at most" in words_of(client, '/questions/?q=~"coach fares"&department=department-for-transport')


def test_an_acronym_is_compared_in_its_long_form(client: Client, served: None) -> None:
    Acronym.objects.create(letters="SRX", long_form="soldiers sleeping rough")
    assert read(client, '/questions/?q=~"SRX"').uins == ["1"]


def test_without_the_model_the_words_are_searched_for_and_the_page_says_so(client: Client, archive: None) -> None:
    listed = read(client, '/questions/?q=~"school meals"')
    assert listed.uins == ["4"]
    assert "Search by meaning is not installed on this site, or not available" in listed.text


def test_a_withheld_question_is_never_close(client: Client, served: None) -> None:
    assert read(client, '/questions/?q=~"coach fares"').uins == ["2"]


def test_where_its_process_does_not_answer_pages_show_what_has_the_words(client: Client, served: None) -> None:
    meaning.socket_path().unlink()
    assert closest(client, "/questions/?q=many+homeless+meals")
    assert "Closest matches" in words_of(client, "/questions/?q=many+homeless+meals")


def test_a_topics_rule_cannot_search_by_meaning() -> None:
    with pytest.raises(ValidationError, match="by meaning"):
        check_rule('~"homeless veterans"')


def test_a_preview_of_a_rule_shows_what_is_close_and_is_never_saved(admin_client: Client, served: None) -> None:
    catch_up()
    page = "/admin/questions/topic/add/"
    preview = admin_client.post(page, {"name": "Veterans", "slug": "veterans", "rule": '~"soldiers sleeping rough"'})
    assert "1 question would be added" in preview.content.decode()
    assert "but not save it as a rule" in preview.content.decode()
    again = admin_client.post(page, dict(preview.context["kept"]))
    assert again.status_code == 200
    assert not Topic.objects.exists()


def test_without_the_model_a_preview_says_that_words_were_searched_for(admin_client: Client, archive: None) -> None:
    catch_up()
    form = {"name": "Meals", "slug": "meals", "rule": '~"school meals"'}
    preview = admin_client.post("/admin/questions/topic/add/", form).content.decode()
    assert "1 question would be added" in preview
    assert "Search by meaning is not available" in preview


def test_while_vectors_are_still_made_a_search_by_meaning_says_so(client: Client, archive: None) -> None:
    with meaning_served():
        assert "is not ready for all older" not in words_of(client, "/questions/?q=~soldiers")
    begin_anew()
    with meaning_served(up_to_date=False):
        page = words_of(client, "/questions/?q=~soldiers")
        assert "Search by meaning is not ready for all older questions yet" in page
        assert "is not ready for all older" not in words_of(client, "/questions/?q=soldiers")


def test_while_vectors_are_still_made_the_closest_matches_say_so(client: Client, archive: None) -> None:
    address = "/questions/?q=many+soldiers+sleeping+rough"
    with meaning_served():
        assert "is not ready for all older" not in words_of(client, address)
    begin_anew()
    with meaning_served(up_to_date=False):
        assert "Search by meaning is not ready for all older questions yet" in words_of(client, address)
