"""A form sent after the session ended is kept, and shown again after signing in."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.accounts.roles import PUBLISHER
from questions.accounts.sessions import BEGAN, SEEN
from questions.admin.versioned import kept_forms
from questions.models import KeptForm, Question
from tests.support.desk import code_of, give, make_user, signed_in
from tests.support.desk import sign_in as sign_in_with_password
from tests.support.factories import make_department, make_member, make_question, make_topic
from tests.support.forms import edit, open_form, read, send
from tests.support.topic_desk import page_of, staff, text

from .test_admin import ADD

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


@pytest.fixture
def other() -> Client:
    """Another user of the admin at the same time."""
    return signed_in(User.objects.create_superuser("berta"))


def sign_out(desk: Client) -> None:
    desk.cookies.pop("sessionid")


def sign_in(desk: Client, name: str = "admin") -> None:
    signed_in(User.objects.get(username=name), desk)


def test_a_form_sent_without_a_session_is_shown_again_after_signing_in(desk):
    question = make_question("Hubs")
    form = open_form(desk, question, heading="Family hubs", is_withdrawn="on")
    sign_out(desk)
    response = desk.post(page_of(question), form)
    assert response.url == f"/admin/login/?next={page_of(question)}"
    assert "We have kept what you typed" in text(desk.get(response.url))
    sign_in(desk)
    page = desk.get(page_of(question))
    assert "This is what you typed before your session ended" in text(page)
    assert (read(page)["heading"], read(page)["is_withdrawn"]) == (["Family hubs"], ["on"])
    question.refresh_from_db()
    assert question.heading == "Hubs"
    assert send(desk, question, read(page)).status_code == 302
    assert (question.heading, KeptForm.objects.count()) == ("Family hubs", 0)


def test_the_form_of_a_new_record_is_kept_too(desk):
    form = read(desk.get(ADD)) | {"uin": "171468", "heading": "Hubs", "answers-0-text": "Yes."}
    sign_out(desk)
    desk.post(ADD, form)
    sign_in(desk)
    page = read(desk.get(ADD))
    assert (page["heading"], page["answers-0-text"]) == (["Hubs"], ["Yes."])
    assert not Question.objects.exists()


def test_a_kept_form_shows_what_others_saved_in_the_meantime(desk, other):
    topic = make_topic("Hubs")
    form = open_form(desk, topic, name="Hubs in Leeds")
    sign_out(desk)
    desk.post(page_of(topic), form)
    edit(other, topic, name="Family hubs")
    sign_in(desk)
    page = desk.get(page_of(topic))
    assert "changed by berta" in text(page)
    send(desk, topic, read(page), _mine=["name"])
    assert topic.name == "Hubs in Leeds"


def test_a_kept_form_can_be_discarded(desk):
    topic = make_topic("Hubs")
    form = open_form(desk, topic, name="Family hubs")
    sign_out(desk)
    desk.post(page_of(topic), form)
    sign_in(desk)
    page = desk.post(page_of(topic), {**read(desk.get(page_of(topic))), "_discard": "1"}, follow=True)
    assert read(page)["name"] == ["Hubs"]
    assert not KeptForm.objects.exists()


def test_a_kept_form_is_not_shown_to_another_user(desk, other):
    topic = make_topic("Hubs")
    form = open_form(desk, topic, name="Family hubs")
    sign_out(desk)
    desk.post(page_of(topic), form)
    sign_in(desk, "berta")
    assert read(desk.get(page_of(topic)))["name"] == ["Hubs"]


def test_a_form_without_a_valid_token_is_not_kept(client):
    topic, user = make_topic("Hubs"), User.objects.create_superuser("anna")
    forged = signing.dumps([user.pk, page_of(topic), 0, False], salt="another")
    for token in ("", "x", forged):
        client.post(page_of(topic), {"name": "Forged", "_opened": token})
    assert not KeptForm.objects.exists()


def test_passwords_and_forms_that_are_too_large_are_not_kept(desk, monkeypatch):
    topic = make_topic("Hubs")
    form = open_form(desk, topic, password="secret", name="Hubs\x00")
    sign_out(desk)
    desk.post(page_of(topic), form)
    assert "secret" not in json.dumps(KeptForm.objects.get().sent)
    assert KeptForm.objects.get().sent["name"] == ["Hubs"]
    monkeypatch.setattr(kept_forms, "LARGEST", 100)
    response = desk.post(page_of(topic), form | {"name": "Larger"})
    assert KeptForm.objects.get().sent["name"] == ["Hubs"]
    assert "We could not keep what you typed" in text(desk.get(response.url))


def test_a_form_with_a_file_is_kept_without_it_and_the_page_says_so(desk):
    member = make_member("Iris Demoworth")
    form = open_form(desk, member, list_name="Demoworth, Iris")
    sign_out(desk)
    response = desk.post(page_of(member), form | {"portrait": SimpleUploadedFile("iris.png", b"png")})
    assert "Files are not kept: choose them again" in text(desk.get(response.url))
    assert KeptForm.objects.get().sent["list_name"] == ["Demoworth, Iris"]


def test_a_form_is_kept_once_and_for_one_day(desk):
    topic = make_topic("Hubs")
    form = open_form(desk, topic, name="Family hubs")
    sign_out(desk)
    desk.post(page_of(topic), form)
    desk.post(page_of(topic), form)
    assert KeptForm.objects.count() == 1
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(hours=25))
    sign_in(desk)
    assert read(desk.get(page_of(topic)))["name"] == ["Hubs"]


def test_a_form_is_kept_after_signing_in_again_in_another_tab():
    topic, user = make_topic("Hubs"), User.objects.create_superuser("anna")
    desk = signed_in(user, Client(enforce_csrf_checks=True))
    form = open_form(desk, topic, name="Family hubs")
    desk.cookies["csrftoken"] = "b" * 32
    page = desk.post(page_of(topic), form, follow=True)
    assert page.redirect_chain == [(page_of(topic), 302)]
    assert read(page)["name"] == ["Family hubs"]
    topic.refresh_from_db()
    assert topic.name == "Hubs"


def test_a_form_is_kept_when_all_cookies_are_lost():
    topic, user = make_topic("Hubs"), User.objects.create_superuser("anna")
    desk = signed_in(user, Client(enforce_csrf_checks=True))
    form = open_form(desk, topic, name="Family hubs")
    desk.cookies.clear()
    page = desk.post(page_of(topic), form, follow=True)
    assert [address for address, _ in page.redirect_chain] == [page_of(topic), f"/admin/login/?next={page_of(topic)}"]
    signed_in(user, desk)
    assert read(desk.get(page_of(topic)))["name"] == ["Family hubs"]


def test_a_kept_form_is_shown_after_the_password_and_the_code():
    topic, user = make_topic("Hubs"), make_user("anna", role=PUBLISHER)
    desk = signed_in(user)
    form = open_form(desk, topic, name="Family hubs")
    session = desk.session
    session[BEGAN] = session[SEEN] = int(time.time()) - 100 * 3600
    session.save()
    led: Any = desk.post(page_of(topic), form)
    assert "We have kept what you typed" in text(desk.get(led.url))
    sign_in_with_password(desk, "anna", next=page_of(topic))
    there = give(desk, code_of(TOTPDevice.objects.get().key), next=page_of(topic))
    assert there.url == page_of(topic)
    assert read(desk.get(there.url))["name"] == ["Family hubs"]


def test_pressing_enter_saves_a_kept_form_and_does_not_discard_it(desk):
    topic = make_topic("Hubs")
    form = open_form(desk, topic, name="Family hubs")
    sign_out(desk)
    desk.post(page_of(topic), form)
    sign_in(desk)
    page = text(desk.get(page_of(topic)))
    assert page.index('name="_save"') < page.index('name="_discard"')


def test_a_user_who_may_only_view_a_record_is_not_shown_a_kept_form(client):
    department = make_department("Home Office")
    clerk = staff(client, "view_department")
    user = User.objects.get()
    KeptForm.objects.create(user=user, path=page_of(department), sent={"name": ["Ministry"]})
    page = clerk.get(page_of(department))
    assert page.status_code == 200
    assert "Ministry" not in text(page)
