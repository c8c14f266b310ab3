"""Two editors of one record in real browsers on narrow phones, and a session that ends while somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.desk import PASSWORD

from .sites import served_copy
from .test_sign_in import NARROW, fits

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a desk with two users, Anna and Berta, who need no second factor."""
    with served_copy(prepared, tmp_path / "data", DESK_SECOND_FACTOR="optional") as site:
        yield site.desk


def open_topic(browser: Browser, desk: str, name: str) -> Page:
    page = browser.new_context(viewport=NARROW).new_page()
    page.goto(f"{desk}questions/topic/?q=family")
    sign_in(page, name)
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_description").wait_for()
    return page


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():  # the field disappears before the next page loads
        page.keyboard.press("Enter")


def test_the_second_of_two_editors_sees_both_versions_and_chooses_one(desk: str, browser: Browser) -> None:
    anna, berta = (open_topic(browser, desk, name) for name in ("anna", "berta"))
    form = berta.url
    anna.locator("#id_description").fill("Hubs for families.")
    anna.get_by_role("button", name="Save", exact=True).click()
    anna.get_by_text("are saved").wait_for()
    berta.locator("#id_description").fill("Places for families.")
    berta.get_by_role("button", name="Save", exact=True).click()
    berta.get_by_role("heading", name="Saved by others since you opened this form").wait_for()
    fits(berta)
    berta.get_by_label("Use my version").check()
    berta.get_by_role("button", name="Save", exact=True).click()
    berta.get_by_text("are saved").wait_for()
    berta.goto(form.replace("/change/", "/history/"))
    fits(berta)
    told = berta.locator(".desk-history tbody tr")
    assert ["berta" in told.nth(0).inner_text(), "anna" in told.nth(1).inner_text()] == [True, True]


def test_text_typed_before_the_session_ended_is_kept_and_saved_after_signing_in(desk: str, browser: Browser) -> None:
    page = open_topic(browser, desk, "anna")
    form = page.url.partition("?")[0]
    page.locator("#id_name").fill("Hubs of families")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("We have kept what you typed").wait_for()
    fits(page)
    sign_in(page, "anna")
    assert page.locator("#id_name").input_value() == "Hubs of families"
    fits(page)
    page.locator("#id_name").press("Enter")
    page.get_by_text("are saved").wait_for()
    page.goto(form)
    assert page.locator("#id_name").input_value() == "Hubs of families"
