"""Takes screenshots of pages: light, dark and as wide as a phone. `python -m tests.browser.screenshots [FOLDER]`.

Without `--url`, it starts a temporary site with the demo archive. `--page NAME=/path/` (can be repeated) limits it to
these pages. Screenshots end at MOST_HEIGHT.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path
from typing import cast

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.support.served import ROOT

from .chromium import launch
from .paths import every_page
from .sites import served

WIDTHS = {"light": 1280, "dark": 1280, "phone": 390}
# Keeps all screenshots together below 6 MB.
MOST_HEIGHT = 2000
COLOURS = 16


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--url", help="a running site, such as http://127.0.0.1:8000")
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
        browser = launch(playwright)
        for name, path in (dict(page.split("=", 1) for page in pages) or every_page(browser, url)).items():
            for kind in WIDTHS:
                (folder / f"{name}-{kind}.png").write_bytes(small(_picture(browser, url + path, kind)))
        browser.close()


def _picture(browser: Browser, address: str, kind: str) -> bytes:
    page = browser.new_page(
        viewport={"width": WIDTHS[kind], "height": 900}, color_scheme="dark" if kind == "dark" else "light"
    )
    page.goto(address)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > WIDTHS[kind]:
        sys.stderr.write(f"{address} is {width} px wide in a window of {WIDTHS[kind]}\n")
    taken = page.screenshot(full_page=True)
    page.close()
    return taken


def small(taken: bytes) -> bytes:
    """The picture with few colours, cut at MOST_HEIGHT."""
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, MOST_HEIGHT)))
    file = io.BytesIO()
    image.quantize(palette=_palette(image), dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _palette(image: Image.Image) -> Image.Image:
    """The most frequent colours unchanged, and as many more to approximate the others."""
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)
    most = [part for _, colour in counted[:COLOURS] for part in cast(tuple[int, ...], colour)]
    others = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(most + others[: 3 * COLOURS])
    return palette


if __name__ == "__main__":
    raise SystemExit(main())
