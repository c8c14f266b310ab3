"""What roles may do with questions and their history."""

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from tests.admin.test_admin import question_form

from .case import NOBODY, SURE, Case, chosen, of

QUESTIONS = [
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
]
