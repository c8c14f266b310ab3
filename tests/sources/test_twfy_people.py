"""People with TheyWorkForYou's ids: matched to a member if only one fits, otherwise left as printed."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from questions.archive.writing.printed_names import bare_name
from questions.models import Answer, ExternalId, Member, Question
from tests.admin.test_admin import question_form
from tests.support.factories import make_member, make_membership, make_post
from tests.support.hansard import ques, reply, write
from tests.support.state import archive_state

from .test_twfy_import import BUSES, twfy

pytestmark = pytest.mark.django_db


def sitting(name: str, **fields: Any) -> Member:
    member = make_member(name)
    make_membership(member, started_on=date(2005, 5, 5), ended_on=date(2010, 4, 12), **fields)
    return member


def people() -> tuple[str | None, str | None]:
    """The names of the members who asked and answered the only question. None means not matched."""
    question = Question.objects.with_people().get()
    return question.asked_by and question.asked_by.name, question.current_answer.answered_by and (
        question.current_answer.answered_by.name
    )


def test_a_person_is_matched_by_name_to_the_member_with_a_seat_on_the_day(tmp_path):
    asker, _ = sitting("Mrs Ann Asker"), sitting("Max Minister", house="lords")
    twfy(write(tmp_path / "1.xml", *BUSES))
    assert people() == ("Mrs Ann Asker", None), "a namesake in the other House is somebody else"
    assert ExternalId.objects.get(scheme="publicwhip", value="member/1").member == asker


def test_a_person_is_matched_by_name_to_the_holder_of_a_post_on_the_day(tmp_path):
    minister = make_member("Max Minister")
    make_post(minister, "Secretary of State for Transport")
    twfy(write(tmp_path / "1.xml", *BUSES))
    answer = Answer.objects.get()
    assert (answer.answered_by, answer.answered_as.title) == (minister, "Secretary of State for Transport")


def test_a_person_whose_name_fits_two_members_is_not_matched(tmp_path):
    sitting("Ann Asker"), sitting("Dr Ann Asker")
    twfy(write(tmp_path / "1.xml", *BUSES))
    assert people() == (None, None)
    question = Question.objects.get()
    assert (question.asker_name, question.current_answer.minister_name) == ("Ann Asker", "Max Minister")


def test_a_member_with_a_seat_at_another_time_is_not_matched(tmp_path):
    make_membership(make_member("Ann Asker"), started_on=date(2010, 5, 6))
    twfy(write(tmp_path / "1.xml", *BUSES))
    assert people() == (None, None)


def test_people_are_matched_by_the_day_of_the_answer_and_not_by_the_as_of_day(tmp_path):
    sitting("Ann Asker")
    twfy(write(tmp_path / "1.xml", *BUSES), as_of=date(2012, 1, 1))
    assert people() == ("Ann Asker", None)
    assert Question.objects.get().last_seen_on == date(2012, 1, 1)


def test_a_matched_id_keeps_its_member_when_the_name_is_spelt_differently(tmp_path):
    asker = sitting("Ann Asker")
    twfy(write(tmp_path / "1.xml", *BUSES))
    earlier = [ques(("2", "To ask."), by="A. Asker", day="2009-10-20"), reply("No.", day="2009-10-20")]
    twfy(write(tmp_path / "2.xml", *earlier))
    assert Question.objects.filter(asked_by=asker).count() == 2


MEMBERS = "mnis_id,name,given_name,family_name\n11,Ann Asker,Ann,Asker\n12,The Max Minister,Max,Minister\n"
MEMBERSHIPS = (
    "mnis_id,house,party,constituency,start_date,end_date\n"
    "11,Commons,Labour,Leeds,2005-05-05,2010-04-12\n12,Commons,Labour,York,2005-05-05,2010-04-12\n"
)


def test_people_are_matched_in_any_order_of_import(tmp_path):
    path = write(tmp_path / "1.xml", *BUSES)
    (tmp_path / "members.csv").write_text(MEMBERS)
    (tmp_path / "memberships.csv").write_text(MEMBERSHIPS)
    steps = [
        lambda: twfy(path),
        lambda: call_command("import_members", str(tmp_path / "members.csv")),
        lambda: call_command("import_memberships", str(tmp_path / "memberships.csv")),
    ]
    states = []
    for order in itertools.permutations(steps):
        for step in order:
            step()
        assert people() == ("Ann Asker", "The Max Minister")
        states.append(archive_state())
        for model in (Question, ExternalId, Member):
            model.objects.all().delete()
    assert all(state == states[0] for state in states)


def test_a_match_is_withdrawn_when_a_namesake_is_imported(tmp_path):
    sitting("Ann Asker")
    twfy(write(tmp_path / "1.xml", *BUSES))
    (tmp_path / "members.csv").write_text(MEMBERS)
    (tmp_path / "memberships.csv").write_text(MEMBERSHIPS)
    call_command("import_members", str(tmp_path / "members.csv"))
    assert people()[0] == "Ann Asker"
    call_command("import_memberships", str(tmp_path / "memberships.csv"))
    assert people()[0] is None


def test_an_editors_match_is_kept_by_later_imports(tmp_path, admin_client: Client):
    path, namesake = write(tmp_path / "1.xml", *BUSES), sitting("Ann Asker")
    twfy(path)
    asker, row = make_member("Annabel Asker"), ExternalId.objects.get(name="Ann Asker")
    address = reverse("admin:questions_externalid_change", args=[row.pk])
    assert admin_client.post(address, {"member": asker.pk}).status_code == 302
    assert Question.objects.get().asked_by == asker
    twfy(path)
    assert Question.objects.get().asked_by == asker
    admin_client.post(address, {"member": asker.pk})
    assert Question.objects.get().asked_by == namesake, "the match by name applies again"


def test_editing_the_heading_keeps_the_matched_people(tmp_path, admin_client: Client):
    sitting("Ann Asker")
    twfy(write(tmp_path / "1.xml", *BUSES))
    question, answer = Question.objects.get(), Answer.objects.get()
    row = {"id": answer.pk, "question": question.pk, "stage": 2, "answered_on": "2009-10-26", "text": answer.text}
    form = question_form(row, initial=1, uin="294961", tabled_on="", heading="Coaches", is_named_day="unknown")
    form |= {"asked_by": question.asked_by_id, "text": question.text, "parliament_id": ""}
    response = admin_client.post(reverse("admin:questions_question_change", args=[question.pk]), form)
    assert response.status_code == 302
    question.refresh_from_db()
    assert (question.heading, question.asked_by.name, question.asked_by_printed.name) == (
        "Coaches",
        "Ann Asker",
        "Ann Asker",
    )


def test_names_are_compared_without_titles_accents_and_full_stops():
    assert bare_name("The Rt Hon. Siôn Simon") == bare_name("Mr. Sion Simon") == "sion simon"
    assert bare_name("Sir Siôn Simon KC MP") == "sion simon"
    assert bare_name("Lord Hunt of Kings Heath") != bare_name("Hunt of Kings Heath")
    assert bare_name("Mike O’Brien") == bare_name("Mike O'Brien")
