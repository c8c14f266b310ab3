"""A file that is not a complete copy of this version is refused, and the archive is not changed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError

from questions.models import Question
from questions.operations.copies.reading import CopyRefused, check
from tests.support.copying import Content, content, dump, load, pack, rewritten
from tests.support.factories import assign_topic, make_answered, make_question, make_topic
from tests.support.indexing import index_dir

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]

SAMPLE = 300  # how many cuts and changed bytes to try


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of an archive with one question. The archive has got another since."""
    assign_topic(make_answered("Family Hubs"), make_topic("Childcare", pk=1))
    file = dump(tmp_path / "archive.jsonl.gz")
    make_question("Fisheries")
    return file


def refused(file: Path) -> str:
    """The error for this file. Checks that the archive has not changed."""
    with pytest.raises(CommandError) as said:
        load(file, "--replace", "--yes")
    assert list(Question.objects.order_by("pk").values_list("heading", flat=True)) == ["Family Hubs", "Fisheries"]
    assert str(said.value).endswith("The archive has not changed.")
    return str(said.value)


def is_refused(file: Path, data: bytes) -> bool:
    """Whether a file of these bytes is refused."""
    file.write_bytes(data)
    with file.open("rb") as raw:
        try:
            check(raw, lambda rows: None)
        except CopyRefused:
            return True
    return False


def test_a_file_cut_anywhere_is_refused(file):
    data = file.read_bytes()
    places = {*range(30), *Random(1).sample(range(len(data)), SAMPLE), *range(len(data) - 30, len(data))}
    assert [place for place in places if not is_refused(file, data[:place])] == []


def test_a_file_with_any_changed_byte_is_refused(file):
    """Except if it unpacks to the same content: gzip can refer to either of two equal places."""
    data = file.read_bytes()
    content = gzip.decompress(data)
    places = {*range(30), *Random(2).sample(range(len(data)), SAMPLE), *range(len(data) - 30, len(data))}
    flipped = {place: data[:place] + bytes([data[place] ^ 0x21]) + data[place + 1 :] for place in places}
    taken = {place: other for place, other in flipped.items() if not is_refused(file, other)}
    assert [place for place, other in taken.items() if gzip.decompress(other) != content] == []


@pytest.mark.slow
def test_cut_or_missing_lines_are_refused_even_in_a_valid_gzip_file(file):
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    for place in range(len(lines)):
        for others in (lines[:place], lines[:place] + lines[place + 1 :], [*lines[:place], lines[place][:-2]]):
            assert is_refused(file, pack(b"".join(others))), place


@pytest.mark.parametrize("added", [b"\0", b"x", gzip.compress(b"{}\n")], ids=["a zero", "a letter", "another file"])
def test_a_file_with_something_added_is_refused(file, added):
    file.write_bytes(file.read_bytes() + added)
    assert "there is extra data at its end" in refused(file)


def test_the_error_says_where_a_file_ends_too_early_and_what_to_do(file):
    data = file.read_bytes()
    file.write_bytes(data[:-400])
    said = refused(file)
    assert f"the file ends too early, at byte {len(data) - 400:,}" in said
    assert "Get the file again from its source, or write another copy" in said


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"x" * 100, b'{"format": "pq-archive-copy"}\n'])
def test_a_file_that_is_not_a_copy_is_refused(file, data):
    file.write_bytes(data)
    assert "it is not a copy of an archive, or it is damaged" in refused(file)


def test_a_missing_file_is_refused(file):
    assert "No such file" in refused(file.with_name("nowhere.gz"))


def set_header(**values: object) -> Callable[[Content], None]:
    return lambda lines: lines[0].update(values)


def add_later_migration(lines: Content) -> None:
    lines[0]["migrations"].append("questions.0999_later")


def remove_earlier_migration(lines: Content) -> None:
    lines[0]["migrations"].remove("questions.0003_first_acronyms")


def add_column(lines: Content) -> None:
    lines[0]["tables"]["questions.topic"].append("colour")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (set_header(format="something"), "it is not a copy of an archive"),
        (
            set_header(version=2),
            "has version 2 of the format, but this program reads version 1: load it with the version",
        ),
        (set_header(accounts=True), "its tables are not those of this program"),
        (add_column, "its tables are not those of this program"),
        (
            add_later_migration,
            "a later version of the program wrote it, with questions.0999_later: load it with that version",
        ),
        (
            remove_earlier_migration,
            "an earlier version of the program wrote it, without questions.0003_first_acronyms: load it with",
        ),
    ],
)
def test_a_copy_of_another_version_is_refused(file, change, why):
    assert why in refused(rewritten(file, change))


def refer_to_missing_question(lines: Content) -> None:
    place = lines.index({"table": "questions.topicassignment"}) + 1
    lines[place][lines[0]["tables"]["questions.topicassignment"].index("question_id")] = 999_999


def repeat_row(lines: Content) -> None:
    place = lines.index({"table": "questions.topic"}) + 1
    lines.insert(place, lines[place])
    lines[-1]["rows"]["questions.topic"] += 1


def write_invalid_day(lines: Content) -> None:
    place = lines.index({"table": "questions.question"}) + 1
    lines[place][lines[0]["tables"]["questions.question"].index("tabled_on")] = "the day after"


def test_a_row_that_refers_to_a_missing_row_is_refused(file):
    assert refused(rewritten(file, refer_to_missing_question))


def test_a_repeated_row_is_refused(file):
    assert "rows 1 to 1 of questions.topic: the database rejects them" in refused(rewritten(file, repeat_row))


def test_a_value_that_its_column_cannot_hold_is_refused(file):
    assert "of questions.question: a value does not fit its column" in refused(rewritten(file, write_invalid_day))


def test_checking_a_copy_changes_nothing(file):
    assert (
        f"complete: {sum(content(file)[-1]['rows'].values()):,} rows from {len(content(file)[0]['tables'])} tables"
        in load(file, "--check")
    )
    assert Question.objects.count() == 2
