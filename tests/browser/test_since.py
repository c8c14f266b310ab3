"""Home and topic pages say what is new since the last visit, by the browser's own storage."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow

TOPIC = "/topics/family-hubs/"
# As if the archive had held two questions and one answer fewer at the last visit.
FEWER_THEN = """() => {
  const visits = JSON.parse(localStorage.getItem("visits"));
  for (const one of Object.values(visits)) { one.now.questions -= 2; one.now.answers -= 1; }
  localStorage.setItem("visits", JSON.stringify(visits));
}"""


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_context(base_url=site).new_page()
    page.clock.set_fixed_time("2026-05-03T10:00:00")
    yield page
    page.context.close()


@pytest.mark.parametrize("path", ["/", TOPIC])
def test_a_page_says_how_much_more_there_is_than_at_the_last_visit(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator(".since")).to_be_hidden()
    page.evaluate(FEWER_THEN)
    page.clock.set_fixed_time("2026-05-10T10:00:00")
    page.reload()
    said = "Since your last visit on 3 May 2026: 2 more questions and 1 more answer."
    expect(page.locator(".since [data-said]")).to_have_text(said)
    page.get_by_role("link", name="See answers since then").click()
    expect(page).to_have_url(re.compile(r"\?sort=answered&answered_after=2026-05-03$"))


def test_it_still_says_so_when_the_page_is_opened_again_within_half_an_hour(page: Page) -> None:
    page.goto("/")
    page.evaluate(FEWER_THEN)
    for time in ("10:00", "10:20", "10:40"):
        page.clock.set_fixed_time(f"2026-05-10T{time}:00")
        page.reload()
        expect(page.locator(".since [data-said]")).to_contain_text("Since your last visit on 3 May 2026: 2 more")
    page.clock.set_fixed_time("2026-05-10T12:00:00")
    page.reload()
    expect(page.locator(".since [data-said]")).to_have_text("Nothing new since your last visit on 10 May 2026.")


def test_the_browser_forgets_the_visits_when_asked(page: Page) -> None:
    for day in ("03", "10"):
        page.clock.set_fixed_time(f"2026-05-{day}T10:00:00")
        page.goto("/")
    page.get_by_role("button", name="Forget my visits").click()
    expect(page.locator(".since")).to_have_text("Your visits to this site’s pages are forgotten.")
    assert page.evaluate("() => localStorage.length") == 0


def test_nothing_is_said_without_scripts_and_no_cookie_is_set(site: str, browser: Browser) -> None:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto("/")
    page.goto("/")
    expect(page.locator(".since")).to_be_hidden()
    assert page.context.cookies() == []
    page.context.close()
