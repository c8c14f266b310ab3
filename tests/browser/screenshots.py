"""Takes pictures of the pages, light, dark and as wide as a phone: `python -m tests.browser.screenshots [FOLDER]`.

Without `--url`, a site of its own with the demo archive is started, and ended again. `--page NAME=/path/` (repeatable)
pictures just these pages.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.served import ROOT

from .sites import served

# Without these it looks for its maker's hosts at every start.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
LAUNCH: dict[str, Any] = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": ["--no-sandbox", "--disable-gpu", *QUIET],
}
WIDTHS = {"light": 1280, "dark": 1280, "phone": 390}
LISTS = {
    "home": "/",
    "questions": "/questions/",
    "departments": "/departments/",
    "topics": "/topics/",
    "members": "/members/",
    "ministers": "/ministers/?on=2025-11-14",
    "corrections": "/corrections/",
    "coverage": "/coverage/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "not-found": "/nothing-here/",
    "not-understood": "/questions/?tabled_after=yesterday",
    "filtered": "/questions/?status=answered&house=commons&q=children",
    "found": "/questions/?q=SEND",
    "misspelt": "/questions/?q=familly+hubs",
    "misread": "/questions/?q=(hubs",
    "by-month": "/questions/by/month/",
    "by-asker": "/questions/by/asked_by/",
    "search-help": "/help/search/",
}
# One page of a kind: the list that leads to it, and the link to follow there.
FIRST_OF = {
    "question": ("/questions/?status=corrected", "#results article h3 a"),
    "department": ("/departments/", ".row__name"),
    "topic": ("/topics/", ".row__name"),
    "member": ("/questions/", ".result__who a"),
    "minister": ("/questions/?status=answered", ".result__by a"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--url", help="a site that is running already, such as http://127.0.0.1:8000")
    parser.add_argument("--page", action="append", default=[], metavar="NAME=PATH")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.url:
        picture(given.url, given.folder, given.page)
        return 0
    with tempfile.TemporaryDirectory(prefix="pq-archive-pictures-") as folder, served(Path(folder) / "data") as site:
        picture(site.url, given.folder, given.page)
    return 0


def picture(url: str, folder: Path, pages: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        for name, path in (dict(page.split("=", 1) for page in pages) or every_page(browser, url)).items():
            for kind in WIDTHS:
                _picture(browser, url + path, folder / f"{name}-{kind}.png", kind)
        browser.close()


def every_page(browser: Browser, url: str) -> dict[str, str]:
    """The paths of the lists, and of the first of each kind that they lead to, if there is any."""
    page = browser.new_page()
    found = {name: path for name, (start, link) in FIRST_OF.items() if (path := _first(page, url + start, link))}
    page.close()
    return {**LISTS, **found}


def _first(page: Page, start: str, link: str) -> str | None:
    page.goto(start)
    place = page.locator(link).first
    return place.get_attribute("href") if place.count() else None


def _picture(browser: Browser, address: str, file: Path, kind: str) -> None:
    page = browser.new_page(
        viewport={"width": WIDTHS[kind], "height": 900}, color_scheme="dark" if kind == "dark" else "light"
    )
    page.goto(address)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > WIDTHS[kind]:
        sys.stderr.write(f"{file.name}: the page is {width} px wide in a window of {WIDTHS[kind]}\n")
    page.screenshot(path=file, full_page=True)
    page.close()


if __name__ == "__main__":
    raise SystemExit(main())
