"""The style guide: every component in each of its states, for people who work on the site."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.safestring import SafeString
from pytest_django.fixtures import Settings

from questions.models import Question
from questions.models.members import House
from questions.styleguide.page import SECTIONS, own_ids
from tests.support.desk import make_user, signed_in
from tests.support.pages import words_of
from tests.support.stylesheets import colours, css, names, tokens

pytestmark = pytest.mark.django_db

ADDRESS = "/styleguide/"


@pytest.fixture
def guide(client: Client, settings: Settings) -> str:
    """The page's HTML."""
    settings.DEBUG = True
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_gets_the_same_page_as_at_an_unknown_address(client: Client) -> None:
    there, nowhere = client.get(ADDRESS), client.get("/nothing-here/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_user_who_is_not_staff_does_not_see_it(client: Client) -> None:
    client.force_login(User.objects.create_user("reader"))
    assert client.get(ADDRESS).status_code == 404


def test_staff_see_it(client: Client) -> None:
    assert signed_in(make_user(), client).get(ADDRESS).status_code == 200


def test_everybody_sees_it_in_debug_mode(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    assert "Style guide" in words_of(client, ADDRESS)


def test_it_is_not_cached_and_not_listed_by_search_engines(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    response = client.get(ADDRESS)
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_its_samples_take_no_queries(client: Client, settings: Settings, django_assert_num_queries) -> None:
    settings.DEBUG = True
    client.get(ADDRESS)  # builds the index, which says whether there is a demo
    with django_assert_num_queries(0):
        Client().get(ADDRESS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_each_section_has_an_id_and_a_link_to_it(guide: str, section) -> None:
    assert f'<section class="guide guide--{section.name}" id="{section.name}"' in guide
    assert f'<a href="#{section.name}">{section.title}</a>' in guide


@pytest.mark.parametrize("status", Question.Status.values)
def test_every_status_is_shown(guide: str, status: str) -> None:
    assert f'class="status status--{status}"' in guide


@pytest.mark.parametrize("house", House.values)
def test_every_house_is_shown(guide: str, house: str) -> None:
    assert f'class="house house--{house}"' in guide


def test_every_party_with_a_colour_is_shown(guide: str) -> None:
    coloured = re.findall(r'\[data-party\^="([^"]+)"\]', css("components.css"))
    assert len(coloured) > 10
    assert [slug for slug in coloured if f'data-party="{slug}' not in guide] == []


def test_every_colour_is_shown_as_a_swatch(guide: str) -> None:
    shown = set(re.findall(r'class="swatch__colour swatch--([\w-]+)"', guide))
    assert shown == set(colours())


def test_each_swatch_has_the_colour_of_its_name() -> None:
    given = dict(re.findall(r"\.swatch--([\w-]+) \{ background: var\(--([\w-]+)\); \}", css("styleguide.css")))
    assert given == {name: name for name in colours()}


@pytest.mark.parametrize("prefix", ["step-", "space-", "font-"])
def test_each_step_of_the_scales_is_shown(guide: str, prefix: str) -> None:
    assert names(prefix)
    assert [name for name in names(prefix) if f"<code>--{prefix}{name}</code>" not in guide] == []


def test_every_token_is_named(guide: str) -> None:
    assert [name for name in tokens() if f"<code>--{name}</code>" not in guide] == []


@pytest.mark.parametrize(
    "component",
    [
        *("badge", "button", "button button--primary", "tag", "chip", "search", "toolbar", "check", "error"),
        *("notice notice--demo", "notice notice--error", "note", "cut", "result", "pagination", "sorts", "letters"),
        *("tabs", "portrait", "portrait portrait--initials", "facts", "timeline", "prose answer__text", "scroller"),
        *(
            "attachments",
            "earlier",
            "difference",
            "chart",
            "ranking",
            "nothing",
            "unknown",
            "quiet",
            "hint",
            "label",
            "term",
        ),
    ],
)
def test_every_component_is_shown(guide: str, component: str) -> None:
    assert f'class="{component}"' in guide


@pytest.mark.parametrize("name", ["q", "house", "tabled_after", "overdue", "status"])
def test_fields_are_shown_with_their_errors(guide: str, name: str) -> None:
    assert f'data-error="{name}"' in guide


def test_each_id_occurs_once(guide: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', guide)
    assert sorted(set(ids)) == sorted(ids)


def test_references_to_the_ids_of_an_example_still_match() -> None:
    field = '<label for="id_q">UIN</label><input id="id_q" aria-describedby="hint error">'
    made = own_ids(SafeString(f'{field}<a href="#id_q">'), "x")
    assert 'for="id_q-x"' in made
    assert 'id="id_q-x" aria-describedby="hint-x error-x"' in made
    assert 'href="#id_q-x"' in made


def test_links_to_other_pages_and_escaped_text_stay_unchanged() -> None:
    made = SafeString('<a href="/topics/#a">for=&#34;b&#34;</a>')
    assert own_ids(made, "x") == made


def test_there_are_no_inline_styles_or_scripts(guide: str) -> None:
    for forbidden in (" style=", "<style", " onclick=", 'src="http', 'rel="stylesheet" href="http'):
        assert forbidden not in guide


def test_its_own_stylesheet_is_on_no_other_page_and_keeps_the_order_of_layers(guide: str, client: Client) -> None:
    assert "css/styleguide.css" in guide
    assert "css/styleguide.css" not in client.get("/about/").content.decode()
    order = r"@layer [\w, ]+;"
    assert re.findall(order, css("styleguide.css")) == re.findall(order, css("site.css"))
