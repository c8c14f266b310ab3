"""`import_questions --format twfy`: TheyWorkForYou's records, alone and together with Parliament's."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from questions.models import (
    Answer,
    Department,
    ExternalId,
    FormerAddress,
    GroupLink,
    ImportRun,
    Member,
    Question,
    QuestionEvent,
    RefusedRow,
    Topic,
)
from tests.archive.importing.test_import_questions import run
from tests.support.factories import assign_topic, make_department
from tests.support.hansard import hansard, major, minor, ques, reply, write
from tests.support.records import answered, unanswered, write_list
from tests.support.state import archive_state

pytestmark = pytest.mark.django_db

DAY = date(2009, 10, 26)
TEXT = "To ask the Secretary of State for Transport how many buses there are."
BUSES = (major("TRANSPORT"), minor("Buses"), ques(("294961", TEXT)), reply("There are seven."))
# The official API's record of the same question.
API: dict[str, Any] = {
    "uin": "294961",
    "dateTabled": "2009-10-12T00:00:00",
    "dateForAnswer": "2009-10-14T00:00:00",
    "questionText": TEXT,
    "answeringBodyId": 27,
    "answeringBodyName": "Department for Transport",
}


def twfy(path: str, **options: Any) -> str:
    return run(path, format="twfy", **options)


def api_answered(**changes: Any) -> dict[str, Any]:
    return answered("2009-10-26", "<p>There are seven.</p>", **API, **changes)


def test_a_record_becomes_a_question_without_a_day_of_tabling(tmp_path):
    assert "created 1, updated 0, unchanged 0, refused 0" in twfy(write(tmp_path / "answers2009-10-26f.xml", *BUSES))
    question = Question.objects.public().get()
    assert (question.uin, question.house, question.status) == ("294961", "commons", "answered")
    assert (question.tabled_on, question.answered_on, question.last_seen_on) == (None, DAY, DAY)
    assert (question.is_named_day, question.deadline_on, question.provenance) == (None, None, "twfy")
    assert question.get_absolute_url() == "/questions/commons/answered-2009-10-26/294961/"
    assert question.official_url.startswith("http://www.publications.parliament.uk/")
    assert question.current_answer.text == "<p>There are seven.</p>"
    assert ImportRun.objects.get().kind == "import_questions --format twfy"


def test_importing_the_same_file_again_changes_nothing(tmp_path):
    path = write(tmp_path / "answers2009-10-26f.xml", *BUSES)
    twfy(path)
    before = archive_state()
    assert "created 0, updated 0, unchanged 1, refused 0" in twfy(path)
    assert archive_state() == before


def test_only_the_latest_edition_is_imported_and_the_report_names_the_others(tmp_path):
    write(tmp_path / "answers2009-10-26e.xml", ques(("1", "To ask.")), reply("No."), latest="no")
    write(tmp_path / "answers2009-10-26f.xml", *BUSES)
    report = twfy(str(tmp_path))
    assert "answers2009-10-26e.xml: skipped, as it is not the latest edition of its day" in report
    assert Question.objects.get().uin == "294961"


def test_a_later_edition_replaces_an_earlier_one_in_either_order(tmp_path):
    earlier = write(tmp_path / "answers2009-10-26b.xml", *BUSES[:3], reply("There are zebras."), edition="b")
    later = write(tmp_path / "answers2009-10-26f.xml", *BUSES)
    for order in ((earlier, later), (later, earlier)):
        for path in order:
            twfy(path)
        assert Answer.objects.get().text == "<p>There are seven.</p>"
        assert not QuestionEvent.objects.exists(), "a new edition is not a change of the question"
        Question.objects.all().delete()


def test_a_uin_answered_on_two_days_is_two_questions(tmp_path):
    twfy(write(tmp_path / "answers2009-10-26f.xml", *BUSES))
    later = [ques(("294961", "To ask about trains."), day="2009-10-28"), reply("None.", day="2009-10-28")]
    twfy(write(tmp_path / "answers2009-10-28c.xml", *later))
    assert set(Question.objects.values_list("answered_on__day", flat=True)) == {26, 28}


def test_a_broken_record_is_refused_and_counted_and_the_rest_is_imported(tmp_path):
    path = write(tmp_path / "1.xml", ques(("29x", "To ask.")), reply("No."), *BUSES)
    assert "created 1, updated 0, unchanged 0, refused 1" in twfy(path)
    row = RefusedRow.objects.get()
    assert (row.position, "uin is not a UIN" in row.reason) == (1, True)
    assert 'qnum="29x"' in row.raw


def test_records_before_the_break_in_a_truncated_file_are_imported(tmp_path):
    path = tmp_path / "1.xml"
    path.write_bytes(hansard(*BUSES, minor("Trains"), ques(("2", "To ask.")), reply("No."))[:-60])
    with pytest.raises(CommandError, match="not finished"):
        twfy(str(path))
    assert Question.objects.get().uin == "294961"
    assert "not valid XML" in ImportRun.objects.get().errors


@pytest.mark.parametrize(
    ("name", "chosen", "told"), [("a.xml.xz", "parliament", "twfy"), ("a.json", "twfy", "parliament")]
)
def test_a_file_in_another_format_is_refused_with_the_option_that_reads_it(tmp_path, name, chosen, told):
    (tmp_path / name).touch()
    for path in (tmp_path / name, tmp_path):
        with pytest.raises(CommandError, match=f"--format {told}") as refused:
            run(str(path), format=chosen)
        assert refused.value.returncode == 2
    assert not ImportRun.objects.exists()


def test_questions_answered_together_are_linked_both_ways(tmp_path):
    group = ques(("1", "(1) how many;"), ("2", "(2) why."), opening="To ask the Secretary of State for Transport")
    twfy(write(tmp_path / "1.xml", group, reply("Seven.")))
    links = set(GroupLink.objects.values_list("question__uin", "other__uin", "tabled_on", "answered_on"))
    assert links == {("1", "2", None, DAY), ("2", "1", None, DAY)}


# Departments


@pytest.mark.parametrize(
    ("heading", "department"),
    [
        ("TRANSPORT", "Department for Transport"),
        ("DFT", "Department for Transport"),
        ("DEFENCE", "Ministry of Defence"),
        ("HOME DEPARTMENT", "Home Office"),
        ("CULTURE MEDIA AND SPORT", "Department for Culture, Media and Sport"),
        ("FOREIGN AND COMMONWEALTH AFFAIRS", "Foreign and Commonwealth Office"),
        ("SOLICITOR-GENERAL", "Attorney General"),
        ("WOMEN AND EQUALITY", "Women and Equalities"),
        ("CHURCH COMMISSIONERS", "Church Commissioners"),
        ("HM Treasury", "Treasury"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_heading_is_matched_to_its_department_in_either_order_of_import(tmp_path, heading, department, is_first):
    path = write(tmp_path / "1.xml", major(heading), ques(("1", "To ask.")), reply("No."))
    table = tmp_path / "departments.csv"
    short = "DfT" if "Transport" in department else ""
    table.write_text(
        f'key,parliament_id,name,short_name,start_date,end_date\nx,99,"{department}",{short},1990-01-01,\n'
    )
    steps = [lambda: twfy(path), lambda: call_command("import_departments", str(table))]
    for step in steps if is_first else reversed(steps):
        step()
    assert Question.objects.get().department == Department.objects.get()
    assert Department.objects.get().name == department


def test_a_heading_is_matched_to_the_department_that_existed_on_the_day(tmp_path):
    make_department("Department for Education", key="old", started_on=date(1992, 4, 11), ended_on=date(1995, 7, 5))
    make_department("Department for Education", key="new", started_on=date(2010, 5, 12))
    given = [ques(("1", "To ask."), day="1993-10-26"), reply("No.", day="1993-10-26")]
    twfy(write(tmp_path / "1993-10-26.xml", major("EDUCATION"), *given))
    assert Question.objects.get().department.key == "old"


def test_an_unknown_heading_makes_a_new_department(tmp_path):
    for number, heading in enumerate(("MINISTER FOR THE OLYMPICS", "COP26 and HM Envoys"), start=1):
        twfy(write(tmp_path / "1.xml", major(heading), ques((str(number), "To ask.")), reply("No.")))
    names = Department.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Minister for the Olympics", "COP26 and HM Envoys"]


# With records from the official API


def test_the_apis_record_and_theyworkforyous_become_one_question_in_any_order(tmp_path):
    files = [
        ("parliament", write_list(tmp_path / "2009-10-13.json", unanswered(**API))),
        ("parliament", write_list(tmp_path / "2009-11-30.json", api_answered())),
        ("twfy", write(tmp_path / "answers2009-10-26f.xml", *BUSES)),
    ]
    states = []
    for order in itertools.permutations(files):
        for format_, path in order:
            run(path, format=format_)
        question = Question.objects.get()
        assert (question.parliament_id, question.tabled_on, question.answered_on) == (101, date(2009, 10, 12), DAY)
        states.append(archive_state())
        for model in (Question, ExternalId, Member, Department):
            model.objects.all().delete()
    for state in states:
        for name in state:
            assert state[name] == states[0][name]


def test_the_apis_people_department_and_address_take_precedence(tmp_path):
    twfy(write(tmp_path / "1.xml", *BUSES))
    run(write_list(tmp_path / "1.json", api_answered()))
    question = Question.objects.get()
    assert (question.provenance, question.department.name) == ("parliament", "Department for Transport")
    assert (question.asked_by.parliament_id, question.asked_by_printed) == (11, None)
    assert question.official_url.startswith("https://questions-statements.parliament.uk/")
    assert not QuestionEvent.objects.filter(kind="transferred").exists()


def test_the_address_by_day_of_answer_redirects_once_the_api_gives_the_day_of_tabling(tmp_path, client):
    twfy(write(tmp_path / "1.xml", *BUSES))
    old = Question.objects.get().get_absolute_url()
    run(write_list(tmp_path / "1.json", api_answered()))
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, "/questions/commons/2009-10-12/294961/")


def test_an_incomplete_text_from_the_api_is_completed(tmp_path):
    long = "There are seven. " + "Each of them is red. " * 20
    cut = api_answered() | {"answerText": long[:255] + "..."}
    run(write_list(tmp_path / "2009-11-30.json", cut))
    twfy(write(tmp_path / "1.xml", *BUSES[:3], reply(long.strip())))
    answer = Answer.objects.get()
    assert (answer.text_is_cut, answer.text) == (False, f"<p>{long.strip()}</p>")


def test_another_question_with_the_same_uin_stays_separate(tmp_path):
    twfy(write(tmp_path / "1.xml", *BUSES))
    run(write_list(tmp_path / "1.json", api_answered(dateAnswered="2009-10-27T00:00:00")))
    run(write_list(tmp_path / "2.json", api_answered(id=102, house="Lords")))
    assert Question.objects.count() == 3


def test_an_unanswered_question_with_the_same_uin_stays_separate(tmp_path):
    twfy(write(tmp_path / "1.xml", *BUSES))
    run(write_list(tmp_path / "1.json", unanswered(**API)))
    assert Question.objects.count() == 2


def test_an_editors_topic_is_kept_when_two_questions_become_one(tmp_path):
    twfy(write(tmp_path / "1.xml", *BUSES))
    assign_topic(Question.objects.get(), "Public transport")
    run(write_list(tmp_path / "1.json", unanswered(**API)))
    run(write_list(tmp_path / "2.json", api_answered()))
    [assignment] = Topic.objects.get().assignments.all()
    assert assignment.question == Question.objects.get()


def test_a_question_entered_by_hand_is_matched_by_its_day_of_answer(tmp_path):
    mine = Question.objects.create(uin="294961", tabled_on=date(2009, 10, 12), answered_on=DAY, text=TEXT)
    Answer.objects.create(question=mine, answered_on=DAY, text="<p>There are seven.</p>")
    twfy(write(tmp_path / "1.xml", *BUSES))
    question = Question.objects.get()
    assert (question.pk, question.tabled_on, question.heading) == (mine.pk, date(2009, 10, 12), "Buses")
    assert FormerAddress.objects.count() == 0
