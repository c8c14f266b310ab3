"""The accessibility statement: the standard, the known problems, and where to report others."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/accessibility/"


def test_it_names_the_standard_and_how_the_site_was_tested(client: Client) -> None:
    page = words_of(client, ADDRESS)
    for words in ("Guidelines 2.2 at level AA", "axe", "only a keyboard", "400% zoom", "JavaScript switched off"):
        assert words in page


def test_it_says_what_is_not_accessible(client: Client) -> None:
    page = words_of(client, ADDRESS)
    assert "partially conforms" in page
    assert "no header cells" in page
    assert "often PDFs" in page


def test_it_has_a_date(client: Client) -> None:
    assert "<time datetime=" in read(client, ADDRESS).text


@pytest.mark.parametrize("address", ["/", "/questions/", "/nothing-here/"])
def test_every_page_links_to_it(client: Client, address: str) -> None:
    assert read(client, address).link("Accessibility") == ADDRESS


def test_problems_are_reported_to_the_contact_address(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "desk@archive.example"
    assert read(client, ADDRESS).link("desk@archive.example") == "mailto:desk@archive.example"


def test_without_a_contact_address_problems_are_reported_on_a_questions_page(
    client: Client, settings: Settings
) -> None:
    settings.CONTACT_EMAIL = ""
    page = words_of(client, ADDRESS)
    assert "a link, “Report a mistake on this page”" in page
    assert "@" not in page
