"""The admin's first page: its work lists, their counts, and the lists that they link to."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.accounts import work_lists
from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from questions.models import Answer, Change, ImportRun, MistakeReport, Question, Reference, RefusedRow
from questions.search.index.writer import catch_up
from tests.support.desk import signed_in, somebody, text
from tests.support.factories import make_answer, make_member, make_post, make_question, together

pytestmark = pytest.mark.django_db

DESK = "/admin/"


@pytest.fixture
def desk(admin_user: User) -> Client:
    return signed_in(admin_user)


def numbers(client: Client) -> dict[str, int]:
    """The count of each work list on the first page, by the work list's name."""
    page = client.get(DESK).content.decode()
    return {name: int(number) for name, number in re.findall(r'data-list="(\w+)" data-number="(\d+)"', page)}


def linked_page(client: Client, name: str) -> str:
    """The page that a work list links to."""
    page = client.get(DESK).content.decode()
    address = re.search(rf'data-list="{name}".*?href="([^"]+)"', page, re.S)[1]  # type: ignore[index]
    response = client.get(unescape(address))
    assert response.status_code == 200
    return text(response)


def make_refused(number: int = 1, **fields: Any) -> None:
    run = ImportRun.objects.create(kind="import_questions", outcome="done", refused=number)
    fields = {"path": "a.json", "reason": "uin is missing", "raw": "{}", **fields}
    RefusedRow.objects.bulk_create(RefusedRow(run=run, position=place, **fields) for place in range(1, number + 1))


def fill(number: int) -> None:
    """Make so many items for each work list."""
    with together():
        for _ in range(number):
            question = make_question(published_at=None)
            make_answer(question, answered_by=make_member("No Party", parliament_id=None))
            MistakeReport.objects.create(question=question, what="Wrong.", where="other")
    for _ in range(number):
        Reference.objects.create(question=question, uin="999999")
    make_refused(number)
    ImportRun.objects.create(kind="import_members", outcome="failed")


def test_each_work_list_counts_only_what_is_still_to_do(desk: Client) -> None:
    fill(2)
    public = make_question("Public")
    minister = make_member("Max Sample", party="Labour")
    make_post(minister)
    make_answer(public, answered_by=minister)
    make_question("Gone", published_at=None, deleted_at=timezone.now())
    Reference.objects.create(question=public, uin=public.uin, target=public)
    make_refused(1, state=RefusedRow.State.ASIDE)
    MistakeReport.objects.create(question=public, what="Wrong.", where="other", closed_at=timezone.now())
    catch_up()
    expected = {"drafts": 2, "mistakes": 2, "refused": 2, "parties": 2, "posts": 2, "references": 2}
    assert numbers(desk) == {**expected, "runs": 1, "jobs": 0, "sessions": 0, "index": 0}


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("drafts", "A draft", "A public question"),
        ("mistakes", "Still wrong", "No longer wrong"),
        ("refused", "uin is missing", "set aside already"),
        ("parties", "No Party", "Max Sample"),
        ("posts", "Said by nobody in office", "Said by a minister"),
        ("references", "777777", "888888"),
        ("runs", "Members", "Ministers’ posts"),
    ],
)
def test_each_work_list_links_to_a_list_of_only_its_items(desk: Client, name: str, shown: str, hidden: str) -> None:
    public, draft = make_question("A public question"), make_question("A draft", published_at=None)
    minister, other = make_member("Max Sample", party="Labour"), make_member("No Party")
    make_post(minister)
    make_answer(public, "<p>Said by a minister</p>", answered_by=minister)
    make_answer(draft, "<p>Said by nobody in office</p>", answered_by=other)
    Reference.objects.create(question=public, uin="777777")
    Reference.objects.create(question=public, uin="888888", target=public)
    make_refused(1)
    make_refused(1, reason="set aside already", state=RefusedRow.State.ASIDE)
    MistakeReport.objects.create(question=public, what="Still wrong", where="other")
    MistakeReport.objects.create(question=public, what="No longer wrong", where="other", closed_at=timezone.now())
    for kind, outcome in (("import_members", "failed"), ("import_posts", "failed"), ("import_posts", "done")):
        ImportRun.objects.create(kind=kind, outcome=outcome)
    page = results(linked_page(desk, name))
    assert shown in page
    assert hidden not in page


def results(page: str) -> str:
    return page.split('<table id="result_list">', 1)[1].split("</table>", 1)[0]


def test_an_empty_work_list_says_none(desk: Client) -> None:
    catch_up()
    assert set(numbers(desk).values()) == {0}
    assert "Drafts to publish: none" in text(desk.get(DESK))


