"""A clerk enters a question from its pasted page, gets it published and corrects it, guided by the pages alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.served import PASSWORD

from .sites import served_copy
from .test_publish_pasted_page import sign_in_with_an_app
from .visits import listen

pytestmark = pytest.mark.slow

SET_UP = """
from tests.support.desk import make_user
from tests.support.factories import make_department, make_member, make_post
make_user("edith", role="Editor")
make_user("clara", role="Publisher")
make_member("Iris Mockworth", party="Labour")
make_post(make_member("Otto Sampleton", party="Labour"), "Minister for Lending")
make_department("Department for Reading")
"""
PASTED = """\
Libraries: Mockingham
Question for Department for Reading
UIN 4711, tabled on 5 February 2024
Question
Iris Mockworth
Labour
Mockingham South
Commons
To ask the Secretary of State for Reading, how many libraries their are in Mockingham.
Answer
Otto Sampleton
Answered on
12 February 2024

There are four libraries.
"""
PAGE = "/questions/commons/2024-02-05/4711/"


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a site with an Editor called Edith, a Publisher called Clara, and the page's people."""
    with served_copy(prepared, tmp_path / "data") as site:
        site.manage("demo", "--remove")
        site.manage("shell", "--command", SET_UP)
        yield site.url


def test_a_clerk_enters_a_pasted_question_gets_it_published_and_corrects_it(desk: str, browser: Browser) -> None:
    clerk, publisher = (browser.new_context().new_page() for _ in range(2))
    said, _ = listen(clerk)
    sign_in(clerk, desk)
    enter(clerk)
    look_at_the_preview(clerk)
    assert clerk.request.get(f"{desk}{PAGE}").status == 404
    publish(publisher, desk)
    correct(clerk, desk)
    clerk.get_by_role("link", name="See its public page").click()
    expect(clerk).to_have_url(f"{desk}{PAGE}")
    expect(clerk.locator("main")).to_contain_text("how many libraries there are in Mockingham")
    assert said == []


def sign_in(page: Page, desk: str) -> None:
    page.goto(f"{desk}/admin/")
    page.get_by_label("Username").fill("edith")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def enter(page: Page) -> None:
    """From the first page to a saved draft, with nothing to add to what the page says."""
    page.get_by_role("link", name="New from a page or pasted text").click()
    page.get_by_label("Text of the page").fill(PASTED)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("radio", name="Iris Mockworth")).to_be_checked()
    page.get_by_role("button", name="Fill in the form").click()
    expect(page.get_by_label("UIN")).to_have_value("4711")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator(".messagelist")).to_contain_text("has been saved as a draft")


def look_at_the_preview(page: Page) -> None:
    page.get_by_role("link", name="Libraries: Mockingham (4711)").click()
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_label("Preview")).to_contain_text("This is a draft")
    expect(page.locator("main")).to_contain_text("There are four libraries.")


def publish(page: Page, desk: str) -> None:
    """The publisher finds the draft in the list of work."""
    page.goto(f"{desk}/admin/")
    sign_in_with_an_app(page)
    page.goto(f"{desk}/admin/")
    page.get_by_role("link", name="Drafts to publish: 1").click()
    page.get_by_role("link", name="Libraries: Mockingham").click()
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("has been saved and published")


def correct(page: Page, desk: str) -> None:
    """The clerk finds the question by its asker's name."""
    page.goto(f"{desk}/admin/")
    expect(page.get_by_role("region", name="Your recent work")).to_contain_text("Libraries: Mockingham")
    page.get_by_label("Find a question").fill("mockworth")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Libraries: Mockingham").click()
    page.locator("#id_text").fill(
        "To ask the Secretary of State for Reading, how many libraries there are in Mockingham."
    )
    page.get_by_role("button", name="Save changes to the public page").click()
    expect(page.locator(".messagelist")).to_contain_text("has been saved. It is public.")
