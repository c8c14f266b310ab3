"""Readers' reports of mistakes, in the admin: how they are listed, assigned and closed."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import timezone

from questions.accounts.roles import EDITOR, VIEWER
from questions.models import MistakeReport
from tests.archive.editing.test_reader_reports import make_report
from tests.support.desk import make_user, signed_in, somebody

pytestmark = pytest.mark.django_db

LIST = "/admin/questions/mistakereport/"


def test_open_reports_come_first_and_markup_in_a_report_is_escaped() -> None:
    make_report(what="Closed one.", closed_at=timezone.now(), outcome="fixed")
    make_report(what="<b onmouseover=alert(1)>Open one.</b>")
    page = somebody(EDITOR).get(LIST).content.decode()
    assert page.index("Open one.") < page.index("Closed one.")
    assert "<b onmouseover" not in page
    form = form_seen_by_a_superuser(page)
    assert "<b onmouseover" not in form


def form_seen_by_a_superuser(page: str) -> str:
    address = re.search(r'href="(/admin/questions/mistakereport/\d+/change/[^"]*)"', page)[1]  # type: ignore[index]
    return signed_in(make_user("root", is_superuser=True)).get(html.unescape(address)).content.decode()


def test_the_form_links_to_the_question() -> None:
    report = make_report()
    page = somebody(EDITOR).get(f"{LIST}{report.pk}/change/").content.decode()
    assert f'href="/admin/questions/question/{report.question_id}/change/"' in page


def test_a_report_is_assigned_and_closed_with_a_note_and_the_readers_email_address_is_deleted() -> None:
    report, anna = make_report(email="reader@example.org"), make_user("anna", role=EDITOR)
    desk = signed_in(anna)
    desk.post(LIST, {"action": "take_on", "_selected_action": report.pk})
    report.refresh_from_db()
    assert (report.assigned_to, report.closed_at) == (anna, None)
    form = {"assigned_to": anna.pk, "outcome": "fixed", "note": "Anne is Anna now."}
    assert desk.post(f"{LIST}{report.pk}/change/", form).status_code == 302
    report.refresh_from_db()
    assert (report.outcome, report.note, report.closed_by, report.email) == ("fixed", "Anne is Anna now.", anna, "")
    assert report.closed_at


def test_removing_the_outcome_reopens_a_report() -> None:
    report = make_report(outcome="fixed", closed_at=timezone.now())
    somebody(EDITOR).post(f"{LIST}{report.pk}/change/", {"outcome": "", "note": ""})
    assert MistakeReport.objects.waiting().get() == report


def test_several_reports_are_closed_as_nonsense_at_once() -> None:
    reports = [make_report(email="a@example.org") for _ in range(3)]
    form = {"action": "close_as_nonsense", "_selected_action": [report.pk for report in reports]}
    somebody(EDITOR).post(LIST, form)
    assert set(MistakeReport.objects.values_list("outcome", "email")) == {("nonsense", "")}


def test_the_list_filters_open_and_closed_reports() -> None:
    make_report(what="Open one.")
    make_report(what="Closed one.", outcome="fixed", closed_at=timezone.now())
    desk = somebody(EDITOR)
    shown = {state: desk.get(f"{LIST}?state={state}").content.decode() for state in ("open", "closed")}
    assert {state for state, page in shown.items() if "Open one." in page} == {"open"}
    assert {state for state, page in shown.items() if "Closed one." in page} == {"closed"}


def test_a_viewer_cannot_see_readers_reports() -> None:
    assert somebody(VIEWER).get(LIST).status_code == 403
