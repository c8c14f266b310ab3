"""`manage.py import_questions`: what records change in the archive, and what the report says."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from questions.models import (
    Answer,
    Change,
    Department,
    GroupLink,
    ImportRun,
    Member,
    Question,
    QuestionEvent,
    RefusedRow,
)
from tests.support.records import answered, corrected, grouped, holding, unanswered, write_list
from tests.support.state import archive_state

pytestmark = pytest.mark.django_db

DHSC: dict[str, Any] = {"answeringBodyId": 17, "answeringBodyName": "Department of Health and Social Care"}


def run(*args: str, **options) -> str:
    out = StringIO()
    call_command("import_questions", *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_record_becomes_a_question_with_its_answer(tmp_path):
    report = run(write_list(tmp_path / "2024-09-11.json", answered()))
    question = Question.objects.public().get()
    assert "created 1, updated 0, unchanged 0, refused 0" in report
    assert (question.uin, question.house, question.status) == ("2001", "commons", "answered")
    assert question.tabled_on == date(2024, 9, 2)
    assert question.answered_on == date(2024, 9, 10)
    assert question.last_seen_on == date(2024, 9, 11)
    assert question.department.name == "Department for Education"
    assert question.asked_by.name == "Member 11"
    assert question.current_answer.answered_by.parliament_id == 12
    assert question.get_absolute_url() == "/questions/commons/2024-09-02/2001/"


def test_the_second_import_changes_nothing(tmp_path):
    path = write_list(tmp_path / "2024-09-11.json", answered(), unanswered(id=102, uin="2002"))
    run(path)
    before, changes = archive_state(), Change.objects.count()
    assert "created 0, updated 0, unchanged 2, refused 0" in run(path)
    assert archive_state() == before
    assert Change.objects.count() == changes


def test_a_record_that_differs_only_in_its_as_of_day_counts_as_unchanged(tmp_path):
    run(write_list(tmp_path / "2024-09-03.json", unanswered()))
    assert "unchanged 1" in run(write_list(tmp_path / "2024-09-05.json", unanswered()))
    assert Question.objects.get().last_seen_on == date(2024, 9, 5)


def test_the_as_of_option_overrides_the_day_in_the_files_name(tmp_path):
    run(write_list(tmp_path / "2024-09-11.json", unanswered()), "--as-of", "2024-09-15")
    assert Question.objects.get().last_seen_on == date(2024, 9, 15)


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday"])
def test_an_as_of_day_that_is_invalid_or_in_the_future_is_refused(tmp_path, day):
    with pytest.raises(CommandError, match=r"is in the future|is not a valid date"):
        run(write_list(tmp_path / "2024-09-11.json", unanswered()), "--as-of", day)


def test_an_answer_keeps_its_row_when_it_is_corrected(tmp_path):
    run(write_list(tmp_path / "2024-09-11.json", answered(text="<p>Seven.</p>")))
    first = Answer.objects.get()
    run(write_list(tmp_path / "2024-09-21.json", corrected(text="<p>Eight.</p>")))
    original, correction = Answer.objects.order_by("stage")
    assert (original.pk, original.text) == (first.pk, "<p>Seven.</p>")
    assert (correction.text, correction.answered_by.parliament_id) == ("<p>Eight.</p>", 13)
    assert Question.objects.get().status == "corrected"


def test_a_question_moved_to_another_day_keeps_its_old_address(tmp_path):
    run(write_list(tmp_path / "2024-09-03.json", unanswered()))
    run(write_list(tmp_path / "2024-09-04.json", unanswered(dateTabled="2024-09-03T00:00:00")))
    question = Question.objects.get()
    assert question.tabled_on == date(2024, 9, 3)
    former = question.former_addresses.get()
    assert (former.tabled_on, former.uin) == (date(2024, 9, 2), "2001")


def test_a_transfer_changes_the_department_and_is_an_event(tmp_path):
    run(write_list(tmp_path / "2024-09-03.json", unanswered()))
    run(write_list(tmp_path / "2024-09-04.json", unanswered(**DHSC)))
    event = QuestionEvent.objects.get()
    assert (event.kind, event.day) == ("transferred", date(2024, 9, 4))
    assert (event.before, event.after) == ("Department for Education", "Department of Health and Social Care")
    assert Question.objects.get().department.parliament_id == 17


def test_an_older_file_adds_texts_and_events_but_changes_nothing_else(tmp_path):
    run(write_list(tmp_path / "2024-09-21.json", answered(dateHoldingAnswer="2024-09-09T00:00:00", **DHSC)))
    assert "updated 1" in run(write_list(tmp_path / "2024-09-09.json", holding(text="I will write.")))
    question = Question.objects.get()
    assert (question.status, question.department.parliament_id) == ("answered", 17)
    assert question.answers_in_order[0].text == "<p>I will write.</p>"
    assert question.events.get().kind == "transferred"
    assert question.last_seen_on == date(2024, 9, 21)


def test_two_questions_can_exchange_their_days_of_tabling(tmp_path):
    later = {"dateTabled": "2024-09-04T00:00:00"}
    run(write_list(tmp_path / "2024-09-05.json", unanswered(), unanswered(id=102, **later)))
    report = run(write_list(tmp_path / "2024-09-06.json", unanswered(**later), unanswered(id=102)))
    assert "created 0, updated 2, unchanged 0, refused 0" in report
    assert dict(Question.objects.values_list("parliament_id", "tabled_on__day")) == {101: 4, 102: 2}


def test_the_first_of_two_ids_adopts_a_question_entered_by_hand(tmp_path):
    Question.objects.create(uin="2001", tabled_on=date(2024, 9, 2), text="By hand.")
    assert "updated 1, unchanged 0, refused 1" in run(write_list(tmp_path / "1.json", unanswered(), unanswered(id=5)))


def test_a_run_without_any_file_of_its_kind_fails_and_says_what_it_expects(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(
        CommandError, match=r"nothing was imported: no records in .*Expected: JSON of Parliament"
    ) as failed:
        run(str(tmp_path))
    assert str(tmp_path) in str(failed.value)
    assert (failed.value.returncode, ImportRun.objects.get().outcome) == (1, "failed")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_group_link_finds_its_question_whichever_comes_first(tmp_path, order):
    values = [
        answered(groupedQuestionsDates=grouped(("2002", "2024-09-03"))),
        answered(id=102, uin="2002", dateTabled="2024-09-03T00:00:00"),
    ]
    for place in order:
        run(write_list(tmp_path / f"{place}.json", values[place]))
    assert GroupLink.objects.get().other.uin == "2002"


def test_a_group_link_finds_its_question_by_day_and_uin_never_by_uin_alone(tmp_path):
    run(
        write_list(
            tmp_path / "1.json",
            answered(groupedQuestionsDates=grouped(("2002", "2024-09-03"))),
            answered(id=102, uin="2002", dateTabled="2023-09-04T00:00:00"),
        )
    )
    assert GroupLink.objects.get().other is None


def test_a_question_that_a_list_no_longer_names_stays_unchanged(tmp_path):
    run(write_list(tmp_path / "2024-09-03.json", unanswered(), unanswered(id=102, uin="2002")))
    run(write_list(tmp_path / "2024-09-04.json", unanswered()))
    assert Question.objects.get(uin="2002").last_seen_on == date(2024, 9, 3)
    assert Question.objects.get(uin="2002").status == "unanswered"


def test_the_same_record_twice_in_a_file_makes_one_question(tmp_path):
    report = run(write_list(tmp_path / "2024-09-03.json", unanswered(), unanswered()))
    assert "created 1, updated 0, unchanged 1, refused 0" in report


def test_a_uin_used_again_in_another_session_is_another_question(tmp_path):
    again = unanswered(id=999, dateTabled="2025-09-02T00:00:00", dateForAnswer="2025-09-09T00:00:00")
    run(write_list(tmp_path / "1.json", unanswered(), again))
    assert Question.objects.filter(uin="2001").count() == 2


def test_a_refused_row_is_kept_with_its_reason_and_raw_text(tmp_path):
    path = write_list(tmp_path / "2024-09-03.json", unanswered(), unanswered(id=102, uin=None))
    assert "created 1, updated 0, unchanged 0, refused 1" in run(path)
    row = RefusedRow.objects.get()
    assert (row.position, row.path) == (2, path)
    assert "uin is not a UIN" in row.reason
    assert json.loads(row.raw)["id"] == 102


def test_strict_exits_with_1_when_a_row_was_refused(tmp_path):
    path = write_list(tmp_path / "1.json", unanswered(uin=None))
    with pytest.raises(SystemExit) as stop:
        run(path, "--strict")
    assert stop.value.code == 1


def test_a_record_with_the_address_of_another_id_is_refused_and_the_rest_are_saved(tmp_path):
    run(write_list(tmp_path / "1.json", unanswered()))
    other = unanswered(id=555, questionText="To ask something else altogether.")
    report = run(write_list(tmp_path / "2.json", other, unanswered(id=102, uin="2002")))
    assert "created 1, updated 0, unchanged 0, refused 1" in report
    assert "already belong to question 101" in RefusedRow.objects.get().reason


def test_the_second_of_two_ids_with_one_address_in_a_file_is_refused(tmp_path):
    report = run(write_list(tmp_path / "1.json", unanswered(), unanswered(id=555)))
    assert "created 1, updated 0, unchanged 0, refused 1" in report


def test_records_before_a_fault_in_a_file_are_saved_and_running_again_saves_the_rest(tmp_path):
    values = [unanswered(id=n, uin=str(n)) for n in range(1, 6)]
    good = write_list(tmp_path / "2024-09-03.json", *values)
    text = (tmp_path / "2024-09-03.json").read_text()
    (tmp_path / "2024-09-03.json").write_text(text[:-400])
    with pytest.raises(CommandError, match="run the command again"):
        run(good)
    assert Question.objects.count() == 4
    run_row = ImportRun.objects.get()
    assert run_row.outcome == "failed"
    assert "after 4 objects" in run_row.errors
    (tmp_path / "2024-09-03.json").write_text(text)
    assert "created 1, updated 0, unchanged 4" in run(good)


def test_the_file_after_a_broken_one_is_still_read(tmp_path):
    (tmp_path / "1.json").write_text("[")
    write_list(tmp_path / "2.json", unanswered())
    with pytest.raises(CommandError):
        run(str(tmp_path))
    assert Question.objects.count() == 1


def test_a_missing_file_is_named_in_the_runs_errors(tmp_path):
    with pytest.raises(CommandError):
        run(str(tmp_path / "nowhere.json"))
    assert "nowhere.json: No such file" in ImportRun.objects.get().errors


def test_a_file_without_question_records_is_skipped_and_named(tmp_path):
    (tmp_path / "openapi.json").write_text('{"openapi": "3.0.1"}')
    write_list(tmp_path / "1.json", unanswered())
    report = run(str(tmp_path))
    assert "openapi.json: skipped, as it has no question records" in report
    assert "created 1, updated 0, unchanged 0, refused 0" in report


def test_a_run_that_reads_no_records_fails_and_says_what_it_skipped(tmp_path):
    (tmp_path / "openapi.json").write_text('{"openapi": "3.0.1"}')
    with pytest.raises(CommandError, match="nothing was imported") as failed:
        run(str(tmp_path))
    assert "openapi.json: skipped, as it has no question records" in str(failed.value)


def test_members_and_departments_are_created_from_a_record(tmp_path):
    member = {"id": 11, "name": "Ann Example", "listAs": "Example, Ann", "party": "Labour", "memberFrom": "Leeds"}
    run(write_list(tmp_path / "2021-03-17.json", unanswered(askingMember=member)))
    asker = Member.objects.get(parliament_id=11)
    assert (asker.name, asker.listed_party, asker.listed_on) == ("Ann Example", "Labour", date(2021, 3, 17))
    assert Question.objects.get().asked_as is None, "a listed party does not count as the party of the day"
    assert Department.objects.get(parliament_id=60).slug == "department-for-education"


def test_a_record_adopts_a_question_entered_by_hand_with_the_same_address(tmp_path):
    mine = Question.objects.create(uin="2001", tabled_on=date(2024, 9, 2), text="Entered by hand.", heading="By hand")
    run(write_list(tmp_path / "2024-09-11.json", answered()))
    question = Question.objects.get()
    assert (question.pk, question.parliament_id, question.status) == (mine.pk, 101, "answered")
    assert question.provenance == "parliament"


def test_a_draft_is_published_when_parliament_shows_it(tmp_path):
    Question.objects.create(uin="2001", tabled_on=date(2024, 9, 2), text="A draft.", published_at=None)
    run(write_list(tmp_path / "2024-09-11.json", answered()))
    assert Question.objects.public().count() == 1


def test_a_question_withdrawn_from_publication_is_not_published_again(tmp_path):
    run(write_list(tmp_path / "2024-09-03.json", unanswered()))
    Question.objects.update(published_at=None)
    run(write_list(tmp_path / "2024-09-11.json", answered()))
    assert not Question.objects.public().exists()


def test_every_change_is_in_the_change_log(tmp_path):
    run(write_list(tmp_path / "2024-09-03.json", unanswered(), unanswered(id=102, uin="2002")))
    run(write_list(tmp_path / "2024-09-11.json", answered()))
    *at_first, last = Change.objects.order_by("pk").values_list("question_id", flat=True)
    first, second = Question.objects.order_by("uin")
    assert (sorted(at_first), last) == (sorted([first.pk, second.pk]), first.pk)


def test_an_answer_is_sanitised_when_it_is_imported(tmp_path):
    run(write_list(tmp_path / "1.json", answered(text="<p>Seven.</p><script>alert(1)</script>")))
    assert Answer.objects.get().text == "<p>Seven.</p>"
