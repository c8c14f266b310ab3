"""Files of Parliament's records: their shapes, their compression, and what happens to broken ones."""

import gzip
import io
import json
import lzma

import pytest

from questions.sources import parliament
from questions.sources.records import BrokenSource, RefusedRecord
from questions.sources.streams import Source, find_files
from tests.support.records import answered, corrected, grouped, holding, record, unanswered

ONE, TWO = unanswered(id=1, uin="1"), unanswered(id=2, uin="2")
NO_QUESTION = {"name": "x", "results_of": [1]}
SHAPES = {
    "an envelope whose results come last": {
        "status": "ok",
        "totalResults": 2,
        "results": [{"value": ONE}, {"value": TWO}],
    },
    "the list's envelope": {"totalResults": 2, "results": [{"value": ONE, "links": []}, {"value": TWO, "links": []}]},
    "bare results": [{"value": ONE, "links": [{"rel": "self", "href": "/x"}]}, {"value": TWO, "links": []}],
    "bare values": [ONE, TWO],
    "an array of envelopes": [{"totalResults": 2, "results": [{"value": ONE}, {"value": TWO}]}],
}


def read(path) -> list:
    source = Source(str(path))
    with source.open() as stream:
        return list(parliament.read_rows(stream, source.name))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("indent", [None, 1])
def test_records_are_read_from_every_shape_of_file(tmp_path, shape, indent):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps(SHAPES[shape], indent=indent))
    assert [item["uin"] for item in read(path)] == ["1", "2"]


def test_a_record_is_read_from_a_detail_envelope(tmp_path):
    path = tmp_path / "question.json"
    path.write_text(json.dumps({"value": ONE, "links": []}, indent=2))
    assert [item["uin"] for item in read(path)] == ["1"]


@pytest.mark.parametrize("wrap", [lambda value: {"value": value, "links": []}, lambda value: value])
def test_records_are_read_from_json_lines_of_envelopes_or_values(tmp_path, wrap):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(wrap(value)) for value in (ONE, TWO)) + "\n")
    assert [item["uin"] for item in read(path)] == ["1", "2"]


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, lzma.compress, lambda data: b"\xef\xbb\xbf" + data])
def test_files_are_read_plain_compressed_and_with_a_byte_order_mark(tmp_path, pack):
    path = tmp_path / "questions.json"
    path.write_bytes(pack(json.dumps([ONE, TWO]).encode()))
    assert len(read(path)) == 2


def test_a_number_that_is_too_large_does_not_stop_the_reading_of_a_file(tmp_path):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps([ONE | {"id": 2**80}, TWO]))
    assert [item["uin"] for item in read(path)] == ["1", "2"]


def test_a_closed_standard_input_is_reported(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(BrokenSource, match="standard input: it is closed"), Source("-").open():
        pass


def test_standard_input_can_be_read_twice(monkeypatch):
    data = io.BytesIO(json.dumps([answered()]).encode())
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": data}))
    source = Source("-")
    with source.open() as stream:
        assert parliament.as_of_day("-", stream) == "2024-09-10"
    with source.open() as stream:
        assert len(list(parliament.read_rows(stream, source.name))) == 1
    source.close()


def test_files_in_folders_are_found_in_the_order_of_their_names(tmp_path):
    for name in ("b/2024-09.json.xz", "a/1.jsonl", "a/2.json.gz", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_files([str(tmp_path)], (".json", ".jsonl"))
    assert [path.removeprefix(str(tmp_path)) for path in found] == ["/a/1.jsonl", "/a/2.json.gz", "/b/2024-09.json.xz"]


def test_an_unknown_object_does_not_hide_the_questions_after_it(tmp_path):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps([NO_QUESTION, ONE]))
    odd, question = read(path)
    assert question["uin"] == "1"
    with pytest.raises(RefusedRecord, match="not a question record"):
        parliament.parse(odd)


def test_json_without_question_records_yields_nothing(tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({"openapi": "3.0.1", "paths": {"/api": {"get": {"tags": []}}}}))
    assert read(path) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-10-30.json.xz", "2024-10-30"),
        ("list-2024-10-30.json", "2024-10-30"),
        ("2024-10-30-of-2024-99-99.json", "2024-10-30"),
        ("2024-10.json", "2024-09-10"),
    ],
)
def test_the_as_of_day_is_the_day_in_the_file_name_or_else_the_latest_past_day_inside(name, day):
    """`dateForAnswer` is in the future, so it does not show when a record was seen."""
    value = answered(dateForAnswer="2024-12-01T00:00:00")
    assert parliament.as_of_day(f"/2020-01-01/{name}", io.BytesIO(json.dumps([value]).encode())) == day


def test_impossible_days_do_not_count_for_the_as_of_day():
    values = [answered(), unanswered(dateTabled="9999-12-31T00:00:00"), unanswered(dateTabled="2024-13-45T00:00:00")]
    assert parliament.as_of_day("x.json", io.BytesIO(json.dumps(values).encode())) == "2024-09-10"


def test_the_as_of_day_of_a_truncated_file_is_the_latest_day_before_the_break(tmp_path):
    path = tmp_path / "questions.json.gz"
    path.write_bytes(gzip.compress(json.dumps([answered()] * 2000).encode())[:-20])
    with Source(str(path)).open() as stream:
        assert parliament.as_of_day(str(path), stream) == "2024-09-10"


