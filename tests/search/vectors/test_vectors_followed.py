"""The vectors follow the archive: each public question has one, of its present text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.db import transaction

from questions.models import Archive, Change, Question
from questions.search import check_vectors as check_vectors_module
from questions.search.check_vectors import check_vectors
from questions.search.index.writer import silent
from questions.search.vectors import asked as asked_module
from questions.search.vectors import rows_written as rows_written_module
from questions.search.vectors import service
from questions.search.vectors import writer as writer_module
from questions.search.vectors.asked import VERSION, read_asked
from questions.search.vectors.encoder import Encoder
from questions.search.vectors.model import find_files
from questions.search.vectors.paths import folder_of
from questions.search.vectors.rows import HEAD, STATE, open_rows
from questions.search.vectors.rows_written import RowsWriter
from tests.support.factories import make_department, make_question
from tests.support.meaning import catch_up, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tiny_model")]


def change(question: Question, **fields: object) -> None:
    with transaction.atomic():
        Archive.lock()
        Question.objects.filter(pk=question.pk).update(**fields)
        Change.log([question.pk], "edited")


def is_right() -> bool:
    return check_vectors(silent).faults == {}


def test_each_public_question_gets_a_vector_once() -> None:
    asked = [make_question(text=text) for text in ("Bus fares?", "School meals?")]
    make_question(text="Prisons?", published_at=None)
    assert catch_up() == 2
    assert rows().keys.tolist() == sorted(question.pk for question in asked)
    assert catch_up() == 0
    assert is_right()


def test_a_changed_text_gets_a_new_vector_and_the_old_row_no_longer_counts() -> None:
    asked = make_question(text="Bus fares?")
    catch_up()
    change(asked, text="School meals?")
    assert catch_up() == 1
    assert rows().heads[rows().live]["text"].tolist() == [read_asked([asked.pk])[asked.pk].digest]


def test_another_department_needs_no_new_vector() -> None:
    asked = make_question(text="Bus fares?")
    catch_up()
    before = rows().numbers[rows().live].copy()
    other = make_department("Home Office")
    change(asked, department=other)
    assert catch_up() == 0
    assert rows().heads[rows().live]["department"].tolist() == [other.pk]
    assert (rows().numbers[rows().live] == before).all()


def test_nothing_of_a_withheld_question_stays() -> None:
    asked, other = make_question(text="Bus fares?"), make_question(text="School meals?")
    catch_up()
    change(asked, text="Prisons?")
    catch_up()
    before = rows()  # mapped by a reader, which need not look again
    change(asked, published_at=None)
    catch_up()
    assert rows().keys.tolist() == [other.pk]
    gone = np.flatnonzero(before.heads["key"] != other.pk)
    assert len(gone) == 2
    assert not before.heads["key"][gone].any()
    assert not before.numbers[gone].any()
    assert not before.bits[gone].any()


def test_a_withheld_question_with_two_rows_does_not_come_back() -> None:
    asked = make_question(text="Bus fares?")
    catch_up()
    change(asked, text="School meals?")
    catch_up()
    change(asked, published_at=None)
    catch_up()
    assert rows().keys.tolist() == []


def test_a_log_that_no_longer_says_what_changed_leads_to_a_comparison_of_all() -> None:
    kept, gone, changed = (make_question(text=text) for text in ("Bus fares?", "School meals?", "Prisons?"))
    catch_up()
    Question.objects.filter(pk=gone.pk).update(published_at=None)
    Question.objects.filter(pk=changed.pk).update(text="Help many?")
    Archive.objects.update(uuid="00000000-0000-4000-8000-000000000001")
    assert catch_up() == 1
    assert rows().keys.tolist() == sorted([kept.pk, changed.pk])
    assert is_right()


def test_rows_that_no_longer_count_are_dropped_once_they_are_a_third() -> None:
    asked = [make_question(text=f"Bus fares {number}?") for number in range(4)]
    catch_up()
    for question in asked[:3]:
        change(question, text=f"School meals {question.pk}?")
        catch_up()
    assert rows().state.rows < 7
    assert rows().keys.tolist() == sorted(question.pk for question in asked)
    assert is_right()


def test_questions_that_wait_for_their_vectors_are_no_fault() -> None:
    make_question(text="Bus fares?")
    RowsWriter(folder_of(find_files()), 64)  # a writer that was stopped before its first batch
    findings = check_vectors(silent)
    assert (findings.faults, findings.waiting) == ({}, 1)


def test_a_question_without_words_has_no_vector() -> None:
    make_question("", text="")
    assert catch_up() == 0
    assert is_right()


def test_files_that_are_deleted_while_rows_are_written_are_made_again() -> None:
    asked, other = make_question(text="Bus fares?"), make_question(text="School meals?")
    catch_up()
    folder = folder_of(find_files())
    writer = RowsWriter(folder, rows().state.size)
    for path in folder.glob("*.*"):
        path.unlink()
    with pytest.raises(FileNotFoundError):
        writer.append(np.zeros(1, HEAD), np.zeros((1, writer.state.size)), np.zeros((1, 1), "<u8"))
    assert catch_up() == 2
    assert rows().keys.tolist() == sorted([asked.pk, other.pk])


def test_a_missing_vector_is_made_by_comparing_all_anew() -> None:
    asked = make_question(text="Bus fares?")
    catch_up()
    RowsWriter(folder_of(find_files()), rows().state.size).retire(rows().places_with([asked.pk]))
    assert catch_up() == 0
    assert not is_right()
    call_command("vectors")
    assert is_right()


def test_what_is_withheld_leaves_before_many_other_changes_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "BATCH", 1)
    asked, others = make_question(text="Bus fares?"), [make_question(text=f"School meals {n}?") for n in range(3)]
    catch_up()
    for other in others:
        change(other, text=f"{other.text} How many?")
    change(asked, published_at=None)
    there = []

    def look(self: Encoder, questions: Any) -> Any:
        there.append(asked.pk in open_rows(folder_of(find_files())).keys)
        return encode(self, questions)

    encode = Encoder.encode_questions
    monkeypatch.setattr(Encoder, "encode_questions", look)
    assert catch_up() == 3
    assert there == [False, False, False]


def test_rows_that_an_interrupted_writer_left_are_cut_off() -> None:
    make_question(text="Bus fares?")
    catch_up()
    folder, number = folder_of(find_files()), rows().state.rows
    [heads] = folder.glob("*.heads")
    with heads.open("ab") as file:
        file.write(b"left over" * 100)
    RowsWriter(folder, rows().state.size)
    assert heads.stat().st_size == number * HEAD.itemsize


def test_a_version_that_makes_vectors_in_another_way_makes_all_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [make_question(text=text) for text in ("Bus fares?", "School meals?")]
    catch_up()
    before = set(rows().heads["text"].tolist())
    for module in (asked_module, rows_written_module, writer_module, check_vectors_module):
        monkeypatch.setattr(module, "VERSION", VERSION + 1)
    findings = check_vectors(silent)
    assert (findings.faults, findings.waiting) == ({}, 2)
    assert catch_up() == 2
    assert rows().keys.tolist() == sorted(question.pk for question in asked)
    assert before.isdisjoint(rows().heads[rows().live]["text"].tolist())
    assert catch_up() == 0
    assert is_right()


def test_a_state_without_a_version_can_be_read_and_all_questions_are_compared() -> None:
    make_question(text="Bus fares?")
    catch_up()
    path = folder_of(find_files()) / STATE
    path.write_text(json.dumps(json.loads(path.read_text())[:5]))
    assert (rows().state.version, rows().state.is_complete) == (0, True)
    catch_up()
    assert rows().state.version == VERSION
    assert is_right()


def test_vectors_are_not_complete_while_a_long_log_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "BATCH", 2)
    make_question(text="Bus fares?")
    catch_up()
    seen: list[bool] = []
    for number in range(5):
        make_question(text=f"School meals {number}?")
    files = find_files()
    monkeypatch.setattr(RowsWriter, "commit", noting(seen, RowsWriter.commit))
    service.take_in(folder_of(files), Encoder(files))
    assert seen == [False, False, False, True]


def noting(seen: list[bool], commit: Callable[..., None]) -> Callable[..., None]:
    """The same, and whether the state is then complete."""

    def committed(writer: RowsWriter, *given: Any) -> None:
        commit(writer, *given)
        seen.append(writer.state.is_complete)

    return committed
