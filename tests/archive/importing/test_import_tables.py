"""Members, memberships, posts and departments: their files, in any order, and what depends on them."""

import random
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questions.models import Answer, Department, DepartmentLink, Member, Membership, Post, Question, RefusedRow
from tests.support.records import answered, holding, unanswered, write_list
from tests.support.state import archive_state

pytestmark = pytest.mark.django_db

MEMBERS = "mnis_id,name,given_name,family_name\n11,Ann Example,Ann,Example\n12,Sir Max Sample,Max,Sample\n"
MEMBERSHIPS = (
    "mnis_id,house,party,constituency,start_date,end_date\n"
    "11,Commons,Labour,Leeds Central,2019-12-12,2024-05-30\n"
    "11,Commons,Green Party,Leeds Central,2024-07-04,\n"
)
POSTS = (
    "mnis_id,name,role,rank,department,dept_short,cabinet_status,is_acting,is_on_leave,start_date,end_date\n"
    "12,Max Sample,Minister for Schools,MoS,Education,DfE,Non-cabinet,False,False,2024-07-08,2025-01-10\n"
    "12,Max Sample,Secretary of State for Energy,SoS,Department for Energy,DESNZ,Full cabinet,False,False,2025-01-10,\n"
)
DEPARTMENTS = (
    "key,parliament_id,name,short_name,start_date,end_date\n"
    "dfe-1992,,Department for Education,DfE,1992-04-11,1995-07-05\n"
    "dfe-2010,60,Department for Education,DfE,2010-05-12,\n"
    'dcsf-2007,,"Department for Children, Schools and Families",DCSF,2007-06-28,2010-05-11\n'
)
LINKS = "predecessor_key,successor_key,kind,date\ndcsf-2007,dfe-2010,Name change,2010-05-12\n"


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=out)
    return out.getvalue()


def test_members_get_their_names(tmp_path):
    assert "created 2" in run("import_members", write(tmp_path, "members.csv", MEMBERS))
    member = Member.objects.get(parliament_id=11)
    assert (member.name, member.list_name, member.slug) == ("Ann Example", "Example, Ann", "ann-example-11")


@pytest.mark.parametrize("names", [("Ann Example", "Bea Example"), ("Bea Example", "Ann Example")])
def test_if_two_lists_of_one_day_differ_the_name_later_in_the_alphabet_counts(tmp_path, names):
    for name in names:
        path = write(tmp_path, "members.csv", MEMBERS.replace("Ann Example", name))
        run("import_members", path, "--as-of", "2024-09-30")
    assert Member.objects.get(parliament_id=11).name == "Bea Example"


def test_a_list_of_a_later_day_renames_a_member(tmp_path):
    for name, day in (("Bea Example", "2024-09-29"), ("Ann Example", "2024-09-30")):
        run("import_members", write(tmp_path, "members.csv", MEMBERS.replace("Ann Example", name)), "--as-of", day)
    assert Member.objects.get(parliament_id=11).name == "Ann Example"


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("import_members", MEMBERS),
        ("import_memberships", MEMBERSHIPS),
        ("import_posts", POSTS),
        ("import_departments", DEPARTMENTS),
    ],
)
def test_the_second_import_changes_nothing(tmp_path, command, text):
    path = write(tmp_path, "table.csv", text)
    run(command, path)
    before = archive_state()
    assert "created 0, updated 0" in run(command, path)
    assert archive_state() == before


def test_a_changed_row_updates_the_existing_one(tmp_path):
    run("import_memberships", write(tmp_path, "1.csv", MEMBERSHIPS))
    report = run(
        "import_memberships", write(tmp_path, "2.csv", MEMBERSHIPS.replace("2024-07-04,", "2024-07-04,2026-01-01"))
    )
    assert "created 0, updated 1, unchanged 1" in report
    assert Membership.objects.get(party="Green Party").ended_on == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("command", "text", "row", "reason"),
    [
        ("import_memberships", MEMBERSHIPS, "11,Lords,Labour,,2006-06-12,1999-11-11", "it ends .* before it starts"),
        ("import_memberships", MEMBERSHIPS, "11,Senate,Labour,,2006-06-12,", "house is not one of Commons, Lords"),
        ("import_memberships", MEMBERSHIPS, "11,Lords,Labour,,12 June,", "start_date is not a date"),
        ("import_members", MEMBERS, ",No Number,No,Number", "mnis_id is missing"),
        ("import_members", MEMBERS, "x1,Bad Number,Bad,Number", "mnis_id is not an id"),
        ("import_departments", DEPARTMENTS, ",61,No Key,NK,,", "key is missing"),
        ("import_members", MEMBERS, f"{'9' * 5000},Big,Big,Big", "mnis_id is not an id"),
        ("import_memberships", MEMBERSHIPS, "11,Lords,Labour,,2024-W36-1,", "start_date is not a date"),
    ],
)
def test_a_bad_row_is_refused_and_reported_and_the_rest_are_imported(tmp_path, command, text, row, reason):
    report = run(command, write(tmp_path, "table.csv", f"{text}{row}\n"))
    assert "refused 1" in report
    assert "created 0" not in report
    refused = RefusedRow.objects.get()
    assert refused.position == text.count("\n") + 1
    assert re.search(reason, refused.reason)


