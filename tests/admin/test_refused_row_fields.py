"""A refused row's columns as fields of a form, and setting it aside there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questions.accounts.roles import PUBLISHER, VIEWER
from questions.models import Question, RefusedRow
from tests.support.desk import make_user, signed_in, text
from tests.support.refused_rows import LIST, error, page_of, refused, repaired

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user("anna", role=PUBLISHER)


@pytest.fixture
def desk(anna: User) -> Client:
    return signed_in(anna)


def in_form(client: Client, row: RefusedRow) -> dict[str, Any]:
    """The form's fields for the row's columns, by label."""
    form = client.get(page_of(row)).context["adminform"].form
    return {str(field.label): field for field in form if field.name.startswith("cell_")}


def type_cells(client: Client, row: RefusedRow, **changes: str) -> Any:
    """Send the form as a browser does, with other values under these labels."""
    form = client.get(page_of(row)).context["adminform"].form
    sent = {field.name: changes.get(str(field.label).replace(" ", "_"), field.initial or "") for field in form}
    response = client.post(page_of(row), sent)
    row.refresh_from_db()
    return response


def test_each_column_of_a_row_has_a_field_and_the_reason_is_at_its_own(desk: Client, tmp_path: Path) -> None:
    fields = in_form(desk, refused(tmp_path))
    assert {"UIN", "Date tabled", "Question text", "Asking member ID"} <= set(fields)
    assert "uin is not a UIN" in fields["UIN"].help_text
    assert not fields["Date tabled"].help_text


def test_a_row_repaired_in_its_fields_is_tried_again_and_the_answer_says_so(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    response = type_cells(desk, row, UIN="2001")
    assert response.status_code == 302
    assert Question.objects.get().uin == "2001"
    assert "Row 1 of 2024-09-20.json was tried again and imported" in text(desk.get(LIST))
    assert json.loads(row.taken_in) == {**json.loads(row.raw), "uin": "2001"}


def test_a_field_that_is_still_wrong_has_the_reason_beside_it(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    form = type_cells(desk, row, UIN="2001", Date_tabled="soon").context["adminform"].form
    (wrong,) = [field for field in form if field.errors]
    assert (wrong.label, list(wrong.errors)) == ("Date tabled", ["dateTabled is not a date: 'soon'."])
    assert row.state == "waiting"


def test_fields_and_raw_text_cannot_both_be_changed(desk: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    cell = in_form(desk, row)["UIN"].name
    response = desk.post(page_of(row), {cell: "2001", "record": repaired(desk, row, uin="2002")})
    assert "Change only one of them" in error(response)
    assert not Question.objects.exists()


def test_a_row_is_set_aside_on_its_page_with_a_reason(desk: Client, anna: User, tmp_path: Path) -> None:
    row = refused(tmp_path)
    assert "Say why" in text(desk.post(page_of(row), {"_aside": "yes", "because": " "}, follow=True))
    page = text(desk.post(page_of(row), {"_aside": "yes", "because": "The same as row 2"}, follow=True))
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("aside", anna)
    assert "The same as row 2" in page


def test_a_viewer_cannot_set_a_row_aside(tmp_path: Path) -> None:
    row = refused(tmp_path)
    viewer = signed_in(make_user("vera", role=VIEWER))
    assert viewer.post(page_of(row), {"_aside": "yes", "because": "no"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "waiting"


def test_folders_of_the_server_are_shown_on_no_page(admin_client: Client, tmp_path: Path) -> None:
    row = refused(tmp_path)
    for page in (page_of(row), LIST, f"/admin/questions/importrun/{row.run_id}/change/"):
        shown = text(admin_client.get(page))
        assert str(tmp_path) not in shown
        assert "2024-09-20.json" in shown or page != page_of(row)
