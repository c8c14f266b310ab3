"""Each change to an indexed fact is in the change log, so that the index can catch up.

Each test changes something and catches up. Then the index agrees with the archive, without having been rebuilt.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from questions.archive.editing.publishing import remove
from questions.models import Department, Membership, Question, TopicAssignment
from questions.search.check import check_index
from questions.search.index import store
from questions.search.index.writer import catch_up, rebuild, silent
from tests.support.factories import (
    assign_topic,
    make_answer,
    make_answered,
    make_attachment,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_topic,
)
from tests.support.indexing import found, index_dir, is_complete, run
from tests.support.records import answered, unanswered, write_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

ADMIN = "/admin/questions"
WHY = {"reason": "Keyed wrong."}  # required to change a public text
MEMBERSHIPS = "mnis_id,house,party,constituency,start_date,end_date\n"


def catch_up_and_check(questions: int) -> None:
    """Update the index from the log, which must concern so many questions."""
    outcome = catch_up()
    assert outcome.rebuilt == ""
    assert check_index(silent).faults == {}
    assert outcome.questions == questions


def post(desk: Client, address: str, **form: Any) -> None:
    response = desk.post(f"{ADMIN}/{address}/", form)
    assert response.status_code == 302, response.content.decode()


def delete(desk: Client, address: str) -> None:
    post(desk, f"{address}/delete", post="yes")


def delete_together(desk: Client, model: str, *keys: int) -> None:
    post(desk, model, action="delete_selected", _selected_action=keys, post="yes")


def inline(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """An inline's fields in a form. All its rows were saved before."""
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
    return form | {f"{prefix}-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}


@pytest.fixture
def desk(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An editor's client. Its saves do not update the index, so that the test can."""
    monkeypatch.setattr("questions.middleware.catch_up_if_free", lambda: None)
    return admin_client


def test_a_party_changed_by_an_import_is_logged(tmp_path: Path) -> None:
    member = make_member(parliament_id=11, party="Labour")
    make_question("Family Hubs", asked_by=member, uin="1")
    catch_up()
    Membership.objects.update(ended_on=date(2022, 1, 1))
    rebuild()
    (tmp_path / "m.csv").write_text(f"{MEMBERSHIPS}11,Commons,Green Party,Leeds,2022-06-01,\n")
    assert "was rebuilt" not in run("import_memberships", str(tmp_path / "m.csv"))
    assert found("hubs&party=green-party&seat=leeds") == ["1"]
    assert is_complete()


def test_a_seat_changed_by_an_import_is_logged(tmp_path: Path) -> None:
    member = make_member(parliament_id=11)
    make_membership(member, "Labour", seat="Leeds")
    make_question("Family Hubs", asked_by=member, uin="1")
    catch_up()
    (tmp_path / "m.csv").write_text(f"{MEMBERSHIPS}11,Commons,Labour,Leeds Central,2000-01-01,\n")
    assert "was rebuilt" not in run("import_memberships", str(tmp_path / "m.csv"))
    assert (found("hubs&seat=leeds"), found("hubs&seat=leeds-central")) == ([], ["1"])
    assert is_complete()


def test_a_party_changed_in_the_admin_is_logged(desk: Client) -> None:
    question = make_question("Family Hubs", party="Labour")
    held = question.asked_as
    catch_up()
    form = {"member": held.member_id, "house": "commons", "party": "Green Party", "started_on": "2000-01-01"}
    post(desk, f"membership/{held.pk}/change", **form)
    catch_up_and_check(1)
    delete(desk, f"membership/{held.pk}")
    catch_up_and_check(1)


def test_a_party_changed_on_a_members_form_is_logged(desk: Client) -> None:
    question = make_question("Family Hubs", party="Labour")
    held, member = question.asked_as, question.asked_by
    catch_up()
    row = {"id": held.pk, "member": member.pk, "house": "commons", "party": "Green", "started_on": "2000-01-01"}
    rows = inline("memberships", row) | inline("posts")
    post(desk, f"member/{member.pk}/change", name=member.name, parliament_id=member.parliament_id, **rows)
    catch_up_and_check(1)


def test_a_deleted_post_is_logged_because_it_leaves_a_gap(desk: Client) -> None:
    minister = make_member("Max Sample")
    held = make_post(minister)
    make_answered("Family Hubs", answered_by=minister)
    catch_up()
    delete(desk, f"post/{held.pk}")
    catch_up_and_check(1)


def test_a_departments_new_name_changes_nothing_that_is_indexed(desk: Client) -> None:
    department = make_department("Home Office")
    make_question("Family Hubs", department=department)
    catch_up()
    post(desk, f"department/{department.pk}/change", name="Ministry of the Interior")
    catch_up_and_check(0)


def test_merging_two_departments_is_logged(tmp_path: Path) -> None:
    make_department("Education", key="dfe")
    make_question("Family Hubs", department=make_department("Department for Education", parliament_id=60), uin="1")
    catch_up()
    text = "key,parliament_id,name,short_name,start_date,end_date\ndfe,60,Education,DfE,2010-05-12,\n"
    (tmp_path / "d.csv").write_text(text)
    assert "was rebuilt" not in run("import_departments", str(tmp_path / "d.csv"))
    assert Department.objects.count() == 1
    assert found("hubs&department=education") == ["1"]
    assert is_complete()


def test_deleting_topics_is_logged(desk: Client) -> None:
    question, other = make_question("Family Hubs"), make_question("Childcare")
    one, two, three = (make_topic(name) for name in ("Family hubs", "Childcare", "Schools"))
    for topic in (one, two, three):
        assign_topic(question, topic)
    assign_topic(other, three)
    catch_up()
    delete(desk, f"topic/{one.pk}")
    catch_up_and_check(1)
    delete_together(desk, "topic", two.pk, three.pk)
    catch_up_and_check(2)


def test_a_topic_added_excluded_and_removed_is_logged(desk: Client) -> None:
    question, topic = make_question("Family Hubs"), make_topic("Childcare")
    catch_up()
    post(desk, "topicassignment/add", topic=topic.pk, question=question.pk)
    catch_up_and_check(1)
    given = TopicAssignment.objects.get()
    post(desk, f"topicassignment/{given.pk}/change", topic=topic.pk, question=question.pk, is_excluded="on")
    catch_up_and_check(1)
    post(desk, f"topicassignment/{given.pk}/change", topic=topic.pk, question=question.pk)
    catch_up_and_check(1)
    delete_together(desk, "topicassignment", given.pk)
    catch_up_and_check(1)


def test_a_topic_moved_to_another_question_is_logged_for_both(desk: Client) -> None:
    question, other = make_question("Family Hubs"), make_question("Childcare")
    given = assign_topic(question, "Childcare")
    catch_up()
    post(desk, f"topicassignment/{given.pk}/change", topic=given.topic_id, question=other.pk)
    catch_up_and_check(2)


def test_an_answer_changed_and_deleted_in_the_admin_is_logged(desk: Client) -> None:
    question = make_question("Family Hubs")
    answer = make_answer(question)
    catch_up()
    form = {"question": question.pk, "stage": 2, "answered_on": "2023-03-30", "text": "Giraffes."} | WHY
    post(desk, f"answer/{answer.pk}/change", **form, **inline("attachments"))
    catch_up_and_check(1)
    delete(desk, f"answer/{answer.pk}")
    catch_up_and_check(1)


def test_an_answer_moved_to_another_question_is_logged_for_both(desk: Client) -> None:
    question, other = make_question("Family Hubs"), make_question("Childcare")
    answer = make_answer(question)
    catch_up()
    form = {"question": other.pk, "stage": 2, "answered_on": "2023-03-30", "text": "Giraffes."} | WHY
    post(desk, f"answer/{answer.pk}/change", **form, **inline("attachments"))
    catch_up_and_check(2)


def test_an_attachment_added_and_deleted_in_the_admin_is_logged(desk: Client) -> None:
    answer = make_answer(make_question("Family Hubs"))
    catch_up()
    post(desk, "attachment/add", answer=answer.pk, url="https://example.org/a.pdf", title="Table")
    catch_up_and_check(1)
    attachment = answer.attachments.get()
    delete(desk, f"attachment/{attachment.pk}")
    catch_up_and_check(1)
    one = make_attachment(answer)
    catch_up()
    delete_together(desk, "attachment", one.pk)
    catch_up_and_check(1)


def test_questions_deleted_together_are_logged(desk: Client) -> None:
    questions = [make_question("Family Hubs", topic="Childcare"), make_answered("Childcare"), make_question("Schools")]
    catch_up()
    post(desk, "question", action="remove", _selected_action=[row.pk for row in questions[:2]], sure="on")
    catch_up_and_check(2)


def test_questions_permanently_deleted_together_are_logged(desk: Client) -> None:
    questions = [make_question("Family Hubs", topic="Childcare"), make_answered("Childcare")]
    remove([row.pk for row in questions])
    catch_up()
    chosen = {"_selected_action": [row.pk for row in questions], "action": "delete_selected", "post": "yes"}
    desk.post(f"{ADMIN}/question/?stands=deleted", chosen)
    catch_up_and_check(2)


def test_a_question_unpublished_in_the_admin_is_logged(desk: Client) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=None)
    catch_up()
    post(desk, f"question/{question.pk}/unpublish", sure="on", reason="Entered twice")
    catch_up_and_check(1)
    assert found("hubs") == []


def test_the_day_on_which_a_question_was_last_seen_is_logged(tmp_path: Path) -> None:
    run("import_questions", write_list(tmp_path / "2024-09-03.json", unanswered()))
    before = store.snapshot().path
    run("import_questions", write_list(tmp_path / "2024-09-04.json", unanswered()))
    assert Question.objects.get().last_seen_on == date(2024, 9, 4)
    assert store.snapshot().path == before
    assert is_complete()


def test_an_imported_answer_attachment_or_withdrawal_is_logged(tmp_path: Path) -> None:
    run("import_questions", write_list(tmp_path / "2024-09-03.json", unanswered()))
    before = store.snapshot().path
    file = {"url": "https://example.org/a.pdf", "title": "Table", "fileType": "pdf", "fileSizeBytes": 1}
    run("import_questions", write_list(tmp_path / "2024-09-11.json", answered(attachments=[file], attachmentCount=1)))
    assert is_complete()
    run("import_questions", write_list(tmp_path / "2024-09-12.json", unanswered(isWithdrawn=True)))
    assert is_complete()
    assert store.snapshot().path == before


def test_adding_and_removing_the_demo_is_logged() -> None:
    make_question("Family Hubs", uin="1")
    catch_up()
    assert "was rebuilt" not in run("demo")
    assert is_complete()
    assert "was rebuilt" not in run("demo", "--remove")
    assert is_complete()
    assert found("hubs") == ["1"]
