"""What is no whole copy of an archive of this version is refused, and nothing is touched."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError

from questions.models import Question
from questions.operations.backup.reading import CopyRefused, check
from tests.support.copying import Content, content, dump, load, pack, rewritten
from tests.support.factories import assign_topic, make_answered, make_question, make_topic
from tests.support.indexing import index_dir

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]

SAMPLE = 300  # cuts, and altered bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of an archive that has one question; since then it has another."""
    assign_topic(make_answered("Family Hubs"), make_topic("Childcare", pk=1))
    file = dump(tmp_path / "archive.jsonl.gz")
    make_question("Fisheries")
    return file


def refused(file: Path) -> str:
    """What is said of the file; the archive is as it was before."""
    with pytest.raises(CommandError) as said:
        load(file, "--replace", "--yes")
    assert list(Question.objects.order_by("pk").values_list("heading", flat=True)) == ["Family Hubs", "Fisheries"]
    assert str(said.value).endswith("The archive has not changed.")
    return str(said.value)


def altered(file: Path, data: bytes) -> bool:
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
    assert [place for place in places if not altered(file, data[:place])] == []


def test_a_file_of_which_any_byte_is_another_is_refused(file):
    """Unless it says the very same: gzip may name one of two places that are alike in what it repeats."""
    data = file.read_bytes()
    content = gzip.decompress(data)
    places = {*range(30), *Random(2).sample(range(len(data)), SAMPLE), *range(len(data) - 30, len(data))}
    flipped = {place: data[:place] + bytes([data[place] ^ 0x21]) + data[place + 1 :] for place in places}
    taken = {place: other for place, other in flipped.items() if not altered(file, other)}
    assert [place for place, other in taken.items() if gzip.decompress(other) != content] == []


def test_lines_cut_altered_or_left_out_are_refused_though_well_packed(file):
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    for place in range(len(lines)):
        for others in (lines[:place], lines[:place] + lines[place + 1 :], [*lines[:place], lines[place][:-2]]):
            assert altered(file, pack(b"".join(others))), place


@pytest.mark.parametrize("added", [b"\0", b"x", gzip.compress(b"{}\n")], ids=["a zero", "a letter", "another file"])
def test_something_added_to_a_file_is_refused(file, added):
    file.write_bytes(file.read_bytes() + added)
    assert "there is extra data at its end" in refused(file)


def test_it_says_where_a_file_breaks_off_and_what_to_do(file):
    data = file.read_bytes()
    file.write_bytes(data[:-400])
    said = refused(file)
    assert f"the file ends too early, at byte {len(data) - 400:,}" in said
    assert "Get the file again from its source, or write another copy" in said


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"x" * 100, b'{"format": "pq-archive-copy"}\n'])
def test_what_is_no_copy_is_refused(file, data):
    file.write_bytes(data)
    assert "it is not a copy of an archive, or it is damaged" in refused(file)


def test_a_file_that_is_not_there_is_refused(file):
    assert "No such file" in refused(file.with_name("nowhere.gz"))


def set_header(**values: object) -> Callable[[Content], None]:
    return lambda lines: lines[0].update(values)


def later(lines: Content) -> None:
    lines[0]["migrations"].append("questions.0999_later")


def earlier(lines: Content) -> None:
    lines[0]["migrations"].remove("questions.0003_first_acronyms")


def other_columns(lines: Content) -> None:
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
        (other_columns, "its tables are not those of this program"),
        (later, "a later version of the program wrote it, with questions.0999_later: load it with that version"),
        (earlier, "an earlier version of the program wrote it, without questions.0003_first_acronyms: load it with"),
    ],
)
def test_a_copy_of_another_version_is_refused(file, change, why):
    assert why in refused(rewritten(file, change))


def cited_by_nobody(lines: Content) -> None:
    place = lines.index({"table": "questions.topicassignment"}) + 1
    lines[place][lines[0]["tables"]["questions.topicassignment"].index("question_id")] = 999_999


def twice(lines: Content) -> None:
    place = lines.index({"table": "questions.topic"}) + 1
    lines.insert(place, lines[place])
    lines[-1]["rows"]["questions.topic"] += 1


def no_day(lines: Content) -> None:
    place = lines.index({"table": "questions.question"}) + 1
    lines[place][lines[0]["tables"]["questions.question"].index("tabled_on")] = "the day after"


def test_rows_that_do_not_fit_together_are_refused_when_much_is_loaded_already(file):
    assert refused(rewritten(file, cited_by_nobody))


def test_a_row_that_is_there_twice_is_refused(file):
    assert "rows 1 to 1 of questions.topic: the database rejects them" in refused(rewritten(file, twice))


def test_a_value_that_its_column_cannot_hold_is_refused(file):
    assert "of questions.question: a value does not fit its column" in refused(rewritten(file, no_day))


def test_checking_touches_nothing(file):
    assert (
        f"complete: {sum(content(file)[-1]['rows'].values())} rows from {len(content(file)[0]['tables'])} tables"
        in load(file, "--check")
    )
    assert Question.objects.count() == 2
