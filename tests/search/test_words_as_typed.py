"""Words as they were typed come first and are shown; fields that do not exist are named."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote_plus

import pytest
from django.test import Client

from questions.models import Acronym
from tests.support.factories import make_answered, make_question
from tests.support.pages import read

pytestmark = pytest.mark.django_db


# The word as it was typed


def test_questions_with_the_word_as_it_was_typed_come_before_those_with_its_relatives(client: Client) -> None:
    make_question("Training: Training", uin="1", text="How many train the trained?", tabled_on=date(2024, 1, 2))
    make_question("Rail", uin="2", text="How many trains ran?", tabled_on=date(2024, 1, 1))
    make_answered("Rail", "<p>Seven trains.</p>", uin="3", text="Which ran?", tabled_on=date(2023, 1, 1))
    assert read(client, "/questions/?q=trains").uins[2:] == ["1"]
    assert read(client, "/questions/?q=training").uins[0] == "1"
    assert read(client, "/questions/?q=trains&sort=newest").uins == ["1", "2", "3"]


def test_each_word_that_is_as_typed_counts(client: Client) -> None:
    make_question("Schools: Funds", uin="1", text="How are schools and funds?")
    make_question("Roads", uin="2", text="What of the school and its funds?")
    make_question("Roads", uin="3", text="What of the school and its funding?")
    assert read(client, "/questions/?q=school+funding").uins == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("program", "programme"),
        ("programme", "program"),
        ("judgement", "judgment"),
        ("organize", "organise"),
        ("woman", "women"),
        ("antisocial", "anti-social"),
        ("£300m", "£300 million"),
    ],
)
def test_the_spelling_as_it_was_typed_comes_before_the_others(client: Client, typed: str, other: str) -> None:
    make_question(f"{other.title()}: {other}", uin="1", text=f"What of the {other}?", tabled_on=date(2024, 1, 2))
    make_question("Costs", uin="2", text=f"What of the {typed}?", tabled_on=date(2024, 1, 1))
    assert read(client, f"/questions/?q={quote_plus(typed)}").uins == ["2", "1"]


def test_an_acronym_as_it_was_typed_comes_before_what_it_stands_for(client: Client) -> None:
    Acronym.objects.create(letters="ZAP", long_form="zonal air plan")
    make_question("Zonal Air Plan", uin="1", text="What of the zonal air plan?", tabled_on=date(2024, 1, 2))
    make_question("Costs", uin="2", text="What of the ZAP?", tabled_on=date(2024, 1, 1))
    assert read(client, "/questions/?q=ZAP").uins == ["2", "1"]


def test_a_result_shows_the_passage_with_the_word_as_it_was_typed(client: Client) -> None:
    far = "We train staff. " * 60 + "Seven trains ran. " + "We train staff. " * 60
    make_answered("Rail", f"<p>{far}</p>", uin="1", text=f"To ask what is said. {far}")
    page = read(client, "/questions/?q=trains")
    assert page.text.count("Seven <mark>trains</mark> ran.") == 2


def test_a_word_in_quotation_marks_is_that_word_alone(client: Client) -> None:
    make_question("Ageing", uin="1")
    make_question("Ages", uin="2")
    assert read(client, "/questions/?q=ageing").uins == ["1", "2"]
    assert read(client, "/questions/?q=%22ageing%22").uins == ["1"]


# Honest help


@pytest.mark.parametrize(
    ("query", "field", "instead"),
    [
        ("foo:bar", "foo:", "bar"),
        ("seat:norfolk hospitals", "seat:", "norfolk hospitals"),
        ('seat:"leeds" hubs', "seat:", '"leeds" hubs'),
        ("a -town:leeds", "town:", "a -leeds"),
        ("asked_by:shannon", "asked_by:", "shannon"),
        ("foo:-bar", "foo:", "bar"),
        ("foo:+bar", "foo:", "bar"),
    ],
)
def test_an_unknown_field_is_named_and_its_value_is_searched_for(
    client: Client, query: str, field: str, instead: str
) -> None:
    page = read(client, f"/questions/?q={quote_plus(query)}")
    assert f"There is no field “{field}”. The fields are heading, question, answer, dept," in page.text
    assert f'<mark class="typed__wrong">{field}</mark>' in page.text
    assert f"We searched for this instead: <code>{instead}</code>" in page.text


def test_a_word_with_two_slips_or_mostly_in_capitals_is_corrected_only_if_it_is_long(client: Client) -> None:
    make_question(text="To ask what their family and their governments do.")
    for query, offered in {"thesis": False, "DfES": False, "famyli": True, "govermnents": True}.items():
        assert ("Did you mean" in read(client, f"/questions/?q={query}").text) == offered, query


def test_a_correction_keeps_the_first_letter_if_it_can_and_its_capital(client: Client) -> None:
    for text in ("They hold it.", "Hold on.", "Against mould.", "A mod."):
        make_question(text=text)
    assert ">Mould</a>?" in read(client, "/questions/?q=Mold").text


def test_a_correction_that_finds_nothing_in_this_list_is_not_offered(client: Client) -> None:
    make_question("Hubs", text="To ask about hubs.", house="lords")
    make_question("Rail", text="To ask about trains.")
    assert "Did you mean" in read(client, "/questions/?q=hybs").text
    assert "Did you mean" not in read(client, "/questions/?q=hybs&house=commons").text
    assert "Did you mean" not in read(client, "/questions/?q=hybs+trains").text


def test_small_letters_are_offered_only_if_they_find_something(client: Client) -> None:
    make_question("Family hubs")
    assert 'data-note="capitals"' in read(client, "/questions/?q=FAMILY+hubs").text
    assert 'data-note="capitals"' not in read(client, "/questions/?q=FAMILY+trains").text


def test_a_correction_is_the_word_that_most_questions_have(client: Client) -> None:
    for heading in ("Hubs", "Hubs again", "Hobs"):
        make_question(heading)
    assert ">hubs</a>?" in read(client, "/questions/?q=hybs").text
    assert "Did you mean" not in read(client, "/questions/?q=hobs+hubs").text
