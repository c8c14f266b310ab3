"""The preview of an uploaded spreadsheet: what would happen to each row, and what is wrong."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.accounts.roles import EDITOR
from questions.archive.editing.publishing import remove
from questions.models import Question
from tests.support.desk import somebody, text
from tests.support.factories import make_member, make_question
from tests.support.spreadsheets import NEW, as_csv, counted, errors, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return somebody(EDITOR)


def test_a_preview_shows_what_would_happen_to_each_row_and_saves_nothing(editor: Client) -> None:
    make_question("Family Hubs", uin="1", parliament_id=1)
    make_question("Childcare", uin="2", parliament_id=2)
    rows = [{"id": "1", "heading": "Family Hubs"}, {"id": "2", "heading": "Childcare: Costs"}]
    shown = upload(editor, as_csv(*rows, NEW, {"id": "3", "heading": "Nothing"}))
    assert counted(shown) == {"unchanged": 1, "changed": 1, "new": 1, "refused": 1}
    assert [verdict.line for verdict, _ in shown.context["rows"]] == [5, 4, 3], "refused rows come first"
    assert "Childcare: Costs" in text(shown)
    assert not Question.objects.filter(heading="Childcare: Costs").exists()
    assert Question.objects.count() == 2


def test_texts_are_compared_word_by_word(editor: Client) -> None:
    make_question(
        uin="1", parliament_id=1, text="To ask the Secretary of State how many family hubs are open in Leeds."
    )
    said = {"id": "1", "question": "To ask the Secretary of State how many family hubs are open in York."}
    page = text(upload(editor, as_csv(said)))
    assert "<del>Leeds.</del>" in page
    assert "<ins>York.</ins>" in page


def test_markup_in_a_file_is_escaped(editor: Client) -> None:
    response = upload(editor, as_csv({**NEW, "heading": "<script>alert(1)</script>", "house": "<b>x</b>"}))
    assert b"<script>alert" not in response.content
    assert b"<b>x" not in response.content


WRONG = {
    "tabled": ("31/02/2023", "is not a valid date"),
    "due": ("2023-03-01", "before the date tabled"),
    "house": ("Senate", "not one of: commons, lords"),
    "uin": ("one", "Enter a UIN"),
    "department": ("Ministry of Magic", "There is no department"),
    "asked_by": ("Nobody (999)", "no member with the number 999"),
    "named_day": ("perhaps", "is not “yes” or “no”"),
    "heading": ("x" * 501, "500"),
    "source": ("javascript:alert(1)", "valid URL"),
    "status": ("answered", "because the archive works it out"),
    "answered": ("2023-03-01", "before the date tabled"),
    "question": ("(clear)", "cannot be empty"),
}


@pytest.mark.parametrize(("column", "cell", "said"), [(column, *pair) for column, pair in WRONG.items()])
def test_an_error_is_shown_at_its_cell(editor: Client, column: str, cell: str, said: str) -> None:
    shown = upload(editor, as_csv({**NEW, column: cell}))
    assert counted(shown) == {"refused": 1}
    assert said in errors(shown)[column]


def test_a_new_row_names_the_required_cells_that_are_empty(editor: Client) -> None:
    shown = upload(editor, as_csv({"uin": "1", "question": ""}))
    assert errors(shown) == dict.fromkeys(("house", "tabled", "question"), "This is required for a new record.")


def test_two_rows_about_one_record_are_refused_with_the_line_of_the_first(editor: Client) -> None:
    make_question(uin="1", parliament_id=1)
    for rows in ([NEW, NEW], [{"id": "1", "heading": "A"}, {"id": "1", "heading": "B"}]):
        shown = upload(editor, as_csv(*rows))
        assert errors(shown) == {"": "Line 2 is about the same record. Combine the two rows."}


def test_an_address_that_another_question_has_is_refused_with_that_questions_id(editor: Client) -> None:
    make_question("Family Hubs", uin="171468", parliament_id=7)
    make_question(uin="5", parliament_id=8)
    assert "Its ID is 7" in errors(upload(editor, as_csv({"id": "8", "uin": "171468"})))["uin"]


def test_a_row_for_a_deleted_question_asks_to_restore_it_first(editor: Client) -> None:
    remove([make_question(uin="171468").pk])
    assert "Restore it" in errors(upload(editor, as_csv(NEW)))["id"]


def test_a_name_that_two_members_have_is_refused_with_their_ids(editor: Client) -> None:
    make_member("Max Sample", parliament_id=1)
    make_member("Max Sample", parliament_id=2)
    shown = upload(editor, as_csv({**NEW, "asked_by": "Max Sample"}))
    assert errors(shown)["asked_by"].endswith("Use one of: Max Sample (1), Max Sample (2).")


def test_a_name_that_does_not_match_the_members_id_is_refused(editor: Client) -> None:
    make_member("Max Sample", parliament_id=1)
    assert "1 is Max Sample" in errors(upload(editor, as_csv({**NEW, "asked_by": "Iris Demoworth (1)"})))["asked_by"]
