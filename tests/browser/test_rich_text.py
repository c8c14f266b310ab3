"""The rich text editor for answers in a real browser: it changes only what the user edits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

from questions.text.cleaning import sanitise
from tests.support.desk import PASSWORD
from tests.support.records import answered, write_list

from .sites import served_copy
from .visits import listen

pytestmark = pytest.mark.slow

NARROW: ViewportSize = {"width": 320, "height": 640}

TABLE = (
    '<p>Figures for England\u00a0&amp; Wales:</p><table><tbody><tr><td colspan="2"><p><strong>Year</strong></p></td>'
    '<td rowspan="2"><p>CO<sub>2</sub></p></td></tr><tr><td><p>2023</p></td><td><p>1,234\u00a0m<sup>2</sup></p></td>'
    "</tr></tbody></table>"
)
LISTS = (
    "<h3>Hubs</h3><ul><li>in <em>Leeds</em>;<ul><li>north</li><li>south</li></ul></li><li>in York</li></ul>"
    '<ol start="3"><li>third</li></ol><blockquote><p>As I said.<br>Then.</p></blockquote>'
)
LINKS = (
    '<p>See <a href="https://example.org/?a=1&amp;b=2" title="Figures">the <strong>figures</strong></a>, '
    'or <a href="mailto:hubs@example.org">write</a>. <u>Not</u> “there”.</p><p></p><p>10 &lt; 20</p>'
)
ITEMS = "<ul><li><p>one</p></li><li><p>two</p><p>and more</p><ol><li><p>three</p></li></ol></li></ul>"
BARE = (
    "<table><tbody><tr><th>Year</th><th>Hubs</th></tr><tr><td>7</td><td></td></tr></tbody></table><ul><li>a</li></ul>"
)
CAPTION = (
    "<table><caption>Hubs</caption><thead><tr><th>Year</th></tr></thead><tbody><tr><td>7</td></tr></tbody></table>"
)
KEPT = {"1": TABLE, "2": LISTS, "3": LINKS, "4": BARE, "8": ITEMS}
LOST = {"5": CAPTION, "6": "<div><p>In a box.</p></div>", "7": '<table><tr><th scope="row">7</th></tr></table>'}


class Desk(NamedTuple):
    url: str
    page: Page
    said: list[str]

    def open(self, uin: str) -> None:
        self.page.goto(f"{self.url}admin/questions/question/?q={uin}")
        self.page.locator("#result_list tbody th a").first.click()
        self.page.locator(".rich-text-switch").first.wait_for()

    @property
    def html(self) -> str:
        return self.page.locator("#id_answers-0-text").input_value()

    def save(self) -> None:
        self.page.locator("#id_answers-0-reason").fill("Keyed wrong.")
        self.page.get_by_role("button", name="Save and stay here").click()
        self.page.locator(".messagelist .success").wait_for()
        self.page.locator(".rich-text-switch").first.wait_for()


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with an answer for each text, and Anna, a superuser."""
    folder = tmp_path_factory.mktemp("rich-text")
    values = [answered(id=int(uin), uin=uin, text=text) for uin, text in {**KEPT, **LOST}.items()]
    with served_copy(prepared, folder / "data", DESK_SECOND_FACTOR="optional") as site:
        site.manage("import_questions", write_list(folder / "2024-09-11.json", *values))
        yield f"{site.url}/"


@pytest.fixture(scope="module")
def signed_in(site: str, browser: Browser) -> StorageState:
    """The cookies of Anna's session."""
    page = browser.new_page()
    page.goto(f"{site}admin/")
    page.get_by_label("Username").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#content-main").wait_for()
    return page.context.storage_state()


@pytest.fixture
def desk(site: str, signed_in: StorageState, browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, storage_state=signed_in)
    page.set_default_timeout(60_000)
    said, asked = listen(page)
    yield Desk(site, page, said)
    assert said == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    page.close()


@pytest.mark.parametrize("uin", [*KEPT])
def test_a_text_that_is_opened_and_saved_does_not_change(desk: Desk, uin: str) -> None:
    desk.open(uin)
    expect(desk.page.locator(".ProseMirror")).to_have_count(1)
    stored = desk.html
    desk.save()
    assert desk.html == stored == sanitise(KEPT[uin])


@pytest.mark.parametrize("uin", [*KEPT])
def test_typing_in_a_text_does_not_change_the_rest_of_it(desk: Desk, uin: str) -> None:
    desk.open(uin)
    stored = desk.html
    desk.page.locator(".ProseMirror").press("Control+End")
    desk.page.wait_for_timeout(50)  # the editor reads the cursor's position 20 ms after it gets the focus
    desk.page.keyboard.type("Ω")
    desk.save()
    assert "Ω" in desk.html
    assert desk.html.replace("Ω", "") == stored


@pytest.mark.parametrize("uin", [*LOST])
def test_a_text_that_the_editor_cannot_keep_whole_is_edited_as_html(desk: Desk, uin: str) -> None:
    desk.open(uin)
    assert "would lose" in desk.page.locator(".rich-text-note").first.inner_text()
    expect(desk.page.locator(".ProseMirror")).to_have_count(0)
    desk.page.locator("#id_answers-0-text").fill(desk.html.replace("7", "77").replace("box", "bigger box"))
    typed = desk.html
    desk.save()
    assert desk.html == sanitise(typed)


def test_bold_text_and_lists_can_be_made_by_keyboard_on_a_narrow_phone(desk: Desk) -> None:
    desk.page.set_viewport_size(NARROW)
    desk.page.goto(f"{desk.url}admin/questions/question/add/")
    desk.page.locator(
        ".ProseMirror"
    ).first.wait_for()  # before that, the last text box is the plain one that the editor replaces
    text = desk.page.get_by_role("textbox", name="Text").last
    text.focus()
    desk.page.keyboard.press("Control+b")
    desk.page.keyboard.type("Seven")
    desk.page.keyboard.press("Control+b")
    desk.page.keyboard.press("Enter")
    button = desk.page.locator('.prose-menubar__button[data-name="bulletList"]').first
    button.focus()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("a")
    assert desk.html == "<p><strong>Seven</strong></p><ul><li>a</li></ul>"
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_typed_html_becomes_rich_text(desk: Desk) -> None:
    desk.open("1")
    switch = desk.page.locator(".rich-text-switch").first
    switch.click()
    desk.page.locator("#id_answers-0-text").fill("<p>Seven <em>hubs</em></p>")
    switch.click()
    assert desk.page.locator(".ProseMirror em").inner_text() == "hubs"
    assert desk.html == "<p>Seven <em>hubs</em></p>"
