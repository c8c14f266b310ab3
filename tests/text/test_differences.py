"""The differences between two answers, word by word."""

import random
import time
from collections.abc import Sequence

import pytest

from questions.text.differences import DELETED, INSERTED, SAME, Part, difference, excerpt

ROWS = [("2020", "4"), ("2021", "5"), ("2022", "6"), ("2023", "7")]


def marked_lines(parts: list[Part]) -> list[str]:
    """Each line, with deleted words as [-this-] and inserted words as {+this+}, and a bar between cells."""
    marks = {SAME: "{}", DELETED: "[-{}-]", INSERTED: "{{+{}+}}"}
    lines = [line for part in parts for line in part.lines]
    return [
        " | ".join(" ".join(marks[piece.mark].format(piece.text) for piece in cell) for cell in line.cells)
        or f"{line.skipped} skipped"
        for line in lines
    ]


def table(rows: Sequence[tuple[str, ...]]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) + "</table>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_changed_words_are_marked() -> None:
    found = difference("<p>It was 5 in all, and no more.</p>", "<p>It was <b>6</b> in all.</p>")
    assert marked_lines(found) == ["It was [-5-] {+6+} in [-all, and no more.-] {+all.+}"]


@pytest.mark.parametrize(
    "other", ["<p>It was 5.</p>", "<p>It  was\u00a0<em>5.</em></p>", "<div><p>It was 5.</p></div>"]
)
def test_texts_with_the_same_words_have_no_difference(other: str) -> None:
    assert difference("<p>It was 5.</p>", other) == []


def test_new_and_deleted_paragraphs_are_shown_between_the_others() -> None:
    before = paragraphs("The first stays.", "The second goes away.", "The third one is as it was in 2020.")
    after = paragraphs("The first stays.", "The third one is as it was in 2021.", "Quite another came here.")
    assert marked_lines(difference(before, after)) == [
        "The first stays.",
        "[-The second goes away.-]",
        "The third one is as it was in [-2020.-] {+2021.+}",
        "{+Quite another came here.+}",
    ]


def test_paragraphs_far_from_any_change_are_only_counted() -> None:
    texts = [f"Paragraph number {number}." for number in range(9)]
    after = [*texts[:8], "Paragraph number X."]
    assert marked_lines(difference(paragraphs(*texts), paragraphs(*after))) == [
        "7 skipped",
        "Paragraph number 7.",
        "Paragraph number [-8.-] {+X.+}",
    ]


def test_a_table_is_shown_with_its_first_row_and_its_changed_cells() -> None:
    found = difference(table([("Year", "Number"), *ROWS]), table([("Year", "Number"), *ROWS[:3], ("2023", "8")]))
    assert [(part.kind, part.columns) for part in found] == [("row", 2)]
    assert marked_lines(found) == ["Year | Number", "2 skipped", "2022 | 6", "2023 | [-7-] {+8+}"]


def test_new_rows_and_columns_are_marked() -> None:
    assert marked_lines(difference(table(ROWS[:2]), table(ROWS[:3]))) == ["2020 | 4", "2021 | 5", "{+2022+} | {+6+}"]
    assert marked_lines(difference(table([("2020", "4")]), table([("2020", "4", "5")]))) == ["2020 | 4 | {+5+}"]


def test_each_item_of_a_list_is_a_line() -> None:
    found = difference("<ul><li>One thing</li><li><p>Two</p></li></ul>", "<ul><li>One thing</li></ul>")
    assert [part.kind for part in found] == ["item"]
    assert marked_lines(found) == ["One thing", "[-Two-]"]


def test_a_changed_address_of_a_link_is_a_change() -> None:
    found = difference('<p><a href="https://a.example">Here</a></p>', '<p><a href="https://b.example">Here</a></p>')
    assert marked_lines(found) == ["Here [-(https://a.example)-] {+(https://b.example)+}"]


def test_an_excerpt_shows_the_words_around_the_first_change() -> None:
    long = " ".join(f"word{number}" for number in range(50))
    found = excerpt(difference(f"<p>{long} five.</p>", f"<p>{long} six.</p>"))
    assert [piece.text for piece in found] == [f"… {' '.join(long.split()[-8:])}", "five.", "six."]
    assert excerpt([]) == []


def test_an_excerpt_has_a_maximum_length() -> None:
    found = excerpt(difference("<p>x</p>", f"<p>{'word ' * 500}</p>"))
    assert sum(len(piece.text.split()) for piece in found) <= 62
    assert found[-1].text.endswith("…")


def _answers(words: int, paragraph: int, changed: float) -> tuple[str, str]:
    chance = random.Random(7)
    vocabulary = ["the", "of", "and"] * 20 + [f"word{number}" for number in range(400)]
    before = [chance.choice(vocabulary) for _ in range(words)]
    after = [chance.choice(vocabulary) if chance.random() < changed else word for word in before]
    starts = range(0, words, paragraph)
    one, other = ([" ".join(text[start : start + paragraph]) for start in starts] for text in (before, after))
    return paragraphs(*one), paragraphs(*other)


@pytest.mark.parametrize("paragraph", [1, 20, 100, 1000, 10_000])
@pytest.mark.parametrize("changed", [0.001, 0.1, 1])
def test_the_longest_answers_are_compared_within_three_seconds(paragraph: int, changed: float) -> None:
    before, after = _answers(10_000, paragraph, changed)
    assert len(before) > 55_000
    start = time.process_time()
    found = difference(before, after)
    assert time.process_time() - start < 3
    assert any(line.is_changed for part in found for line in part.lines)


def test_a_difference_contains_all_words_of_both_texts() -> None:
    before, after = _answers(300, 30, 0.2)
    lines = [line for part in difference(before, after) for line in part.lines]
    for gone, text in ((INSERTED, before), (DELETED, after)):
        words = [p.text for line in lines for cell in line.cells for p in cell if p.mark != gone]
        assert " ".join(words) == text.replace("</p><p>", " ")[3:-4]
