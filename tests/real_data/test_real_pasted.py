"""Real questions, laid out like their official pages and read again: nothing is lost or added."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from questions.sources.parliament import parse
from questions.sources.pasted import take_apart
from questions.sources.pasted_lines import lines_of
from questions.sources.records import ANSWER, QuestionRecord
from questions.text.cleaning import as_html
from tests.support.standin import values_of

pytestmark = pytest.mark.real_data


def write_date(day: str | None) -> str:
    return f"{date.fromisoformat(day or ''):%-d %B %Y}"


def page_of(record: QuestionRecord, answer: list[str]) -> str:
    asker = "Iris Demoworth\nLabour\nMockingham South\nCommons"
    minister = "Otto Sampleton\nLabour\nBetaford\nCommons"
    top = f"{record.heading or ''}\nQuestion for {record.department.name}\nUIN {record.uin}, tabled on"
    question = f"{write_date(record.tabled)}\n\nQuestion\n{asker}\n\n{record.wording.body}"
    text = "\n".join(answer)
    return f"{top} {question}\n\nAnswer\n{minister}\nAnswered on\n{write_date(record.answered)}\n\n{text}"


def test_an_answer_read_from_its_page_is_unchanged(real_data: Path):
    records = (parse(value).question for value in values_of(real_data / "parliament" / "detail" / "2024-09.jsonl.xz"))
    whole = (r for r in records if [one.stage for one in r.answers] == [ANSWER] and r.answers[0].wording)
    count = 0
    for count, record in enumerate(islice(whole, 500), start=1):  # noqa: B007
        wording = record.answers[0].wording
        assert wording
        answer = lines_of(as_html(wording))
        found = take_apart(page_of(record, answer))
        assert (found.uin, found.tabled, found.unread) == (record.uin, record.tabled, [])
        assert found.asked_by.name == "Iris Demoworth"
        assert [(one.day, one.by.name) for one in found.answers] == [(record.answered, "Otto Sampleton")]
        assert found.answers[0].text.split() == " ".join(answer).split()
    assert count > 100
