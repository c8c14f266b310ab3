"""Publishing a question from a pasted page, and correcting its answer, in a real browser."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import code_of

from .sites import served_copy
from .test_sign_in import give_password, type_code
from .visits import listen

pytestmark = [pytest.mark.slow, pytest.mark.real_data]

SET_UP = """
from tests.support.desk import make_user
from tests.support.factories import make_department, make_member, make_post
make_user("clara", role="Publisher")
make_department("Department for Education")
make_post(make_member("Claire Coutinho"), "Minister for Children", department="Department for Education")
"""


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a site without questions, but with the page's minister and a Publisher called Clara."""
    with served_copy(prepared, tmp_path / "data") as site:
        site.manage("demo", "--remove")
        site.manage("shell", "--command", SET_UP)
        yield site.url


def test_a_pasted_question_is_saved_published_corrected_and_found(desk: str, browser: Browser, real_data: Path) -> None:
    page = browser.new_context().new_page()
    said, asked = listen(page)
    page.goto(f"{desk}/admin/questions/question/new/")
    sign_in_with_an_app(page)
    paste(page, (real_data / "seed.txt").read_text(encoding="utf-8"))
    save_as_a_draft(page)
    assert page.request.get(f"{desk}/questions/commons/2023-03-22/171468/").status == 404
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("has been saved and published")
    page.locator(".messagelist").get_by_role("link").first.click()
    correct(page, "Four family hubs are open, not seven.")
    find(page, desk)
    assert said == []
    assert [url for url in asked if not url.startswith(desk)] == []


def sign_in_with_an_app(page: Page) -> None:
    give_password(page, "clara")
    key = b32decode(page.locator(".desk-secret").inner_text().replace(" ", "")).hex()
    type_code(page, code_of(key))
    page.get_by_role("link", name="I have saved these codes").click()


def paste(page: Page, text: str) -> None:
    page.get_by_label("Text of the page").fill(text)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("radio", name="Claire Coutinho")).to_be_checked()
    page.get_by_role("button", name="Fill in the form").click()


def save_as_a_draft(page: Page) -> None:
    """Add what the page does not say, save, and open the draft again."""
    page.get_by_label("UIN").fill("171468")
    page.get_by_role("button", name="Save as a draft").click()
    page.locator(".messagelist").get_by_role("link").first.click()


def correct(page: Page, text: str) -> None:
    page.get_by_role("link", name="Correct this answer").click()
    page.get_by_label("Corrected on").fill("2023-04-18")
    editor = page.locator(".ProseMirror")
    editor.press("Control+Home")
    page.wait_for_timeout(50)  # the editor reads the cursor's position 20 ms after it gets the focus
    page.keyboard.type(f"{text} ")
    page.get_by_label("Reason").fill("The minister wrote to correct it.")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("has been saved. The earlier answer stays on the question's page")).to_be_visible()


def find(page: Page, desk: str) -> None:
    """Search for the question and open it, as any reader can."""
    page.goto(f"{desk}/")
    page.locator("main input[name=q]").fill("multi-agency support four family hubs")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Disability and Special Educational Needs").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("Four family hubs are open, not seven.")
    expect(main).to_contain_text("Claire Coutinho")
    expect(main).to_contain_text("18 April 2023")
