"""Printed pages have the words, but no controls that only work on a screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from .paths import path_of
from .visits import Visit

pytestmark = pytest.mark.slow

OF_THE_SCREEN = """() => [...document.querySelectorAll("nav, [role=search], form, input, select, button, .skip-link")]
  .filter((element) => element.checkVisibility() && element.getClientRects().length)
  .map((element) => element.outerHTML.slice(0, 120))"""
WORDS = ["what the average time taken", "The average time from registration", "Asked by Graham Typewell"]


def test_controls_are_not_printed(visit: Visit) -> None:
    printed = visit.look(media="print").evaluate(OF_THE_SCREEN)
    assert [html for html in printed if visit.name != "report"] == []  # the page to report a mistake is only a form


def test_a_printed_question_has_its_words_people_days_and_address(site: str, browser: Browser) -> None:
    page = browser.new_page(base_url=site)
    path = path_of(page, "question")
    page.goto(path)
    page.emulate_media(media="print")
    for words in [*WORDS, "Corrected by Tobias Placeholme", "Corrected on 17 April 2024", site + path]:
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    assert pages_of(page.pdf()) >= 1
    page.close()


def pages_of(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF-")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
