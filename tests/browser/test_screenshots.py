"""Screenshots of pages: small files, named after the page and the kind."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.support.served import run_to_its_end

from .chromium import find
from .fonts import USUAL
from .screenshots import MOST_HEIGHT, WIDTHS, small

pytestmark = pytest.mark.slow


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_a_screenshot_is_cut_and_keeps_its_most_frequent_colours() -> None:
    taken = Image.linear_gradient("L").resize((300, MOST_HEIGHT + 500)).convert("RGB")
    taken.paste((18, 52, 86), (0, 0, 300, 200))
    image = Image.open(io.BytesIO(small(png(taken))))
    assert (image.mode, image.size) == ("P", (300, MOST_HEIGHT))
    assert image.convert("RGB").getpixel((10, 10)) == (18, 52, 86)


def test_a_page_has_a_light_a_dark_and_a_phone_screenshot(site: str, fonts: dict[str, Path], tmp_path: Path) -> None:
    given = [str(tmp_path), "--url", site, "--page", "about=/about/"]
    environment = {"CHROMIUM": find(), "FONTCONFIG_FILE": str(fonts[USUAL])}
    done = run_to_its_end([sys.executable, "-m", "tests.browser.screenshots", *given], **environment)
    assert (done.returncode, done.stderr) == (0, "")
    taken = {file.stem: Image.open(io.BytesIO(file.read_bytes())) for file in tmp_path.iterdir()}
    assert {name: image.width for name, image in taken.items()} == {f"about-{kind}": WIDTHS[kind] for kind in WIDTHS}
    assert ground(taken["about-light"]) > ground(taken["about-dark"])


def ground(image: Image.Image) -> float:
    return sum(image.convert("L").histogram()[200:])
