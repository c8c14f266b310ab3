"""Texts that are made to keep whoever looks for citations busy."""

from __future__ import annotations

import time
from datetime import date

import pytest

from questions.text.references import find_citations, find_citations_in_markup

TODAY = date(2024, 3, 20)
HOSTILE = (
    "Question ",
    "UIN PQ no. ",
    "1234, ",
    "answer of 12 May 2024 ",
    "answer (1234 ",
    "<a ",
    "(",
    "12 May and ",
    " ",
)
MORE_HOSTILE = ("&nbsp;", "Question 1234 on ", "refer the hon. Member to ", "1 and 2, ", "written-questions/detail/")


@pytest.mark.parametrize("part", [*HOSTILE, *MORE_HOSTILE])
def test_a_hostile_text_of_100_000_characters_is_read_in_time(part: str) -> None:
    text = "Questions " + part * (100_000 // len(part))
    started = time.process_time()
    find_citations(text, TODAY)
    find_citations_in_markup(text, TODAY)
    assert time.process_time() - started < 5
