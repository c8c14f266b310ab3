"""Imports clean unusual values: spaces in headings, ids of 0, unreadable groups, images, counted attachments."""

from __future__ import annotations

import csv
import io
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from questions.archive.evidence.claims import Claim, add_claim, pack, unpack
from questions.models import Answer, Attachment, Department, GroupLink, Member, Question
from questions.sources import tables
from questions.sources.parliament import parse
from questions.sources.records import QuestionRecord
from questions.spreadsheets.downloads import xlsx_file
from questions.spreadsheets.questions import QuestionResource
from tests.support.factories import make_question
from tests.support.forms import edit
from tests.support.records import answered, corrected, grouped, record, unanswered, write_list

pytestmark = pytest.mark.django_db
LEEDS = "/questions/commons/2024-09-02/2001/"


def import_records(tmp_path: Path, *values: dict[str, Any], day: str = "2024-09-30") -> None:
    call_command("import_questions", write_list(tmp_path / f"{day}.json", *values), verbosity=0)


def page_of(client: Client, address: str = LEEDS) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("heading", ["Family \r\nHubs: Leeds", "Family  Hubs: Leeds", "Family\u00a0Hubs: Leeds"])
def test_a_heading_is_one_line_on_pages_and_in_files(client: Client, tmp_path: Path, heading: str) -> None:
    import_records(tmp_path, answered(heading=heading))
    assert "<title>Family Hubs: Leeds (UIN 2001)" in page_of(client)
    rows = list(csv.DictReader(io.StringIO(client.get("/questions/export.csv").getvalue().decode("utf-8-sig"))))
    assert [row["heading"] for row in rows] == ["Family Hubs: Leeds"]


def test_entities_in_headings_and_names_become_characters(client: Client, tmp_path: Path) -> None:
    asker = {"id": 11, "name": "Zo&eacute; Example", "listAs": "Example, Zo&eacute;", "party": "Lamps &amp; Light"}
    value = answered(heading="Caf&eacute;s &amp; Bars", answeringBodyName="Heat &amp; Light", askingMember=asker)
    import_records(tmp_path, value)
    assert Question.objects.get().heading == "Cafés & Bars"
    assert Department.objects.get().name == "Heat & Light"
    assert Member.objects.get(parliament_id=11).list_name == "Example, Zoé"
    assert "&amp;amp;" not in page_of(client)


def test_entities_in_lists_of_members_become_characters() -> None:
    row = {"mnis_id": "11", "name": "Zo&eacute; \u00a0Example", "given_name": "Zo&eacute;", "family_name": "Example"}
    assert tables.MEMBERS.read(row)[:3] == (11, "Zoé Example", "Example, Zoé")


def test_a_heading_stored_before_cleaning_equals_the_cleaned_one() -> None:
    before = Claim(record(answered())._replace(heading="Heat &amp; \r\nLight"), "parliament", ("2024-09-30",))
    after = Claim(record(answered(heading="Heat &amp; Light")), "parliament", ("2024-09-30",))
    claims = unpack(pack((before,)))
    assert add_claim(claims, after) is claims


def test_the_migration_cleans_headings_and_names() -> None:
    make_question("Heat &amp; \r\nLight", department=Department.objects.create(name="Heat &amp; Light"))
    make_question("A < B & C")
    import_module("questions.migrations.0021_one_line").clean(apps, None)
    assert set(Question.objects.values_list("heading", flat=True)) == {"Heat & Light", "A < B & C"}
    assert Department.objects.get(name="Heat & Light")


@pytest.mark.parametrize("key", ["askingMemberId", "answeringMemberId", "correctingMemberId", "answeringBodyId"])
def test_the_id_0_means_nobody(key: str) -> None:
    question: QuestionRecord = parse(corrected() | {key: 0}).question
    assert question.asked_by == (None if key == "askingMemberId" else "11")
    assert "0" not in [answer.by for answer in question.answers]


@pytest.mark.parametrize(
    "dates",
    ["2024-09-02", ["2024-09-02T00:00:00"], [{"questionUin": "", "dateTabled": None}], [7], {"questionUin": "2002"}],
)
def test_an_unreadable_group_is_unknown(dates: Any) -> None:
    assert record(answered(groupedQuestionsDates=dates)).grouped is None


def test_the_readable_part_of_a_group_is_kept() -> None:
    listed = [*grouped(("2002", "2024-09-02")), {"questionUin": "2003", "dateTabled": "soon"}]
    assert record(answered(groupedQuestionsDates=listed)).grouped == (("2002", "2024-09-02"),)


