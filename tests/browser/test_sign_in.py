"""Signing in in a real browser, on a narrow phone and by the keyboard alone."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.desk import PASSWORD, code_of

from .sites import served_copy
from .visits import listen

pytestmark = pytest.mark.slow

NARROW: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a desk at which Anna works, who has no second factor yet."""
    with served_copy(prepared, tmp_path / "data") as site:
        yield site.desk


def test_an_app_is_set_up_and_asked_for_from_then_on(desk: str, browser: Browser) -> None:
    page = browser.new_page(viewport=NARROW)
    said, asked = listen(page)
    page.goto(f"{desk}questions/question/")
    give_password(page)
    assert page.locator(".desk-picture svg").bounding_box()["width"] > 150  # type: ignore[index]
    key = b32decode(page.locator(".desk-secret").inner_text().replace(" ", "")).hex()
    type_code(page, code_of(key))
    expect(page.locator(".desk-codes li")).to_have_count(10)
    fits(page)
    page.get_by_role("link", name="I have saved these codes").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/question/")
    with page.expect_navigation():
        page.get_by_role("button", name="Log out").click()
    page.goto(desk)
    give_password(page)
    type_code(page, code_of(key, later=1))
    expect(page.get_by_role("heading", level=1, name="Admin")).to_be_visible()
    assert said == []
    assert [url for url in asked if not url.startswith(desk.removesuffix("admin/"))] == []


def give_password(page: Page, name: str = "anna") -> None:
    fits(page)
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").wait_for()


def type_code(page: Page, code: str) -> None:
    """The field has the focus already."""
    fits(page)
    page.keyboard.type(code)
    with page.expect_navigation():  # the field goes before the next page comes
        page.keyboard.press("Enter")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
