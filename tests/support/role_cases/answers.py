"""What roles can do with answers."""

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from questions.archive.editing.answers import removed_answers
from questions.models import Answer, Question
from tests.admin.test_admin import rows

from .case import SURE, Case, chosen

ANSWERS = [
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
    Case("look at an answer", VIEWER, "questions/answer/{answer}/change/"),
    Case("open the form to correct an answer", EDITOR, "questions/question/{question}/correct/"),
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
        "delete an answer with the option to undo",
        PUBLISHER,
        "questions/answer/{answer}/delete/",
        {"post": "yes"},
        lambda: not Answer.objects.filter(question__heading="Public").exists(),
    ),
    Case(
        "delete answers with the option to undo",
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
]
