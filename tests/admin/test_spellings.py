"""Staff enter spellings in the admin; what would do nothing, or not what it says, is refused with the reason."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from questions.models import Spelling, TopicAssignment
from tests.support.factories import make_question, make_ruled

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/admin/questions/spelling/add/"


def enter(client: Client, one: str, other: str, **fields: str) -> str:
    """The text of the page after it."""
    form = {"one": one, "other": other, "is_one_word": "on"} | fields
    return html.unescape(client.post(ADD, form, follow=True).content.decode())


def test_a_spelling_applies_the_rules_that_use_it_and_its_deletion_takes_that_back(admin_client: Client) -> None:
    make_question("Aid", text="What of Kiev?")
    make_ruled("Ukraine", "Kyiv")
    assert "“Ukraine”: 1 question added, 0 removed." in enter(admin_client, "Kyiv", "Kiev")
    row = Spelling.objects.get()
    assert str(row) == "Kyiv = Kiev"
    admin_client.post(f"/admin/questions/spelling/{row.pk}/delete/", {"post": "yes"})
    assert not TopicAssignment.objects.exists()


def test_two_spellings_can_be_told_apart(admin_client: Client) -> None:
    make_question("Work", text="What of labor?")
    make_ruled("Labour", "labour")
    page = enter(admin_client, "labour", "labor", is_one_word="")
    assert "“Labour”: 0 questions added, 1 removed." in page
    assert str(Spelling.objects.get()) == "labour ≠ labor"


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("hospice", "hospices", "Searches treat “hospice” and “hospices” as forms of one word."),
        ("SEND", "special needs", "“SEND” is an acronym, and matches only capitals. Use the acronyms instead"),
        ("NHS’s", "health service", "“NHS” is an acronym"),
        ("Wagga Wagga", "Kyiv", "repeats a word, which searches read once. Join the words with a hyphen."),
        ("Kyiv", "Kyiv", "Enter another spelling."),
        ("HS2 line", "High Speed Two", "“HS2” is an acronym"),
        ("Kyiv", "x" * 60, "is too long for a word, so it cannot be found."),
        ("Kyiv", "the capital of Ukraine", "Use up to 3 words."),
        ("Kyiv", '"Kiev"', "Use letters and digits, with single spaces, hyphens or apostrophes between them"),
        ("Kyiv", "Kiev*", "Use letters and digits"),
        ("Kyiv", "  ", "This field is required."),
        ("Kyiv", "x" * 61, "Ensure this value has at most 60 characters"),
    ],
)
def test_what_cannot_be_a_spelling_is_refused_with_the_reason(
    admin_client: Client, one: str, other: str, message: str
) -> None:
    assert message in enter(admin_client, one, other)
    assert not Spelling.objects.exists()


@pytest.mark.parametrize(("one", "other"), [("Kyiv", "Kiev"), ("Kiev", "Kyiv"), ("kievs", "Kyiv's")])
def test_the_same_two_cannot_be_entered_twice(admin_client: Client, one: str, other: str) -> None:
    Spelling.objects.create(one="Kyiv", other="Kiev", is_one_word=False)
    page = enter(admin_client, one, other)
    assert "There is already a row for forms of these two: Kyiv ≠ Kiev. Change that row instead." in page
    assert "already exists" not in page
    assert Spelling.objects.count() == 1


def test_a_row_can_be_saved_again(admin_client: Client) -> None:
    row = Spelling.objects.create(one="Kyiv", other="Kiev")
    form = {"one": "Kyiv", "other": "Kiev"}
    assert admin_client.post(f"/admin/questions/spelling/{row.pk}/change/", form).status_code == 302
    row.refresh_from_db()
    assert not row.is_one_word


def test_the_list_finds_a_row_by_either_spelling(admin_client: Client) -> None:
    Spelling.objects.create(one="Kyiv", other="Kiev")
    Spelling.objects.create(one="e-scooter", other="escooter")
    for typed in ("kyiv", "kiev"):
        found = admin_client.get("/admin/questions/spelling/", {"q": typed})
        assert [str(row) for row in found.context["cl"].result_list] == ["Kyiv = Kiev"]
