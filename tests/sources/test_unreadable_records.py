"""An unreadable record is refused with its id, and the next one is read: in arrays and in JSON Lines."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from questions.models import ImportRun, Question
from questions.sources import parliament
from questions.sources.documents import BadRecord
from questions.sources.records import BrokenSource
from questions.sources.streams import Source
from tests.support.records import answered, unanswered

ONE, TWO, THREE = (unanswered(id=100 + n, uin=str(n), questionText=f"About lamps, {n}.") for n in (1, 2, 3))
LAMPS_2 = b"lamps, 2"


def read(path: Path) -> list[Any]:
    with Source(str(path)).open() as stream:
        return list(parliament.read_rows(stream, path.name))


def as_array(*values: dict[str, Any]) -> bytes:
    return json.dumps([{"value": value, "links": []} for value in values]).encode()


def as_results(*values: dict[str, Any]) -> bytes:
    return json.dumps({"totalResults": 3, "results": [{"value": value} for value in values], "x": 1}, indent=1).encode()


def as_bare(*values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode()


def as_lines(*values: dict[str, Any]) -> bytes:
    return b"".join(json.dumps({"value": value}).encode() + b"\n" for value in values)


def with_sorted_keys(*values: dict[str, Any]) -> bytes:
    return json.dumps({"results": [{"value": v, "links": [{"rel": "self"}]} for v in values]}, sort_keys=True).encode()


def with_reversed_keys(*values: dict[str, Any]) -> bytes:
    return json.dumps([dict(reversed(value.items())) for value in values], indent=1).encode()


SHAPES = {
    "a.json": as_array,
    "b.json": as_results,
    "c.json": as_bare,
    "d.jsonl": as_lines,
    "e.json": with_sorted_keys,
    "f.json": with_reversed_keys,
}
FAULTS = {
    "a byte that is not UTF-8": (LAMPS_2, b"lamp\xe9s, 2", "not UTF-8 (id 102)"),
    "half of a character": (LAMPS_2, b"lamps, \xf0\x9f", "not UTF-8 (id 102)"),
    "not JSON": (b'"uin": "2"', b'"uin": 2x', "(id 102)"),
    "an extra quotation mark": (LAMPS_2, b'lam"ps, 2', "(id 102)"),
    "an extra bracket": (b'"uin": "2"', b'"uin": "2"]', "(id 102)"),
    "nested too deep": (b'"uin": "2"', b'"uin": ' + b"[" * 60 + b"]" * 60, "(id 102)"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("fault", FAULTS)
def test_an_unreadable_record_is_refused_with_its_id_and_the_others_are_read(
    tmp_path: Path, shape: str, fault: str
) -> None:
    right, wrong, problem = FAULTS[fault]
    path = tmp_path / shape
    path.write_bytes(SHAPES[shape](ONE, TWO, THREE).replace(right, wrong))
    first, bad, last = read(path)
    assert (first["uin"], last["uin"]) == ("1", "3")
    assert isinstance(bad, BadRecord)
    assert problem in bad.problem


@pytest.mark.parametrize("shape", ["a.json", "b.json", "c.json"])
def test_the_first_two_records_can_be_unreadable(tmp_path: Path, shape: str) -> None:
    path = tmp_path / shape
    data = SHAPES[shape](ONE, TWO, THREE).replace(b'"uin": "1"', b'"uin": x').replace(b'"uin": "2"', b'"uin": x')
    path.write_bytes(data)
    *bad, last = read(path)
    assert ["(id 101)" in bad[0].problem, "(id 102)" in bad[1].problem] == [True, True]
    assert last["uin"] == "3"


def test_a_record_with_a_damaged_beginning_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_array(ONE, TWO, THREE).replace(b'{"value": {"id": 102', b'{"value" {"id": 102'))
    first, bad, last = read(path)
    assert (first["uin"], last["uin"]) == ("1", "3")
    assert "(id 102)" in bad.problem


def test_reading_a_file_that_is_truncated_in_its_last_record_fails_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_array(ONE, TWO, THREE)[:-200])
    with pytest.raises(BrokenSource, match="after 2 objects"):
        read(path)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("half", [r"\ude00", r"\ud83d", r"\uD83D", r"\ud83d\ud83d", r"\\\ude00"])
def test_half_of_a_surrogate_pair_is_left_out(tmp_path: Path, shape: str, half: str) -> None:
    path = tmp_path / shape
    path.write_bytes(SHAPES[shape](ONE, TWO, THREE).replace(LAMPS_2, f"lamps{half}, 2".encode()))
    _, bad, _ = read(path)
    words = "About lamps\\, 2." if half.startswith(r"\\") else "About lamps, 2."
    assert parliament.parse(bad).question.wording.body == words


def test_whole_surrogate_pairs_and_text_that_looks_like_half_of_one_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_array(ONE, unanswered(questionText="About \U0001f600 and \\ud83d.")))
    assert parliament.parse(read(path)[1]).question.wording.body == "About \U0001f600 and \\ud83d."


def test_a_question_cut_in_the_middle_of_a_character_is_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_array(unanswered(questionText="a" * 254 + "#")).replace(b"#", rb"\ud83d"))
    wording = parliament.parse(read(path)[0]).question.wording
    assert wording == ("a" * 254, 0)


def test_a_character_that_lies_across_two_parts_of_a_file_is_read_whole(tmp_path: Path) -> None:
    """The texts are long words without spaces, so a part of 64 KB can end inside any character."""
    for shift in range(12):
        text = "a" * shift + "\U0001f600é" * 20_000
        path = tmp_path / "a.json"
        path.write_bytes(json.dumps([ONE | {"questionText": text}], ensure_ascii=shift % 2 == 0).encode())
        assert read(path)[0]["questionText"] == text


def test_a_line_of_10_mb_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(as_lines(ONE, answered(id=102, uin="2", text=f"<p>{'Lamps are lit. ' * 700_000}</p>"), THREE))
    assert [item["uin"] for item in read(path)] == ["1", "2", "3"]


def test_a_line_that_is_too_long_is_refused_as_one_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.sources.documents.LONGEST_LINE", 3000)
    path = tmp_path / "a.jsonl"
    path.write_bytes(as_lines(ONE, TWO | {"questionText": "Lamps " * 2000}, THREE))
    first, bad, last = read(path)
    assert (first["uin"], last["uin"]) == ("1", "3")
    assert "a line of more than" in bad.problem
    assert "(id 102)" in bad.problem


def test_memory_use_stays_small_while_skipping_an_unreadable_part(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    rest = b" " * 30_000_000
    path.write_bytes(as_array(ONE, TWO).replace(b'"uin": "2"', b'"uin": x' + rest)[:-2] + b"," + as_array(THREE)[1:])
    tracemalloc.start()
    assert len(read(path)) == 3
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@pytest.mark.django_db
def test_a_refused_record_is_kept_with_its_id_and_the_others_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "2024-09-30.json"
    path.write_bytes(as_array(ONE, TWO, THREE).replace(LAMPS_2, b"lamp\xe9s, 2"))
    call_command("import_questions", str(path), verbosity=0)
    assert set(Question.objects.values_list("uin", flat=True)) == {"1", "3"}
    row = ImportRun.objects.get().refused_rows.get()
    assert row.reason == "not UTF-8 (id 102)"
    assert json.loads(row.raw)["questionText"] == "About lamp\ufffds, 2."


@pytest.mark.django_db
def test_a_file_in_another_encoding_is_reported_as_one(tmp_path: Path) -> None:
    path = tmp_path / "2024-09-30.json"
    path.write_bytes(as_array(TWO).replace(LAMPS_2, b"lamp\xe9s, 2"))
    with pytest.raises(CommandError):
        call_command("import_questions", str(path), verbosity=0)
    assert "check the file's encoding" in ImportRun.objects.get().errors
