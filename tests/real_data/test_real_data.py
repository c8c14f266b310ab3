"""The real records of ../shared/data, read where they are: none of them is copied into the project."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from io import StringIO
from itertools import islice
from pathlib import Path

import pytest
from django.core.management import call_command

from questions.models import Answer, Member, Membership, Post, Question, RefusedRow
from questions.sources import parliament
from questions.sources.streams import Source, find_files
from questions.text.cited_documents import documents_in, normalised
from questions.text.cleaning import Form, Wording, answer_wording, is_same_text, plain, question_wording
from tests.support.state import archive_state

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]


def run(command: str, *paths: Path | str) -> str:
    out = StringIO()
    call_command(command, *map(str, paths), stdout=out, stderr=out)
    return out.getvalue()


def test_real_files_imported_twice_change_nothing_the_second_time(real_data):
    files = [real_data / "parliament" / name for name in ("list/2024-08.json.xz", "detail/2024-08.jsonl.xz")]
    files.append(real_data / "parliament" / "expanded")
    assert "created 1,524, updated" in run("import_questions", *files)
    before = archive_state()
    assert "created 0, updated 0, unchanged 1,857, refused 0" in run("import_questions", *files)
    assert archive_state() == before


def test_members_posts_and_departments_load_but_for_their_dirty_rows(real_data):
    run("import_departments", real_data / "departments.csv", "--links", real_data / "department_links.csv")
    assert "created 3,957" in run("import_members", real_data / "members" / "members.csv")
    assert "refused 2" in run("import_memberships", real_data / "members" / "memberships.csv")
    assert "refused 8" in run("import_posts", real_data / "ministers" / "posts.csv")
    reasons = set(RefusedRow.objects.values_list("reason", flat=True))
    assert all("before it starts" in reason or "mnis_id is missing" in reason for reason in reasons)
    (odd,) = Post.objects.filter(department=None)
    assert odd.department_short_name == "BIS", "a post that began the day before its department did"
    assert Membership.objects.count() == 6606
    cut = [post for post in Post.objects.select_related("department") if post.is_cut]
    assert len(cut) == 941, "two of 943 are among the refused rows"
    assert not [post for post in cut if post.whole_title.endswith(f", {post.department_short_name}")]
    assert Member.objects.called("jim shannon").get().listed_as == "Shannon, Jim", "whom the list has as Richard"


@pytest.mark.django_db(transaction=True)  # each batch is committed, as it is in earnest
@pytest.mark.parametrize(("month", "every"), [("2024-09", 3), ("2025-12", 1)])
def test_a_months_snapshots_end_the_same_in_order_in_reverse_and_shuffled(real_data, month, every):
    files = sorted((real_data / "parliament" / "snapshots" / month).iterdir())[::every]
    files.append(real_data / "parliament" / "detail" / f"{month}.jsonl.xz")
    states = []
    for order in (files, files[::-1], random.Random(1).sample(files, len(files))):
        for path in order:
            run("import_questions", path)
        states.append(archive_state())
        Question.objects.all().delete()
    assert states[0] == states[1] == states[2]
    assert len(states[0]["QuestionEvent"]) > 30


def full_texts(folder: Path) -> tuple[dict[int, list[Wording]], set[int]]:
    """For each question's id, every text of it or its answers that some file has in full; and the ids of which some
    file has the whole question."""
    found: dict[int, list[Wording]] = defaultdict(list)
    whole: set[int] = set()
    for path in find_files([str(folder)], (".json", ".jsonl")):
        with (source := Source(path)).open() as stream:
            for value in parliament.read_rows(stream, source.name):
                wordings = [question_wording(value["questionText"]), answer_wording(value["answerText"] or "")]
                found[value["id"]] += [w for w in wordings if w.form != Form.CUT and w.body]
                if len(value["questionText"]) != 255 or value["questionText"][-1] in ".?":
                    whole.add(value["id"])
    return found, whole


@pytest.mark.django_db(transaction=True)  # each batch is committed, as it is in earnest
def test_everything_there_is_loaded_and_each_text_as_full_as_any_file_has_it(real_data):
    for command, path in [
        ("import_departments", "departments.csv"),
        ("import_memberships", "members/memberships.csv"),
        ("import_posts", "ministers/posts.csv"),
        ("import_members", "members/members.csv"),
    ]:
        run(command, real_data / path)
    assert "created 41,929" in run("import_questions", real_data / "parliament")
    full, whole = full_texts(real_data / "parliament")
    assert len(full) == Question.objects.count() == 41_929
    questions = Question.objects.filter(text_is_cut=True).values_list("parliament_id", "text")
    assert set(full) - whole <= {pk for pk, _ in questions}, "all of these are marked as cut"
    # A correction that is cut stands beside its original, which may be full and begin alike.
    answers = Answer.objects.filter(text_is_cut=True).exclude(stage=Answer.Stage.CORRECTION)
    cut = [*questions, *answers.values_list("question__parliament_id", "text")]
    assert len(cut) > 10_000
    fuller = [
        pk for pk, text in cut if any(is_same_text(Wording(plain(text), Form.CUT), known) for known in full[pk or 0])
    ]
    assert fuller == []
    given = Answer.objects.exclude(answered_by=None)
    assert given.filter(answered_as=None).count() <= 0.02 * given.count()


def test_real_answers_cite_sound_addresses_each_in_a_moment(real_data):
    found: set[str] = set()
    with Source(str(real_data / "fulltext" / "questions.jsonl.xz")).open() as lines:
        for line in islice(lines, 12_000):
            record = json.loads(line)
            found |= {c.document for c in documents_in(record["answer"] or "", is_cut=record["answerTruncated"])}
    assert len(found) > 400
    assert all(normalised(document) == document for document in found)
    assert not [document for document in found if "safelinks" in document or "/written-questions/" in document]