BROKEN = {
    "nested too deep": (b'[{"uin": ' + b"[" * 3000 + b"]" * 3000 + b"}]", "nested more than 50 levels deep"),
    "envelopes in envelopes": (b'{"value":' * 20_000, "nested more than 50 levels deep"),
    "cut off": (json.dumps([ONE, TWO])[:-30].encode(), "after 1 objects"),
    "not JSON": (b'[{"uin": oops}]', "not valid JSON"),
    "another encoding": (json.dumps([ONE]).replace("Leeds", "Lééds").encode("latin-1"), "not valid JSON|not UTF-8"),
    "a cut gzip file": (gzip.compress(json.dumps([ONE] * 500).encode())[:300], "incomplete or damaged"),
    "a cut xz file": (lzma.compress(json.dumps([ONE] * 500).encode())[:300], "incomplete or damaged"),
    "a zip bomb": (gzip.compress(b"[" + b" " * 200_000_000), "zip bomb"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_reported_by_name_with_what_is_wrong(tmp_path, how):
    data, message = BROKEN[how]
    path = tmp_path / "broken.json"
    path.write_bytes(data)
    with pytest.raises(BrokenSource, match=message) as error:
        read(path)
    assert "broken.json" in str(error.value)


def test_a_folder_given_as_a_file_and_an_impossible_file_name_are_reported(tmp_path):
    for path, problem in ((str(tmp_path), "Is a directory"), ("a\0b", "null byte")):
        with pytest.raises(BrokenSource, match=problem), Source(path).open():
            pass


def test_an_error_in_the_code_is_not_blamed_on_the_file(tmp_path):
    path = tmp_path / "questions.json"
    path.write_text("[]")
    with pytest.raises(ValueError, match="ours"), Source(str(path)).open():
        raise ValueError("ours")


def test_a_bad_line_in_json_lines_is_refused_and_the_next_one_is_read(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{json.dumps(ONE)}\n{{broken\n{json.dumps(TWO)}\n")
    first, bad, last = read(path)
    assert (first["uin"], last["uin"]) == ("1", "2")
    with pytest.raises(RefusedRecord, match="not JSON"):
        parliament.parse(bad)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"uin": None}, "uin is not a UIN"),
        ({"uin": "../../etc"}, "uin is not a UIN"),
        ({"house": "Senate"}, "house is not Commons or Lords"),
        ({"dateTabled": None}, "dateTabled is missing"),
        ({"dateTabled": "2024-13-01T00:00:00"}, "dateTabled is not a date"),
        ({"questionText": ""}, "questionText is missing"),
        ({"questionText": 7}, "questionText is not text"),
        ({"id": "seven"}, "id is not an id"),
        ({"id": 2**70}, "id is not an id"),
        ({"dateTabled": "9999-12-31T00:00:00"}, "dateTabled is in the future"),
        ({"dateTabled": "2024-W36-1"}, "dateTabled is not a date"),
        ({"isWithdrawn": "perhaps"}, "isWithdrawn is not true or false"),
        ({"attachments": "none"}, "attachments is not a list"),
    ],
)
def test_an_invalid_record_is_refused_with_the_reason(change, reason):
    with pytest.raises(RefusedRecord, match=reason):
        parliament.parse(unanswered(**change))


@pytest.mark.parametrize("item", [None, 7, "text", [], {"name": "x"}])
def test_an_item_that_is_not_a_question_record_is_refused(item):
    with pytest.raises(RefusedRecord, match="not a question record"):
        parliament.parse(item)


def test_a_uin_stays_a_string():
    assert record(unanswered(uin="hl5762")).uin == "HL5762"
    assert record(unanswered(uin=16734)).uin == "16734"


def test_a_record_with_a_holding_answer_has_no_other_answer():
    assert [(a.stage, a.day, a.by) for a in record(holding(day="2024-09-09")).answers] == [(1, "2024-09-09", "12")]


def test_a_corrected_record_has_two_answers_each_by_its_own_member():
    answers = record(corrected(day="2024-09-20")).answers
    assert [(a.stage, a.day, a.by) for a in answers] == [(2, "2024-09-10", "12"), (3, "2024-09-20", "13")]


def test_grouped_questions_are_kept_by_uin_and_day():
    value = answered(groupedQuestionsDates=grouped(("7", "2024-09-03"), ("6", "2024-09-02")))
    assert record(value).grouped == (("6", "2024-09-02"), ("7", "2024-09-03"))


def test_attachments_are_kept_unless_their_address_is_unsafe():
    attachments = [
        {"url": "https://example.org/a.xlsx", "title": "Table", "fileType": "xlsx", "fileSizeBytes": 5_000_000_000},
        {"url": "javascript:alert(1)", "title": "x", "fileType": None, "fileSizeBytes": 1},
    ]
    (answer,) = record(answered(attachments=attachments)).answers
    assert answer.attachments == (("https://example.org/a.xlsx", "Table", "xlsx", 5_000_000_000),)


def test_an_expanded_member_is_read_as_listed():
    member = {
        "id": 11,
        "name": "Baroness Example",
        "listAs": "Example, B.",
        "party": "Labour",
        "memberFrom": "Life peer",
    }
    (listing,) = parliament.parse(unanswered(askingMember=member)).members
    assert listing == (11, "Baroness Example", "Example, B.", "Labour", "Life peer")
