"""Charts in a browser: as wide as their column, text of the usual size that never collides, and values on focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from questions.rules.deadlines import STANDARD

from .sites import served_copy

pytestmark = pytest.mark.slow

# Windows in which a column is a phone's, or 600 or 1,100 px wide.
WIDTHS = [320, 390, 680, 1280]
# The labels of each chart that are shown and touch another one, or go beyond the window.
COLLIDING = """() => [...document.querySelectorAll(".columns")].flatMap((chart) => {
  const texts = ".columns__label, .columns__axis span, .columns__standard-words, .columns__key li";
  const boxes = [...chart.querySelectorAll(texts)].filter((text) => text.checkVisibility()).map((text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, top, bottom } = (text instanceof SVGElement ? text : range).getBoundingClientRect();
    const middle = (top + bottom) / 2; // the lines of digits, not the space around them
    return { said: text.textContent, left, right, top: middle - 6, bottom: middle + 6 };
  });
  const apart = (one, other) =>
    one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
  return boxes.flatMap((one, place) => [
    ...boxes.slice(place + 1).filter((other) => !apart(one, other)).map((other) => `${one.said} / ${other.said}`),
    ...(one.left < 0 || one.right > innerWidth ? [`${one.said} sticks out`] : []),
  ]);
})"""
SIZES = """() => [...document.querySelectorAll(".columns text, .columns span, .columns li")]
  .filter((text) => text.textContent)
  .map((text) => parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM?.().a ?? 1))"""
SMALL = """() => {
  const text = document.body.appendChild(document.createElement("p"));
  text.className = "hint";
  return parseFloat(getComputedStyle(text).fontSize);
}"""


@pytest.fixture(scope="module")
def guide(prepared: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """The style guide, which has a chart of each kind."""
    with served_copy(prepared, tmp_path_factory.mktemp("charts") / "data", DEBUG="1") as site:
        page = browser.new_page(base_url=site.url, reduced_motion="reduce")
        page.goto("/styleguide/")
        yield page
        page.close()


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def chart(page: Page, name: str) -> Locator:
    return page.locator(f"#example-{name} .columns")


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_never_collide(guide: Page, width: int) -> None:
    guide.set_viewport_size({"width": width, "height": 900})
    assert guide.locator(".columns__label").count() > 4
    assert guide.evaluate(COLLIDING) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_all_text_of_charts_is_as_large_as_the_small_text_of_pages(guide: Page, width: int) -> None:
    guide.set_viewport_size({"width": width, "height": 900})
    assert set(guide.evaluate(SIZES)) == {guide.evaluate(SMALL)}


@pytest.mark.parametrize("path", ["/statistics/", "/questions/by/month/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_chart_is_as_wide_as_its_column(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    for one in page.locator(".columns").all():
        assert one.evaluate("(chart) => chart.closest('section').clientWidth - chart.clientWidth") == 0


def test_a_chart_on_the_page_by_month_is_at_most_1100_pixels_wide(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 900})
    page.goto("/questions/by/month/")
    assert page.locator(".columns").evaluate("(chart) => chart.clientWidth") == 1100


def test_the_value_of_a_bar_is_shown_while_it_has_the_focus_or_the_pointer(guide: Page) -> None:
    guide.set_viewport_size({"width": 1280, "height": 900})
    bars = chart(guide, "chart").locator("a")
    for reach in (Locator.focus, Locator.hover):
        words = bars.nth(2).locator("text")
        assert not is_seen(words)
        reach(bars.nth(2) if reach is Locator.focus else bars.nth(2).locator("rect").first)
        assert is_seen(words)
        expect(words).to_have_text("September 2022: 28")
        guide.mouse.move(0, 0)
        bars.nth(2).blur()


def test_values_stay_inside_the_window_of_a_phone(guide: Page) -> None:
    guide.set_viewport_size({"width": 320, "height": 700})
    for name in ("chart", "outcomes", "shares"):
        for bar in chart(guide, name).locator("a").all():
            bar.focus()
            box = bar.locator("text").bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320
    expect(chart(guide, "outcomes").locator("ul")).to_be_visible()


def test_every_bar_can_be_reached_with_the_tab_key_and_opened(page: Page) -> None:
    page.goto("/questions/by/month/")
    bars = page.locator(".columns a[href*='tabled_after']")
    bars.first.focus()
    page.keyboard.press("Tab")
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/?*tabled_after=*")


def test_the_values_of_a_long_chart_can_be_skipped(guide: Page) -> None:
    skip = guide.get_by_role("link", name="Skip the")
    skip.focus()
    guide.keyboard.press("Enter")
    guide.keyboard.press("Tab")
    expect(guide.locator("#example-chart-long summary")).to_be_focused()


def test_the_line_of_the_standard_is_at_its_percentage(guide: Page) -> None:
    drawing, line = chart(guide, "shares").locator("svg"), chart(guide, "shares").locator(".columns__standard")
    whole, there = drawing.bounding_box(), line.bounding_box()
    assert whole
    assert there
    share = 100 * (whole["y"] + whole["height"] - there["y"]) / whole["height"]
    assert share == pytest.approx(STANDARD, abs=1)
    expect(chart(guide, "shares")).to_contain_text(f"{STANDARD}% standard")


def test_the_line_beside_departments_is_at_its_percentage(page: Page) -> None:
    page.goto("/statistics/")
    places = page.locator(".ranking--shares li").first.evaluate(
        """(row) => {
          const bar = row.querySelector("meter").getBoundingClientRect();
          const left = parseFloat(getComputedStyle(row, "::after").marginInlineStart);
          const label = document.createRange();
          label.selectNodeContents(document.querySelector(".ranking__standard span"));
          return [left / bar.width, (label.getBoundingClientRect().right - bar.left) / bar.width];
        }"""
    )
    assert places == pytest.approx([STANDARD / 100, STANDARD / 100], abs=0.01)


def test_printed_charts_have_their_numbers_in_a_table(page: Page) -> None:
    page.goto("/questions/by/month/")
    page.emulate_media(media="print")
    expect(page.locator(".chart__table td a").first).to_be_visible()
    expect(page.locator(".columns__drawing")).to_be_visible()


def is_seen(words: Locator) -> bool:
    return words.evaluate("(words) => getComputedStyle(words).fill") != "none"
