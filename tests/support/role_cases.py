"""The table of test_roles.py: actions of the desk, each as one request, with the first role that may do it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, ROLES, VIEWER
from questions.archive.editing.answers import removed_answers
from questions.models import (
    Acronym,
    Answer,
    Department,
    ImportRun,
    Member,
    Membership,
    MistakeReport,
    ParliamentarySession,
    Post,
    Question,
    RefusedRow,
    Topic,
)
from tests.admin.test_admin import question_form, rows

from .records import unanswered

SUPERUSER, NOBODY = "Superuser", "nobody"
PEOPLE = (*ROLES, SUPERUSER)
PERIOD = {"started_on": "2020-01-01"}
SURE = {"sure": "on"}
NAMES = {"username": "new", "password1": "correct horse battery", "password2": "correct horse battery"}


class Case(NamedTuple):
    """An action, and the first of PEOPLE who may do it; `{question}` and so on stand for primary keys."""

    action: str
    first: str
    address: str
    form: dict[str, Any] | None = None  # None: it is only looked at
    is_done: Callable[[], bool] | None = None  # None: it is done where it is not refused


def chosen(action: str, heading: str, **given: Any) -> dict[str, Any]:
    return {"action": action, "_selected_action": f"{{{heading}}}", **given}


def as_it_is(text: str) -> str:
    """A text whose braces stand for nothing."""
    return text.replace("{", "{{").replace("}", "}}")


def of(heading: str) -> Any:
    return Question.objects.filter(heading=heading)


CASES = [
    Case("look at a question", VIEWER, "questions/question/{question}/change/"),
    Case("preview a draft", VIEWER, "questions/question/{draft}/preview/"),
    Case("enter a question", EDITOR, "questions/question/add/", question_form(heading="New"), of("New").exists),
    Case(
        "change a public question",
        EDITOR,
        "questions/question/{question}/change/",
        question_form(uin="1", heading="Mended", parliament_id=1),
        of("Mended").exists,
    ),
    Case("publish a draft", PUBLISHER, "questions/question/{draft}/publish/", SURE, of("Draft").public().exists),
    Case("publish drafts", PUBLISHER, "questions/question/", chosen("publish", "draft"), of("Draft").public().exists),
    Case(
        "save and publish a draft",
        PUBLISHER,
        "questions/question/{draft}/change/",
        question_form(uin="2", heading="Draft", parliament_id=2, _publish="on"),
        of("Draft").public().exists,
    ),
    Case(
        "unpublish a question",
        PUBLISHER,
        "questions/question/{question}/unpublish/",
        {**SURE, "reason": "Wrong"},
        of("Public").filter(published_at=None).exists,
    ),
    Case(
        "unpublish questions",
        PUBLISHER,
        "questions/question/",
        chosen("unpublish", "question", **SURE, reason="Wrong"),
        of("Public").filter(published_at=None).exists,
    ),
    Case(
        "delete a question so that it can be undone",
        PUBLISHER,
        "questions/question/{question}/remove/",
        SURE,
        of("Public").exclude(deleted_at=None).exists,
    ),
    Case(
        "delete questions so that it can be undone",
        PUBLISHER,
        "questions/question/",
        chosen("remove", "question", **SURE),
        of("Public").exclude(deleted_at=None).exists,
    ),
    Case("restore a question", PUBLISHER, "questions/question/{deleted}/restore/", SURE, of("Gone").public().exists),
    Case(
        "restore questions",
        PUBLISHER,
        "questions/question/?stands=deleted",
        chosen("restore", "deleted"),
        of("Gone").public().exists,
    ),
    Case(
        "delete a question for good",
        ADMINISTRATOR,
        "questions/question/{deleted}/delete/",
        {"post": "yes"},
        lambda: not of("Gone").exists(),
    ),
    Case(
        "delete questions for good",
        ADMINISTRATOR,
        "questions/question/?stands=deleted",
        chosen("delete_selected", "deleted", post="yes"),
        lambda: not of("Gone").exists(),
    ),
    Case("delete for good what is public", NOBODY, "questions/question/{question}/delete/", {"post": "yes"}),
    Case("see a history", VIEWER, "questions/question/{question}/history/"),
    Case("see the history of all", VIEWER, "questions/auditentry/"),
    Case("change an entry of the history", NOBODY, "questions/auditentry/{entry}/change/", {"by_name": "another"}),
    Case("delete an entry of the history", NOBODY, "questions/auditentry/{entry}/delete/", {"post": "yes"}),
    Case("write an entry into the history", NOBODY, "questions/auditentry/add/", {"by_name": "another"}),
    Case(
        "restore an earlier heading",
        EDITOR,
        "questions/question/{question}/history/{entry}/restore/",
        {},
        of("Before").exists,
    ),
    Case(
        "enter an answer",
        EDITOR,
        "questions/answer/add/",
        {
            "question": "{draft}",
            "stage": 2,
            "answered_on": "2023-03-30",
            "text": "Yes.",
            **rows("attachments"),
        },
        Answer.objects.filter(question__heading="Draft").exists,
    ),
    Case("read what a correction is of", EDITOR, "questions/question/{question}/correct/"),
    Case(
        "correct an answer",
        EDITOR,
        "questions/question/{question}/correct/",
        {"answered_on": "2023-04-04", "answered_by": "{member}", "text": "No.", "reason": "As the minister wrote."},
        Answer.objects.filter(stage=Answer.Stage.CORRECTION).exists,
    ),
    Case(
        "fix typing mistakes in a public answer's text",
        PUBLISHER,
        "questions/answer/{answer}/change/",
        {
            "question": "{question}",
            "stage": 2,
            "answered_on": "2023-03-30",
            "text": "No.",
            "reason": "Keyed wrong.",
            **rows("attachments"),
        },
        Answer.objects.filter(text="<p>No.</p>").exists,
    ),
    Case(
        "delete an answer so that it can be undone",
        PUBLISHER,
        "questions/answer/{answer}/delete/",
        {"post": "yes"},
        lambda: not Answer.objects.filter(question__heading="Public").exists(),
    ),
    Case(
        "delete answers so that it can be undone",
        PUBLISHER,
        "questions/answer/",
        chosen("delete_selected", "answer", post="yes"),
        lambda: not Answer.objects.filter(question__heading="Public").exists(),
    ),
    Case(
        "restore an answer",
        PUBLISHER,
        "questions/question/{other_draft}/answers/{removed}/restore/",
        SURE,
        Answer.objects.filter(question__heading="Unanswered again").exists,
    ),
    Case(
        "delete an answer for good",
        ADMINISTRATOR,
        "questions/question/{other_draft}/answers/{removed}/erase/",
        SURE,
        lambda: not removed_answers(Question.objects.get(heading="Unanswered again")),
    ),
    Case(
        "enter a member",
        EDITOR,
        "questions/member/add/",
        {
            "name": "New Member",
            **rows("memberships"),
            **rows("posts"),
        },
        Member.objects.filter(name="New Member").exists,
    ),
    Case(
        "delete a member",
        ADMINISTRATOR,
        "questions/member/{member}/delete/",
        {"post": "yes"},
        lambda: not Member.objects.filter(name="Max Sample").exists(),
    ),
    Case(
        "enter a membership",
        EDITOR,
        "questions/membership/add/",
        {
            "member": "{member}",
            "house": "lords",
            "party": "Green Party",
            **PERIOD,
        },
        Membership.objects.filter(party="Green Party").exists,
    ),
    Case(
        "delete a membership",
        ADMINISTRATOR,
        "questions/membership/{membership}/delete/",
        {"post": "yes"},
        lambda: not Membership.objects.exists(),
    ),
    Case(
        "enter a post",
        EDITOR,
        "questions/post/add/",
        {
            "member": "{member}",
            "title": "Minister for Hubs",
            "rank": 4,
            **PERIOD,
        },
        Post.objects.filter(title="Minister for Hubs").exists,
    ),
    Case(
        "delete posts",
        ADMINISTRATOR,
        "questions/post/",
        chosen("delete_selected", "post", post="yes"),
        lambda: not Post.objects.exists(),
    ),
    Case(
        "enter a department",
        EDITOR,
        "questions/department/add/",
        {"name": "Office of Hubs"},
        Department.objects.filter(name="Office of Hubs").exists,
    ),
    Case(
        "add a question to a topic",
        EDITOR,
        "questions/question/",
        {
            **chosen("say_of_topic", "question"),
            "topic": "{topic}",
            "word": "assign",
        },
        of("Public").filter(topic_assignments__isnull=False).exists,
    ),
    Case(
        "make a topic",
        PUBLISHER,
        "questions/topic/add/",
        {"name": "New", "slug": "new"},
        Topic.objects.filter(slug="new").exists,
    ),
    Case(
        "delete a topic",
        ADMINISTRATOR,
        "questions/topic/{topic}/delete/",
        {"post": "yes"},
        lambda: not Topic.objects.filter(name="Hubs").exists(),
    ),
    Case(
        "merge topics",
        ADMINISTRATOR,
        "questions/topic/",
        {**chosen("merge", "topic"), "target": "{other}"},
        lambda: not Topic.objects.filter(name="Hubs").exists(),
    ),
    Case(
        "make an acronym",
        PUBLISHER,
        "questions/acronym/add/",
        {"letters": "XYZ", "long_form": "nothing"},
        Acronym.objects.filter(letters="XYZ").exists,
    ),
    Case(
        "add a session of Parliament",
        ADMINISTRATOR,
        "questions/parliamentarysession/add/",
        {"name": "2027–28", "first_day": "2027-11-09"},
        ParliamentarySession.objects.filter(name="2027–28").exists,
    ),
    Case("see a session of Parliament", VIEWER, "questions/parliamentarysession/"),
    Case("make a rule for kinds of answers", PUBLISHER, "questions/answerkindrule/add/", {"phrases": "no"}),
    Case("see headings in no topic", VIEWER, "questions/topic/headings/"),
    Case("download questions", VIEWER, "questions/question/download/csv/"),
    Case("download members", VIEWER, "questions/member/download/csv/"),
    Case("upload questions", EDITOR, "questions/question/upload/"),
    Case("look at what was uploaded", EDITOR, "questions/question/upload/review/"),
    Case("save what was uploaded", EDITOR, "questions/department/upload/review/", {"seen": "x"}),
    Case(
        "undo what another uploaded",
        PUBLISHER,
        "questions/importrun/{bulk}/undo/",
        {},
        ImportRun.objects.filter(kind="undo bulk questions").exists,
    ),
    Case("undo an import of files", NOBODY, "questions/importrun/{run}/undo/", {}),
    Case("see an import", VIEWER, "questions/importrun/{run}/change/"),
    Case("change an import", NOBODY, "questions/importrun/{run}/change/", {"kind": "none"}),
    Case("delete an import", NOBODY, "questions/importrun/{run}/delete/", {"post": "yes"}),
    Case("see a refused row", VIEWER, "questions/refusedrow/{refused}/change/"),
    Case(
        "repair a refused row",
        EDITOR,
        "questions/refusedrow/{refused}/change/",
        {"record": as_it_is(json.dumps(unanswered(uin="77")))},
        Question.objects.filter(uin="77").exists,
    ),
    Case(
        "set a refused row aside",
        EDITOR,
        "questions/refusedrow/",
        chosen("set_aside", "refused"),
        RefusedRow.objects.filter(state="aside").exists,
    ),
    Case("delete a refused row", NOBODY, "questions/refusedrow/{refused}/delete/", {"post": "yes"}),
    Case("see what is cited", VIEWER, "questions/reference/"),
    Case("see readers' reports", EDITOR, "questions/mistakereport/"),
    Case("see a reader's report", EDITOR, "questions/mistakereport/{report}/change/"),
    Case("write a reader's report at the desk", NOBODY, "questions/mistakereport/add/", {"what": "Wrong."}),
    Case(
        "close a reader's report",
        EDITOR,
        "questions/mistakereport/{report}/change/",
        {"outcome": "fixed", "note": ""},
        MistakeReport.objects.filter(outcome="fixed").exists,
    ),
    Case(
        "close readers' reports as advertising",
        EDITOR,
        "questions/mistakereport/",
        chosen("close_as_nonsense", "report"),
        MistakeReport.objects.filter(outcome="nonsense").exists,
    ),
    Case(
        "delete a reader's report",
        ADMINISTRATOR,
        "questions/mistakereport/{report}/delete/",
        {"post": "yes"},
        lambda: not MistakeReport.objects.exists(),
    ),
    Case("see the security log", ADMINISTRATOR, "questions/securityevent/"),
    Case("see an event of it", ADMINISTRATOR, "questions/securityevent/{event}/change/"),
    Case("change an event of it", NOBODY, "questions/securityevent/{event}/change/", {"by": "another"}),
    Case("delete an event of it", NOBODY, "questions/securityevent/{event}/delete/", {"post": "yes"}),
    Case("write an event into it", NOBODY, "questions/securityevent/add/", {"by": "another"}),
    Case("see users", ADMINISTRATOR, "auth/user/"),
    Case("make a user", ADMINISTRATOR, "auth/user/add/", NAMES, User.objects.filter(username="new").exists),
    Case("see a user", ADMINISTRATOR, "auth/user/{clerk}/change/"),
    Case(
        "take a user's rights away",
        ADMINISTRATOR,
        "auth/user/{clerk}/change/",
        {
            "username": "clerk",
            "date_joined_0": "2020-01-01",
            "date_joined_1": "09:00",
        },
        User.objects.filter(username="clerk", is_active=False, is_staff=False).exists,
    ),
    Case(
        "change a user's password", ADMINISTRATOR, "auth/user/{clerk}/password/", {**NAMES, "usable_password": "true"}
    ),
    Case(
        "reset a user's second factor",
        ADMINISTRATOR,
        "auth/user/{clerk}/second-factor/",
        {},
        lambda: not TOTPDevice.objects.filter(user__username="clerk").exists(),
    ),
    Case(
        "delete a user",
        SUPERUSER,
        "auth/user/{clerk}/delete/",
        {"post": "yes"},
        lambda: not User.objects.filter(username="clerk").exists(),
    ),
    Case(
        "change a superuser's password", SUPERUSER, "auth/user/{root}/password/", {**NAMES, "usable_password": "true"}
    ),
    Case("reset a superuser's second factor", SUPERUSER, "auth/user/{root}/second-factor/", {}),
    Case("change a superuser", SUPERUSER, "auth/user/{root}/change/", {"username": "root"}),
    Case("see roles", ADMINISTRATOR, "auth/group/"),
    Case(
        "make a group", SUPERUSER, "auth/group/add/", {"name": "Interns"}, Group.objects.filter(name="Interns").exists
    ),
    Case("delete a role", NOBODY, "auth/group/{role}/delete/", {"post": "yes"}),
]