def test_a_file_with_the_columns_of_another_table_is_refused(tmp_path):
    with pytest.raises(CommandError):
        run("import_posts", write(tmp_path, "members.csv", MEMBERS))
    assert Post.objects.count() == 0


def test_a_run_that_reads_no_rows_fails_and_says_what_it_expects(tmp_path):
    (tmp_path / "members.csv").write_text(MEMBERS.splitlines()[0] + "\n")
    for path in (tmp_path / "members.csv", tmp_path):
        with pytest.raises(
            CommandError, match=r"nothing was imported: no records in .*the columns mnis_id, name"
        ) as failed:
            run("import_members", str(path))
        assert failed.value.returncode == 1


def test_departments_with_the_same_name_have_different_slugs(tmp_path):
    run("import_departments", write(tmp_path, "departments.csv", DEPARTMENTS))
    slugs = dict(Department.objects.filter(name="Department for Education").values_list("key", "slug"))
    assert slugs == {"dfe-2010": "department-for-education", "dfe-1992": "department-for-education-1992"}


def test_a_link_between_departments_needs_both_to_exist(tmp_path):
    links = write(tmp_path, "links.csv", LINKS)
    departments = write(tmp_path, "departments.csv", DEPARTMENTS)
    run("import_departments", departments, "--links", links)
    link = DepartmentLink.objects.get()
    assert (link.predecessor.key, link.successor.key, link.kind) == ("dcsf-2007", "dfe-2010", "Name change")
    run("import_departments", departments, "--links", write(tmp_path, "bad.csv", LINKS.replace("dcsf-2007", "nowhere")))
    assert "no department has the key 'nowhere'" in RefusedRow.objects.get().reason


def test_a_list_completes_a_department_with_the_same_id_that_a_question_created(tmp_path):
    run("import_questions", write_list(tmp_path / "1.json", unanswered(answeringBodyName="Education (old name)")))
    made = Department.objects.get()
    run("import_departments", write(tmp_path, "departments.csv", DEPARTMENTS))
    made.refresh_from_db()
    assert (made.key, made.name, made.slug) == ("dfe-2010", "Department for Education", "department-for-education")


def test_a_department_that_gets_an_id_in_a_later_list_replaces_the_one_that_a_record_created(tmp_path):
    without = DEPARTMENTS.replace("dfe-2010,60,", "dfe-2010,,")
    run("import_departments", write(tmp_path, "1.csv", without))
    run("import_questions", write_list(tmp_path / "1.json", unanswered(answeringBodyName="Education (old name)")))
    run("import_departments", write(tmp_path, "2.csv", DEPARTMENTS))
    assert Question.objects.get().department.key == "dfe-2010"
    assert Department.objects.count() == 3


def test_the_party_is_that_of_the_day_of_tabling(tmp_path):
    early = unanswered(id=1, uin="1", dateTabled="2024-05-02T00:00:00", dateForAnswer="2024-05-09T00:00:00")
    run("import_questions", write_list(tmp_path / "1.json", early, unanswered()))
    run("import_memberships", write(tmp_path, "memberships.csv", MEMBERSHIPS))
    assert [q.asked_as.party for q in Question.objects.order_by("tabled_on")] == ["Labour", "Green Party"]


def test_a_party_in_the_other_house_does_not_count(tmp_path):
    run("import_questions", write_list(tmp_path / "1.json", unanswered(house="Lords", uin="HL1")))
    run("import_memberships", write(tmp_path, "memberships.csv", MEMBERSHIPS))
    assert Question.objects.get().asked_as is None


def test_the_post_is_the_one_held_on_the_day_of_the_answer(tmp_path):
    run("import_posts", write(tmp_path, "posts.csv", POSTS))
    run("import_questions", write_list(tmp_path / "1.json", answered(day="2024-09-10")))
    assert Answer.objects.get().answered_as.title == "Minister for Schools"


def test_changing_the_days_of_a_post_updates_its_answers(tmp_path):
    run("import_questions", write_list(tmp_path / "1.json", answered(day="2024-09-10")))
    run("import_posts", write(tmp_path, "1.csv", POSTS))
    run("import_posts", write(tmp_path, "2.csv", POSTS.replace("2024-07-08,2025-01-10", "2024-07-08,2024-09-09")))
    assert Answer.objects.get().answered_as is None, "no post on that day, and never another's"


def test_the_order_of_files_makes_no_difference(tmp_path):
    jobs = [
        ("import_members", write(tmp_path, "members.csv", MEMBERS)),
        ("import_memberships", write(tmp_path, "memberships.csv", MEMBERSHIPS)),
        ("import_posts", write(tmp_path, "posts.csv", POSTS)),
        ("import_departments", write(tmp_path, "departments.csv", DEPARTMENTS)),
        ("import_questions", write_list(tmp_path / "2024-09-09.json", holding(), unanswered(id=102, uin="2002"))),
        (
            "import_questions",
            write_list(tmp_path / "2024-09-11.json", answered(dateHoldingAnswer="2024-09-09T00:00:00")),
        ),
    ]
    states = []
    for seed in range(8):
        shuffled = random.Random(seed).sample(jobs, len(jobs))
        for command, path in shuffled:
            run(command, path)
        states.append(archive_state())
        for model in (Question, Member, Department):
            model.objects.all().delete()
    assert all(state == states[0] for state in states)