def test_each_role_sees_only_the_work_lists_that_it_can_act_on() -> None:
    theirs = {role: set(numbers(somebody(role))) for role in (VIEWER, EDITOR, PUBLISHER, ADMINISTRATOR)}
    assert theirs[VIEWER] == set()
    assert theirs[EDITOR] == {"mistakes", "refused", "parties", "posts", "references"}
    assert theirs[PUBLISHER] == {*theirs[EDITOR], "drafts"}
    assert theirs[ADMINISTRATOR] == {*theirs[PUBLISHER], "runs", "jobs", "sessions", "index"}


def test_the_number_of_queries_does_not_grow_with_the_work_lists(desk: Client) -> None:
    def queries() -> int:
        catch_up()
        desk.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            desk.get(DESK)
        return len(captured)

    fill(1)
    before = queries()
    fill(12)
    assert queries() == before <= 30


def test_a_work_list_stops_counting_at_a_maximum(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_lists, "MOST", 3)
    make_refused(5)
    assert numbers(desk)["refused"] == 4
    assert "Refused rows to repair: more than 3" in " ".join(re.sub("<[^>]+>", "", text(desk.get(DESK))).split())


PLANS = {
    "drafts": (Question.objects.drafts, "question_drafts"),
    "posts": (Answer.objects.without_post, "answer_by_post"),
    "references": (Reference.objects.unresolved, "questions_reference_target_id"),
    "refused": (RefusedRow.objects.waiting, "refused_row_waiting"),
    "mistakes": (MistakeReport.objects.waiting, "mistake_open"),
}


@pytest.mark.parametrize("name", PLANS)
def test_each_work_list_is_read_with_its_own_database_index(name: str) -> None:
    """PostgreSQL scans small tables, so the test forbids that. For an empty table it may use another index."""
    rows, expected = PLANS[name]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows().order_by().values("pk")[: work_lists.MOST + 1].explain()
    assert expected in plan or (name == "posts" and "Index Scan using" in plan)


# Imports and the index


def test_the_last_import_of_each_kind_is_shown_with_failed_ones_first(desk: Client) -> None:
    for kind, outcome in (("import_posts", "failed"), ("import_posts", "done"), ("sync questions", "failed")):
        ImportRun.objects.create(kind=kind, outcome=outcome)
    ImportRun.objects.filter(kind="import_posts").update(started_at=timezone.now() - timedelta(days=1))
    ImportRun.objects.create(kind="import_members", outcome="done", created=12_000, updated=300, unchanged=45)
    ImportRun.objects.create(kind="repair import_questions", outcome="done")
    table = text(desk.get(DESK)).split('<ul class="desk-runs">', 1)[1].split("</ul>", 1)[0]
    said = [" ".join(re.sub("<[^>]+>", "", row).split()) for row in re.findall("<li>(.*?)</li>", table)]
    assert said == [
        "Parliament’s written questions: failed, today",
        "Members: 12,345 rows, today",
        "Ministers’ posts: 0 rows, yesterday",
    ]


def test_the_last_imports_link_to_their_refused_rows(desk: Client) -> None:
    make_refused(2)
    run = ImportRun.objects.get()
    assert f'href="/admin/questions/refusedrow/?run__id__exact={run.pk}"' in text(desk.get(DESK))


def test_an_index_that_is_behind_is_reported_with_what_to_do(desk: Client) -> None:
    make_question()
    catch_up()
    question = make_question()
    assert numbers(desk)["index"] == 0  # it has not been behind for long
    Change.objects.update(at=timezone.now() - timedelta(hours=1))
    assert numbers(desk)["index"] == 1
    assert "manage.py index" in text(desk.get(DESK))
    assert str(question.pk) in results(linked_page(desk, "index"))


def test_without_an_index_the_first_page_works_and_says_so(desk: Client, settings: Settings, tmp_path) -> None:
    make_question()
    settings.INDEX_DIR = tmp_path / "nothing"
    assert numbers(desk)["index"] == 1
    assert "Search is being rebuilt" in text(desk.get(DESK))


def test_an_unresolved_reference_links_to_the_form_that_fetches_its_question(desk: Client) -> None:
    Reference.objects.create(question=make_question(), uin="777777", tabled_on="2023-03-22")
    page = linked_page(desk, "references")
    address = re.search(r'href="(/admin/questions/question/new/[^"]+)"', page)[1]  # type: ignore[index]
    form = desk.get(address).content.decode()
    assert 'value="777777"' in form
    assert 'value="2023-03-22"' in form
