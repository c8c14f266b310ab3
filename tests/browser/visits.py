"""A visit to a page, which is opened once for several tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from .fonts import FONTS
from .paths import NAMES, path_of

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A window of 1280 by 1024 pixels at 400% zoom.
ZOOMED: ViewportSize = {"width": 320, "height": 256}
# Records the browser's layout shifts, with the elements that moved.
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
# The pages to visit with each font. Made once, because to pytest an equal parameter would be another visit.
VISITS = {font: [pytest.param((font, name), id=f"{name}-{font}") for name in NAMES] for font in FONTS}
# For tests whose result depends on the width of letters.
in_each_font = pytest.mark.parametrize("visit", [*chain(*VISITS.values())], indirect=True)


@dataclass
class Visit:
    """A page's console messages and requests while it was opened, as wide as a desktop and as wide as a phone."""

    name: str
    page: Page
    status: int = 0
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    # Bytes over the network, including headers, by kind: Document, Stylesheet, Script, Image...
    weights: Counter[str] = field(default_factory=Counter)
    shifts: dict[str, dict[str, float]] = field(default_factory=dict)

    def look(self, size: ViewportSize = WIDE, **media: Any) -> Page:
        """The page at this size, in light colours on a screen unless `media` says otherwise."""
        self.page.set_viewport_size(size)
        usual = {"media": "screen", "color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
        self.page.emulate_media(**{**usual, **media})
        return self.page


def visited(page: Page, name: str) -> Visit:
    """Open the page as wide as a desktop with an empty cache, and again as wide as a phone."""
    visit = Visit(name, page)
    path = path_of(visit.look(), name)
    visit.said, visit.asked = listen(page)
    scales = Scales(page)
    visit.status = page.goto(path).status
    visit.shifts["desk"] = shifted(page)
    visit.weights = scales.read()
    visit.look(PHONE).reload()
    visit.shifts["phone"] = shifted(page)
    return visit


def listen(page: Page) -> tuple[list[str], list[str]]:
    """Lists to which the page's console messages and requested addresses are added."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    return said, asked


def shifted(page: Page) -> dict[str, float]:
    """How far each part moved, by the beginning of its HTML."""
    page.evaluate(SETTLED)
    return {what: value for value, what in page.evaluate("window.shifted")}


class Scales:
    """Counts the bytes that a page loads over the network, without a cache."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.kinds: dict[str, str] = {}
        self.weights: dict[str, float] = {}
        self.network = page.context.new_cdp_session(page)
        self.network.on("Network.requestWillBeSent", self._asked)
        self.network.on("Network.loadingFinished", self._came)
        self.network.send("Network.enable")
        self.network.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict[str, Any]) -> None:
        portrait = "/media/portraits/" in event["request"]["url"]
        self.kinds[event["requestId"]] = "Portrait" if portrait else event["type"]

    def _came(self, event: dict[str, Any]) -> None:
        self.weights[event["requestId"]] = event["encodedDataLength"]

    def read(self) -> Counter[str]:
        """The bytes by kind, once everything requested has arrived."""
        for _ in range(MOST_WAITS):
            if self.kinds.keys() <= self.weights.keys():
                break
            self.page.evaluate(SETTLED)
        self.network.detach()
        weights: Counter[str] = Counter()
        for request, kind in self.kinds.items():
            weights[kind] += int(self.weights[request])
        return weights
