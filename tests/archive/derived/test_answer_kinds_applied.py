"""Answers are classified when they are written, and again when a rule changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.archive.derived import answer_kinds
from questions.models import Answer, AnswerKindRule, AnswerKindsInForce, Change, Question
from questions.operations import worker
from questions.search.index import store
from questions.search.index.writer import catch_up
from questions.text.cleaning import plain
from tests.support.answer_kind_rules import starting_rules
from tests.support.factories import log, make_answer, make_answered, make_question
from tests.support.indexing import index_dir, is_complete, run
from tests.support.records import answered, corrected, write_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

NOT_HELD = "<p>This information is not held centrally.</p>"
ELEVEN = "<p>There are eleven, of which we shall say more in the spring.</p>"


def kinds() -> list[str]:
    return list(Answer.objects.order_by("pk").values_list("answer_kind", flat=True))


def import_records(path: Path, *records: dict) -> None:
    run("import_questions", write_list(path, *records))


def add_rule(phrases: str, answer_kind: str = "refers", order: int = 1, **fields) -> AnswerKindRule:
    return AnswerKindRule.objects.create(answer_kind=answer_kind, phrases=phrases, order=order, **fields)


def apply() -> int | None:
    catch_up()
    changed = answer_kinds.apply_pending()
    catch_up()
    return changed


# When answers are written


def test_an_import_classifies_an_answer_and_classifies_it_again_if_its_text_changes(tmp_path: Path) -> None:
    import_records(tmp_path / "2024-09-11.json", answered(text=NOT_HELD))
    assert kinds() == ["not-held"]
    import_records(tmp_path / "2024-09-12.json", answered(text=ELEVEN))
    assert kinds() == ["substantive"]
    assert is_complete()


def test_an_answer_kind_chosen_by_an_editor_stays_if_an_import_changes_the_text(tmp_path: Path) -> None:
    import_records(tmp_path / "2024-09-11.json", answered(text=NOT_HELD))
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    import_records(tmp_path / "2024-09-12.json", answered(text=ELEVEN))
    assert kinds() == ["refers"]
    assert Answer.objects.get().is_kind_by_editor


def test_an_answer_kind_chosen_by_an_editor_stays_if_a_correction_arrives(tmp_path: Path) -> None:
    import_records(tmp_path / "2024-09-11.json", answered(text=NOT_HELD))
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    import_records(tmp_path / "2024-09-21.json", corrected(text=ELEVEN))
    assert kinds() == ["refers", "substantive"]


def test_a_correction_has_its_own_answer_kind() -> None:
    question = make_answered(answer=NOT_HELD)
    make_answer(question, ELEVEN, stage=Answer.Stage.CORRECTION)
    assert kinds() == ["not-held", "substantive"]


def test_derive_replaces_an_editors_answer_kind_only_if_the_editor_withdrew_it() -> None:
    make_answered(answer=NOT_HELD)
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    run("derive")
    assert kinds() == ["refers"]
    Answer.objects.update(is_kind_by_editor=False)
    assert "1 question changed" in run("derive")
    assert kinds() == ["not-held"]


# When a rule changes


def test_a_new_rule_is_applied_to_answers_with_its_words_and_the_index_follows() -> None:
    make_answered(answer=ELEVEN)
    make_answered(answer=NOT_HELD)
    assert answer_kinds.apply_pending() == 0
    add_rule("there are … of which")
    Change.objects.all().delete()
    assert answer_kinds.are_pending()
    assert apply() == 1
    assert kinds() == ["refers", "not-held"]
    assert not answer_kinds.are_pending()
    assert is_complete()


def test_only_answers_with_the_words_of_a_changed_phrase_are_checked() -> None:
    eleven = make_answered(answer=ELEVEN)
    make_answered(answer="<p>Of which there are none.</p>")
    make_answered(answer=NOT_HELD)
    catch_up()
    before = answer_kinds.rules()
    rule = add_rule("there are eleven … spring")
    assert answer_kinds.concerned(before, answer_kinds.rules()) == [eleven.pk]
    rule.delete()
    assert answer_kinds.concerned(before, answer_kinds.rules()) == []


TEXTS = [
    *["It does not hold lamps", "They do not centrally keep records of lamps", "It does not in general hold lamps"],
    *["It does not hold all, nor held", "It does hold that not"],
    *["Figures on lamps are kept", "No figures on lamps are kept", "The central figures is kept"],
    *["They are centrally kept here by all", "They are duly kept with us all"],
    *["Each lamp shines, and holds", "Every lamps"],
]


@pytest.mark.parametrize(
    "phrase",
    [
        "[do|does] not [*ly|in general]? [hold|keep records of]",
        "[no|not]? [central|*]? figures … [are|is] kept",
        "[*ly] kept … [by|for|with us] all",
        "[held]? figures",
        "[any|every|each] [lamp|lamps]",
    ],
)
def test_answers_with_any_form_of_a_changed_phrase_are_checked_and_no_others(phrase: str) -> None:
    for text in TEXTS:
        make_answered(answer=f"<p>{text}.</p>")
    catch_up()
    before = answer_kinds.rules()
    rule = add_rule(phrase)
    (clause,) = answer_kinds.clauses_of([rule])
    fitting = {
        answer.question_id for answer in Answer.objects.all() if answer_kinds.tell((clause,), plain(answer.text))
    }
    assert fitting
    assert set(answer_kinds.concerned(before, answer_kinds.rules())) == fitting


def test_answers_are_classified_again_if_their_rule_is_deleted_or_moved() -> None:
    make_answered(answer=NOT_HELD)
    rule = add_rule("information")
    assert (apply(), kinds()) == (1, ["refers"])
    rule.order = 999
    rule.save()
    assert (apply(), kinds()) == (1, ["not-held"])
    rule.order = 1
    rule.save()
    assert (apply(), kinds()) == (1, ["refers"])
    rule.delete()
    assert (apply(), kinds()) == (1, ["not-held"])


def test_answers_that_are_not_indexed_yet_are_also_classified_again() -> None:
    make_question()
    catch_up()
    add_rule("eleven")
    question = make_question()
    Answer.objects.create(question=question, answered_on="2023-03-30", text=ELEVEN, answer_kind="substantive")
    Change.log([question.pk], "test")
    answer_kinds.apply_pending()
    assert kinds() == ["refers"]


def test_an_answer_that_was_not_public_is_classified_again_when_its_question_changes() -> None:
    question = make_answered(answer=ELEVEN, published_at=None)
    add_rule("eleven")
    assert (apply(), kinds()) == (0, ["substantive"])
    log(question)
    assert kinds() == ["refers"]


def test_a_rule_that_affects_too_many_answers_is_applied_in_the_background() -> None:
    make_answered(answer=ELEVEN)
    make_answered(answer=ELEVEN)
    add_rule("eleven")
    catch_up()
    assert answer_kinds.apply_pending(most=1) is None
    assert (kinds(), answer_kinds.are_pending()) == (["substantive", "substantive"], True)
    worker.take_in()
    assert (kinds(), answer_kinds.are_pending()) == (["refers", "refers"], False)
    assert is_complete()


def test_rules_that_change_while_they_are_applied_are_applied_again(monkeypatch) -> None:
    make_answered(answer=ELEVEN)
    rule = add_rule("eleven")
    catch_up()
    tell_anew = answer_kinds._tell_anew

    def classify_and_delete_the_rule(batch: list[int]) -> int:
        number = tell_anew(batch)
        rule.delete()
        return number

    monkeypatch.setattr(answer_kinds, "_tell_anew", classify_and_delete_the_rule)
    assert answer_kinds.apply_pending() == 1
    assert answer_kinds.are_pending()
    monkeypatch.undo()
    assert (apply(), kinds()) == (1, ["substantive"])


def test_an_archive_that_was_never_classified_is_classified_in_the_background() -> None:
    make_answered(answer=NOT_HELD)
    Answer.objects.update(answer_kind="")
    AnswerKindsInForce.objects.all().delete()
    catch_up()
    worker.take_in()
    assert kinds() == ["not-held"]
    assert not answer_kinds.are_pending()


def test_derive_puts_changed_rules_in_force() -> None:
    make_answered(answer=ELEVEN)
    add_rule("eleven")
    run("derive")
    assert (kinds(), answer_kinds.are_pending()) == (["refers"], False)


def test_without_an_index_changed_rules_stay_pending() -> None:
    make_answered(answer=ELEVEN)
    add_rule("eleven")
    with pytest.raises(store.IndexUnavailable):
        answer_kinds.apply_pending()
    assert answer_kinds.are_pending()


def test_a_new_archive_has_the_starting_rules_in_force() -> None:
    assert AnswerKindRule.objects.count() == len(starting_rules())
    assert answer_kinds.in_force() == answer_kinds.rules()
    assert not Question.objects.exists()
