"""“New from a page or pasted text”, from an official address or a UIN and date: fetched, shown and then saved."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from questions.models import Answer, Change, ImportRun, Member, Question, Reference
from tests.support.desk import somebody
from tests.support.factories import make_member, make_membership, make_post, make_question
from tests.support.new_question_desk import ADD, NEW, confirm, fetch
from tests.support.records import answered, corrected, unanswered
from tests.support.syncing import parliament, sync
from tests.support.topic_desk import staff, text
from tests.text.test_addresses import ELSEWHERE, PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(parliament.__name__)]

BY_UIN = {"uin": "2001", "tabled_on": "2024-09-02"}
BY_ANSWER = {"uin": "2001", "answered_on": "2024-09-10"}


@pytest.mark.parametrize(
    "given", [{"address": PAGE}, BY_UIN, BY_UIN | {"house": "commons"}, BY_ANSWER, BY_UIN | BY_ANSWER]
)
def test_a_question_is_fetched_and_shown_and_only_saved_when_confirmed(admin_client, client, parliament, given):
    parliament.questions = [answered(), unanswered(id=102, uin="2002")]
    review = fetch(admin_client, **given)
    for part in (
        "2 September 2024",
        "Family Hubs: Leeds",
        "Member 11",
        "Department for Education",
        "seven family hubs",
    ):
        assert part in text(review)
    assert (Question.objects.count(), ImportRun.objects.count()) == (0, 0)
    saved = confirm(admin_client, review)
    assert "has been fetched and saved" in text(saved)
    question = Question.objects.get()
    assert (question.parliament_id, question.status, question.provenance) == (101, "answered", "parliament")
    assert Change.objects.filter(question_id=question.pk).exists()
    assert "seven family hubs" in client.get(question.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("role", "is_public"), [("Editor", False), ("Publisher", True)])
def test_a_question_fetched_by_an_editor_stays_a_draft_after_a_sync_and_a_publishers_is_public(
    client, parliament, role, is_public
):
    parliament.questions = [answered()]
    desk = somebody(role)
    confirm(desk, fetch(desk, address=PAGE))
    sync()
    question = Question.objects.get()
    assert question.is_public == is_public
    assert (question.get_absolute_url() in client.get("/questions/?q=hubs").content.decode()) == is_public


def test_the_day_of_the_answer_finds_the_session_of_a_uin(admin_client, parliament):
    other = answered(id=102, dateTabled="2023-01-09T00:00:00", day="2023-01-16", heading="Ferries")
    parliament.questions = [answered(), other]
    assert "Family Hubs: Leeds" in text(fetch(admin_client, **BY_ANSWER))
    assert "Ferries" in text(fetch(admin_client, uin="2001", answered_on="2023-01-16"))
    nothing = text(fetch(admin_client, uin="2001", answered_on="2023-01-17"))
    assert "Parliament has no record of UIN 2001, answered on 2023-01-17" in nothing


def test_a_question_in_the_archive_is_recognised_by_the_day_of_its_answer(admin_client, parliament):
    there = make_question(uin="2001", tabled_on=date(2024, 9, 2))
    parliament.questions = [answered()]
    errors = str(fetch(admin_client, **BY_ANSWER).context["form"].errors["uin"])
    assert reverse("admin:questions_question_change", args=[there.pk]) in errors


def test_a_reference_with_the_day_of_an_answer_fills_the_form_with_it(admin_client, parliament):
    parliament.questions = [answered()]
    Reference.objects.create(question=make_question(uin="9"), uin="2001", day=date(2024, 9, 10))
    page = text(admin_client.get("/admin/questions/reference/"))
    link = re.search(r'href="([^"]+)">Fetch this question', page)
    assert link
    form = text(admin_client.get(unescape(link[1])))
    assert 'name="uin" value="2001"' in form
    assert 'name="answered_on" value="2024-09-10"' in form


def test_saving_a_fetched_question_makes_an_import_run_by_the_user(admin_client, parliament):
    parliament.questions = [answered()]
    confirm(admin_client, fetch(admin_client, address=PAGE))
    run = ImportRun.objects.get()
    assert (run.kind, run.outcome, run.created, run.started_by.username) == ("new question", "done", 1, "admin")
    assert run.paths.startswith(f"{parliament.url}/api/writtenquestions/questions/101")


def test_new_members_get_the_names_that_parliament_lists(admin_client, parliament):
    parliament.questions = [corrected()]
    review = fetch(admin_client, address=PAGE)
    assert "Member 11 (new to the archive; listed as Labour, Leeds Central)" in text(review)
    confirm(admin_client, review)
    assert set(Member.objects.values_list("name", flat=True)) == {"Member 11", "Member 12", "Member 13"}


def test_known_members_are_shown_with_their_party_or_post_on_the_day(admin_client, parliament):
    asker, minister = make_member("Iris Demoworth", parliament_id=11), make_member("Otto Sampleton", parliament_id=12)
    make_membership(asker, "Green Party", seat="Leeds West")
    make_post(minister, "Minister for Hubs", started_on=date(2024, 9, 10))
    parliament.questions = [answered()]
    shown = text(fetch(admin_client, address=PAGE))
    assert "Iris Demoworth (Green Party, Leeds West; since 2000)" in shown
    assert "by Otto Sampleton (Minister for Hubs)" in shown


def test_hostile_markup_is_shown_cleaned(admin_client, parliament):
    parliament.questions = [answered(text="<p>Seven</p><script>steal()</script>", heading="<img src=x>")]
    shown = text(fetch(admin_client, address=PAGE))
    assert "<p>Seven</p>" in shown
    assert "steal()" not in shown
    assert "<img src=x>" not in shown


def test_a_withdrawn_question_can_be_fetched(admin_client, parliament):
    parliament.questions = [unanswered(isWithdrawn=True)]
    assert "withdrawn" in text(fetch(admin_client, **BY_UIN))


def test_a_uin_used_in_both_houses_requires_a_house(admin_client, parliament):
    parliament.questions = [unanswered(), unanswered(id=102, house="Lords", questionText="To ask about peers.")]
    asked = fetch(admin_client, **BY_UIN)
    assert "Choose a House" in str(asked.context["form"].errors["house"])
    assert "To ask about peers." in text(fetch(admin_client, **BY_UIN, house="lords"))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("500", "500 internal server error"),
        ("503-seconds", "503"),
        ("html", "HTML instead of JSON"),
        ("not-json", "not JSON"),
        ("elsewhere", "which is not followed"),
        ("schema", "not a list of questions"),
        ("cut", "the connection was lost"),
        ("hang", "timed out"),
    ],
)
def test_an_error_of_the_source_is_reported_with_what_to_do(admin_client, parliament, settings, fault, told):
    settings.SYNC_TIMEOUT = 0.2
    parliament.faults.on("questions", fault)
    errors = str(fetch(admin_client, **BY_UIN).context["form"].errors["uin"])
    assert told in errors
    assert "Try again in a minute, or paste the text" in errors
    assert len(parliament.asked) <= 2
    assert Question.objects.count() == 0


def test_an_unreachable_source_is_reported(admin_client, settings):
    settings.SYNC_QUESTIONS_URL, settings.SYNC_BACKOFF = "http://127.0.0.1:1", 1
    assert "no connection" in str(fetch(admin_client, address=PAGE).context["form"].errors["address"])


@pytest.mark.parametrize("given", [{"address": PAGE}, BY_UIN])
def test_a_question_that_parliament_does_not_have_is_reported(admin_client, parliament, given):
    assert "Parliament has no record of UIN 2001, tabled on 2024-09-02" in text(fetch(admin_client, **given))


def test_a_malformed_record_is_reported(admin_client, parliament):
    record = answered()
    del record["answeringBodyName"]
    parliament.questions = [record]
    assert "API: the record does not have answeringBodyName" in text(fetch(admin_client, address=PAGE))


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_on_another_host_is_refused_without_any_request(admin_client, parliament, address):
    assert fetch(admin_client, address=address).context["form"].errors["address"]
    assert parliament.asked == []


def test_only_the_configured_host_is_requested_whatever_the_address(admin_client, parliament):
    parliament.questions = [answered()]
    api = "https://questions-statements-api.parliament.uk/api/writtenquestions/questions/101"
    assert "Family Hubs: Leeds" in text(fetch(admin_client, address=api))
    assert parliament.asked == ["/api/writtenquestions/questions/101?expandMember=true"]


def test_a_fetched_record_cannot_be_altered_or_saved_by_another_user(admin_client, parliament):
    parliament.questions = [answered()]
    review = fetch(admin_client, address=PAGE)
    signed = dict(review.context["kept"])["signed"]
    for client, value in ((admin_client, signed[:-1] + "x"), (staff(Client(), "add_question"), signed)):
        assert "Fetch it again" in text(client.post(NEW, {"step": "fetched", "signed": value}, follow=True))
    assert Question.objects.count() == 0


def test_a_question_already_in_the_archive_is_refused_with_links_and_without_any_request(admin_client, parliament):
    there = make_question("Family Hubs", uin="2001", tabled_on=date(2024, 9, 2))
    errors = str(fetch(admin_client, **BY_UIN, house="commons").context["form"].errors["uin"])
    assert reverse("admin:questions_question_change", args=[there.pk]) in errors
    assert there.get_absolute_url() in errors
    assert parliament.asked == []


def test_a_draft_already_in_the_archive_is_refused_without_a_public_link(admin_client, parliament):
    there = make_question("Family Hubs", uin="2001", tabled_on=date(2024, 9, 2), published_at=None)
    errors = str(fetch(admin_client, **BY_UIN, house="commons").context["form"].errors["uin"])
    assert "already" in errors
    assert there.get_absolute_url() not in errors


def test_a_question_known_only_by_parliaments_id_is_refused(admin_client, parliament):
    make_question(parliament_id=101, tabled_on=date(2024, 9, 1))
    parliament.questions = [answered()]
    assert "already" in str(fetch(admin_client, address=PAGE).context["form"].errors["address"])


def test_a_question_that_arrived_during_the_review_is_refused_when_saving(admin_client, parliament):
    parliament.questions = [answered()]
    review = fetch(admin_client, address=PAGE)
    make_question(parliament_id=101, heading="Meanwhile")
    assert "already" in text(confirm(admin_client, review))
    assert (Question.objects.get().heading, ImportRun.objects.count()) == ("Meanwhile", 0)


# Errors in the form


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({}, "address", "Fill in one of the three sections"),
        ({"uin": "2001"}, "tabled_on", "Enter the date tabled"),
        ({"uin": "2001", "tabled_on": "soon"}, "tabled_on", "Enter a valid date"),
        ({"uin": "2001"}, "tabled_on", "or the date of the answer"),
        ({"uin": "2001", "answered_on": "soon"}, "answered_on", "Enter a valid date"),
        ({"tabled_on": "2024-09-02"}, "uin", "Enter a UIN"),
        ({"answered_on": "2024-09-10"}, "uin", "Enter a UIN"),
        ({"uin": "no number", "tabled_on": "2024-09-02"}, "uin", "Enter a UIN"),
        ({"address": PAGE, "text": "To ask."}, "text", "Fill in only one"),
        ({"text": "nothing of the kind"}, "text", "We did not recognise a question"),
        ({"text": "x" * 1_000_000}, "text", "1,000,000 characters"),
    ],
)
def test_an_error_is_shown_at_its_field(admin_client, parliament, given, field, message):
    response = fetch(admin_client, **given)
    assert message in str(response.context["form"].errors[field])
    assert 'aria-invalid="true"' in text(response)
    assert f'id="id_{field}_error"' in text(response)
    assert parliament.asked == []


# Links and permissions


def test_the_list_and_the_question_form_link_to_the_page(admin_client):
    for address in ("/admin/questions/question/", ADD):
        assert f'href="{NEW}"' in text(admin_client.get(address))
    assert f'href="{ADD}"' in text(admin_client.get(NEW))


@pytest.mark.parametrize("given", [{}, {"address": PAGE}, {"step": "pasted", "text": "To ask."}, {"step": "fetched"}])
def test_the_page_requires_the_permission_to_add_questions(parliament, given):
    viewer = staff(Client(), "view_question", "change_question")
    assert viewer.post(NEW, given).status_code == 403
    assert viewer.get(NEW).status_code == 403
    assert NEW not in text(viewer.get("/admin/questions/question/"))
    assert parliament.asked == []


def test_the_page_requires_signing_in(client):
    assert client.post(NEW, {"address": PAGE}).headers["Location"].startswith("/admin/login/")


def test_a_user_who_may_only_add_questions_sees_a_page_after_saving(parliament):
    parliament.questions = [answered()]
    clerk = staff(Client(), "add_question")
    assert confirm(clerk, fetch(clerk, address=PAGE)).status_code == 200
    assert Answer.objects.count() == 1
