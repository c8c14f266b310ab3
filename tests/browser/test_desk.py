"""The desk's pages and the readers' form in a real browser: on a narrow phone, by keyboard, without scripts."""

from __future__ import annotations

import re
from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import code_of

from .axe import violations
from .sites import served_copy
from .test_sign_in import NARROW, fits, give_password, type_code
from .visits import PHONE, listen

pytestmark = pytest.mark.slow

PAGES = (
    *("", "questions/question/", "questions/question/add/", "questions/question/new/", "questions/question/upload/"),
    *("questions/refusedrow/", "questions/mistakereport/", "questions/member/add/", "questions/jobrun/"),
    *("questions/topic/merge/", "auth/user/add/", "second-factor/"),
)
# The first record of a list
CHANGED = ("questions/question/*/change/", "questions/member/*/change/", "questions/topic/*/change/")


class Phone(NamedTuple):
    """A narrow phone in dark mode, signed in to the desk at this address, with what its browser says."""

    page: Page
    desk: str
    said: list[str]

    def first_of(self, path: str) -> str:
        """The address of the first record in this list."""
        self.page.goto(self.desk + path)
        return str(self.page.locator("#result_list tbody th a").first.get_attribute("href")).removeprefix("/admin/")

    def find_too_wide(self, path: str) -> list[str]:
        """What is wider than the screen of a narrow phone or of a usual one."""
        self.page.goto(urljoin(self.desk, path))
        found = []
        for size in (PHONE, NARROW):
            self.page.set_viewport_size(size)
            found += self.page.evaluate(TOO_WIDE)
        return found

    def linked(self, links: str) -> list[str]:
        """Where these links of the page lead, without queries."""
        return [str(href).partition("?")[0] for href in self.page.eval_on_selector_all(links, HREFS)]

    def complaints(self) -> list[str]:
        """Without the message about autofocus, which depends on timing."""
        return [one for one in self.said if not one.startswith("Autofocus")]


@pytest.fixture(scope="module")
def phone(prepared: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Phone]:
    with served_copy(prepared, tmp_path_factory.mktemp("phone") / "data") as site:
        page = browser.new_page(viewport=NARROW, color_scheme="dark")
        said, _ = listen(page)
        phone = Phone(page, site.desk, said)
        sign_in(page, site.desk)
        assert phone.complaints() == []
        yield phone
        page.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    give_password(page)
    key = b32decode(page.locator(".desk-secret").inner_text().replace(" ", "")).hex()
    type_code(page, code_of(key))


@pytest.mark.xdist_group("phone")
@pytest.mark.parametrize("address", [*PAGES, *CHANGED], ids=lambda address: address or "index")
def test_each_page_of_the_desk_fits_a_narrow_phone_and_is_accessible(phone: Phone, address: str) -> None:
    phone.said.clear()  # axe tried its own styles on the page before, which our security policy refuses
    path = phone.first_of(address.partition("*")[0]) if address in CHANGED else address
    phone.page.goto(phone.desk + path)
    phone.page.wait_for_load_state("load")
    fits(phone.page)
    assert phone.page.get_by_role("link", name="View site").get_attribute("href") == "/"
    assert phone.complaints() == []
    assert violations(phone.page) == []


# What reaches beyond the screen, also inside boxes that scroll, with every part of the page open.
TOO_WIDE = """() => {
  document.querySelectorAll("#content details").forEach((part) => (part.open = true));
  const wide = [...document.querySelectorAll("body *:not(.visually-hidden, .visually-hidden *, option, svg *)")];
  const past = wide.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1);
  return past.map((one) => one.outerHTML.slice(0, 120)).slice(0, 5);
}"""
HREFS = "links => [...new Set(links.map(link => link.getAttribute('href')))]"


# On a page, the links to follow: to each list, to the first record of a list, and to what one does with a record.
FOLLOWED = ".desk-tables a, #result_list tbody tr:first-child th a, .object-tools a, .submit-row a.deletelink"
NO_PAGES_OF_THE_DESK = "^/admin/r/|/(csv|xlsx)/$"  # pages of the site, and downloads
MOST_LISTS = 60


@pytest.mark.xdist_group("phone")
def test_nothing_in_any_list_or_form_of_the_desk_is_wider_than_a_phone(phone: Phone) -> None:
    waiting, found = [f"/admin/{page}" for page in PAGES], {}
    while waiting:
        path = waiting.pop()
        found[path] = phone.find_too_wide(path)
        links = [link for link in phone.linked(FOLLOWED) if link not in {*found, *waiting}]
        waiting += [link for link in links if link.startswith("/admin/") and not re.search(NO_PAGES_OF_THE_DESK, link)]
    assert len(found) > MOST_LISTS
    assert {path: wide for path, wide in found.items() if wide} == {}


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(251, 250, 248)"), ("dark", "rgb(20, 22, 26)")])
def test_the_desk_has_the_sites_name_and_colours(site: str, browser: Browser, scheme: Any, ground: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(site)
    assert _ground(page, "body") == ground
    page.goto(f"{site}/admin/")
    assert _ground(page, "#container") == ground
    assert page.locator("#site-name").inner_text().strip() == "PQ Archive admin"
    page.get_by_role("link", name="Public site").click()
    page.wait_for_url(f"{site}/")


def _ground(page: Page, selector: str) -> str:
    return str(page.evaluate("s => getComputedStyle(document.querySelector(s)).backgroundColor", selector))


def test_a_reader_reports_a_mistake_by_keyboard_without_scripts_or_cookies(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/questions/?q=personal+independence")
    page.locator("#results article h3 a").first.click()
    page.get_by_role("link", name="Report a mistake on this page").press("Enter")
    page.get_by_label("What is wrong?").focus()
    page.keyboard.type("The name is misspelt.")
    page.keyboard.press("Tab")
    page.keyboard.type("A name")
    page.keyboard.press("Tab")  # the email address can be left empty
    page.keyboard.press("Tab")  # no hidden field comes in between
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert context.cookies() == []
