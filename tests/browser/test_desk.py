"""The desk's pages and the readers' form in a real browser: on a narrow phone, by keyboard, without scripts."""

from __future__ import annotations

from base64 import b32decode
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import code_of

from .axe import violations
from .test_sign_in import NARROW, desk, fits, give_password, type_code  # noqa: F401  (a fixture)
from .visits import PHONE, listen

pytestmark = pytest.mark.slow

PAGES = (
    *("", "questions/question/", "questions/question/add/", "questions/question/new/", "questions/question/upload/"),
    *("questions/refusedrow/", "questions/mistakereport/", "questions/member/add/", "questions/jobrun/"),
    *("auth/user/add/", "second-factor/"),
)
CHANGED = ("questions/question/", "questions/member/", "questions/topic/")  # lists whose first record is opened


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    give_password(page)
    key = b32decode(page.locator(".desk-secret").inner_text().replace(" ", "")).hex()
    type_code(page, code_of(key))


def test_the_desks_pages_fit_a_narrow_phone_and_are_accessible(desk: str, browser: Browser) -> None:  # noqa: F811
    """This looks at the pages in dark mode."""
    page = browser.new_page(viewport=NARROW, color_scheme="dark")
    said, _ = listen(page)
    sign_in(page, desk)
    for address in (*PAGES, *map(partial(_first_of, page, desk), CHANGED)):
        page.goto(desk + address)
        page.wait_for_load_state("load")
        fits(page)
        assert page.get_by_role("link", name="View site").get_attribute("href") == "/", address
        assert [
            one for one in said if not one.startswith("Autofocus")
        ] == []  # the message about autofocus depends on timing
        assert (address, violations(page)) == (address, [])
        said.clear()  # axe tries its own styles, which our security policy refuses


def _first_of(page: Page, start: str, path: str) -> str:
    page.goto(start + path)
    return str(page.locator("#result_list tbody th a").first.get_attribute("href")).removeprefix("/admin/")


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
