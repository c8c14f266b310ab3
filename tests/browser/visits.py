"""A visit to a page, at which several tests look: opened once, and looked at in other ways after that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from .paths import path_of

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# What is left of 1280 by 1024 pixels where everything is four times as large.
ZOOMED: ViewportSize = {"width": 320, "height": 256}
# How far what was there already has moved, as the browser counts it, and what that was.
SHIFTS = """
  window.shifted = [];
  const html = ({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 120);
  new PerformanceObserver((list) => {
    list.getEntries().forEach(({ value, sources }) => window.shifted.push([value, sources.map(html).join()]));
  }).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = """async () => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  await document.fonts.ready;
  await drawn();
  await drawn();
}"""
MOST_WAITS = 200


@dataclass
class Visit:
    """What a page said and asked for while it was opened, as wide as a desk and as wide as a phone."""

    name: str
    page: Page
    status: int = 0
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    # Bytes over the network, headers too, by the kind of what came: Document, Stylesheet, Script, Image...
    weights: Counter[str] = field(default_factory=Counter)
    shifts: dict[str, dict[str, float]] = field(default_factory=dict)

    def look(self, size: ViewportSize = WIDE, **media: Any) -> Page:
        """The page as it is at that size, light on a screen unless another medium is given."""
        self.page.set_viewport_size(size)
        usual = {"media": "screen", "color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
        self.page.emulate_media(**{**usual, **media})
        return self.page


@contextmanager
def visited(browser: Browser, site: str, name: str) -> Iterator[Visit]:
    context = browser.new_context(base_url=site, viewport=WIDE)
    visit = Visit(name, context.new_page())
    path = path_of(visit.page, name)
    visit.page.add_init_script(SHIFTS)
    visit.said, visit.asked = listen(visit.page)
    scales = Scales(visit.page)
    visit.status = visit.page.goto(path).status
    visit.shifts["wide"] = shifted(visit.page)
    visit.weights = scales.read()
    visit.page.set_viewport_size(PHONE)
    visit.page.reload()
    visit.shifts["phone"] = shifted(visit.page)
    yield visit
    context.close()


def listen(page: Page) -> tuple[list[str], list[str]]:
    """What the page says on its console, and the addresses that it asks for."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    return said, asked


def shifted(page: Page) -> dict[str, float]:
    """How far each part moved, by its first words."""
    page.evaluate(SETTLED)
    return {what: value for value, what in page.evaluate("window.shifted")}


class Scales:
    """Weighs what a page gets over the network, where nothing is taken from a cache."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.kinds: dict[str, str] = {}
        self.weights: dict[str, float] = {}
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", self._asked)
        network.on("Network.loadingFinished", self._came)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict[str, Any]) -> None:
        portrait = "/media/portraits/" in event["request"]["url"]
        self.kinds[event["requestId"]] = "Portrait" if portrait else event["type"]

    def _came(self, event: dict[str, Any]) -> None:
        self.weights[event["requestId"]] = event["encodedDataLength"]

    def read(self) -> Counter[str]:
        """When everything that was asked for has come."""
        for _ in range(MOST_WAITS):
            if self.kinds.keys() <= self.weights.keys():
                break
            self.page.evaluate(SETTLED)
        weights: Counter[str] = Counter()
        for request, kind in self.kinds.items():
            weights[kind] += int(self.weights[request])
        return weights
