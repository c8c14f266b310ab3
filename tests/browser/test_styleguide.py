"""Every component in a real browser with each of a reader's preferences: accessible, and never too wide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from .axe import violations
from .sites import served_copy
from .visits import listen

pytestmark = pytest.mark.slow

WIDE = {"width": 1280, "height": 900}
MOODS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "light, more contrast": {"viewport": WIDE, "contrast": "more"},
    "dark, more contrast": {"viewport": WIDE, "color_scheme": "dark", "contrast": "more"},
    "forced colours": {"viewport": WIDE, "forced_colors": "active"},
    "400% zoom": {"viewport": {"width": 320, "height": 256}},
}


def test_every_component_is_accessible_and_fits_with_every_preference(
    prepared: Path, tmp_path: Path, browser: Browser
) -> None:
    with served_copy(prepared, tmp_path / "data", DEBUG="1") as site:
        for mood, preferred in MOODS.items():
            page = browser.new_context(**preferred).new_page()
            said, asked = listen(page)
            page.goto(f"{site.url}/styleguide/")
            assert said == [], mood
            assert (mood, violations(page)) == (mood, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= preferred["viewport"]["width"], mood
            assert [url for url in asked if not url.startswith(site.url)] == [], mood
            page.context.close()
