"""What roles can do with spreadsheets, imports, refused rows, readers' reports and jobs."""

import json

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from questions.models import ImportRun, JobRun, MistakeReport, Question, RefusedRow
from tests.support.records import unanswered

from .case import NOBODY, Case, as_it_is, chosen

WORK = [
    Case("download questions", VIEWER, "questions/question/download/csv/"),
    Case("download members", VIEWER, "questions/member/download/csv/"),
    Case("upload questions", EDITOR, "questions/question/upload/"),
    Case("review an upload", EDITOR, "questions/question/upload/review/"),
    Case("save an upload", EDITOR, "questions/department/upload/review/", {"seen": "x"}),
    Case(
        "undo another user's upload",
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
    Case("see references", VIEWER, "questions/reference/"),
    Case("see readers' reports", EDITOR, "questions/mistakereport/"),
    Case("see a reader's report", EDITOR, "questions/mistakereport/{report}/change/"),
    Case("add a reader's report at the desk", NOBODY, "questions/mistakereport/add/", {"what": "Wrong."}),
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
    Case("see jobs", ADMINISTRATOR, "questions/jobrun/"),
    Case("see a run of a job", ADMINISTRATOR, "questions/jobrun/{job_run}/change/"),
    Case("run a job now", ADMINISTRATOR, "questions/jobrun/prune/run/", {}, JobRun.objects.waiting().exists),
    Case("change a run of a job", NOBODY, "questions/jobrun/{job_run}/change/", {"state": "done"}),
    Case("delete a run of a job", NOBODY, "questions/jobrun/{job_run}/delete/", {"post": "yes"}),
    Case("see leases", VIEWER, "questions/lease/"),
]