def test_a_question_whose_group_is_only_itself_is_not_grouped(client: Client, tmp_path: Path) -> None:
    import_records(tmp_path, answered(groupedQuestionsDates=grouped(("2001", "2024-09-02"))))
    assert not GroupLink.objects.exists()
    GroupLink.objects.create(
        question=(question := Question.objects.get()), other=question, uin="2001", tabled_on=date(2024, 9, 2)
    )  # as earlier versions stored it
    assert "Grouped with" not in page_of(client)


def test_links_descriptions_of_images_lists_and_struck_out_text_are_shown(client: Client, tmp_path: Path) -> None:
    text = (
        '<p>See <a href=" https://lamps.example/a">a</a>, <a href="//lamps.example/b">b</a>, '
        '<img src="https://lamps.example/c.png" alt="Bar chart: 12 lamps"> and <del>12</del> 13.</p>'
        '<ol type="a"><li>first</li></ol><ol><li value="4">fourth</li></ol>'
    )
    import_records(tmp_path, answered(text=text))
    shown = page_of(client)
    assert 'href="https://lamps.example/a"' in shown
    assert 'href="https://lamps.example/b"' in shown
    assert "Bar chart: 12 lamps" in shown
    assert "c.png" not in shown
    assert "<s>12</s> 13" in shown
    assert '<ol type="a">' in shown
    assert '<li value="4">' in shown


def test_noncharacters_are_removed_so_that_files_can_be_written(client: Client, tmp_path: Path) -> None:
    import_records(
        tmp_path, answered(questionText="About lamps \ufffe and \uffff.", heading="Lamps \uffff", text="Lit \ufffe.")
    )
    question = Question.objects.get()
    assert (question.heading, question.text) == ("Lamps", "About lamps  and .")
    assert question.current_answer
    assert question.current_answer.text == "<p>Lit .</p>"


def test_attachments_known_only_by_number_link_to_parliaments_site(client: Client, tmp_path: Path) -> None:
    import_records(tmp_path, answered(attachmentCount=2))
    assert "2 attachments on Parliament’s site</a>" in page_of(client)
    assert "/written-questions/detail/2024-09-02/2001" in page_of(client)


def test_an_answer_whose_attachments_are_known_only_by_number_can_be_edited(
    admin_client: Client, tmp_path: Path
) -> None:
    import_records(tmp_path, answered(attachmentCount=2))
    edit(admin_client, Answer.objects.get(), text="<p>Lit at dusk.</p>", reason="A misprint.")
    assert Answer.objects.get().text == "<p>Lit at dusk.</p>"
    assert Attachment.objects.values_list("title", "url").get() == ("2 attachments", "")


def test_attachments_without_usable_addresses_link_to_parliaments_site(client: Client, tmp_path: Path) -> None:
    nowhere = [{"url": "javascript:alert(1)", "title": "Lamps"}, {"url": None, "title": "Lights"}]
    import_records(tmp_path, answered(attachmentCount=2, attachments=nowhere))
    assert "2 attachments on Parliament’s site</a>" in page_of(client)


@pytest.mark.parametrize("days", [("2024-09-30", "2024-10-01"), ("2024-10-01", "2024-09-30")])
def test_a_list_of_attachments_counts_before_their_number(tmp_path: Path, days: tuple[str, str]) -> None:
    named = [
        {"url": "https://lamps.example/a.pdf", "title": "Lamps &amp; light", "fileType": "pdf", "fileSizeBytes": 9}
    ]
    import_records(tmp_path, answered(attachmentCount=1, attachments=named), day=days[0])
    import_records(tmp_path, answered(attachmentCount=1), day=days[1])
    assert Attachment.objects.get().title == "Lamps & light"


def test_a_question_without_attachments_mentions_none(client: Client, tmp_path: Path) -> None:
    import_records(tmp_path, unanswered(attachmentCount=0))
    assert "ttachment" not in page_of(client)


def test_noncharacters_stored_by_earlier_versions_do_not_break_a_spreadsheet() -> None:
    make_question("Lamps \uffff", text="About \ufffe lamps.")
    with xlsx_file(QuestionResource(), Question.objects.all()) as file:
        cells = [str(cell.value).strip() for row in load_workbook(file).active.iter_rows() for cell in row]
    assert "Lamps" in cells
    assert "About  lamps." in cells
