"""Kinds of answers as they are kept: told where answers are written, told anew where a rule has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.archive.derived import answer_kinds
from questions.models import Answer, AnswerKindRule, AnswerKindsInForce, Change, Question
from questions.operations import worker
from questions.search.index import store
from questions.search.index.writer import catch_up
from questions.text.cleaning import plain
from tests.support.factories import log, make_answer, make_answered, make_question
from tests.support.indexing import index_dir, is_complete, run
from tests.support.records import answered, corrected, write_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

NOT_HELD = "<p>This information is not held centrally.</p>"
ELEVEN = "<p>There are eleven, of which we shall say more in the spring.</p>"


def kinds() -> list[str]:
    return list(Answer.objects.order_by("pk").values_list("answer_kind", flat=True))


def import_(path: Path, *records: dict) -> None:
    run("import_questions", write_list(path, *records))


def add_rule(phrases: str, answer_kind: str = "refers", order: int = 1, **fields) -> AnswerKindRule:
    return AnswerKindRule.objects.create(answer_kind=answer_kind, phrases=phrases, order=order, **fields)


def apply() -> int | None:
    catch_up()
    changed = answer_kinds.apply_pending()
    catch_up()
    return changed


# Where answers are written


def test_an_import_tells_the_kind_and_another_text_another_one(tmp_path: Path) -> None:
    import_(tmp_path / "2024-09-11.json", answered(text=NOT_HELD))
    assert kinds() == ["not-held"]
    import_(tmp_path / "2024-09-12.json", answered(text=ELEVEN))
    assert kinds() == ["substantive"]
    assert is_complete()


def test_an_import_of_another_text_leaves_an_editors_word(tmp_path: Path) -> None:
    import_(tmp_path / "2024-09-11.json", answered(text=NOT_HELD))
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    import_(tmp_path / "2024-09-12.json", answered(text=ELEVEN))
    assert kinds() == ["refers"]
    assert Answer.objects.get().is_kind_by_editor


def test_a_correction_beside_the_original_leaves_the_word_on_that(tmp_path: Path) -> None:
    import_(tmp_path / "2024-09-11.json", answered(text=NOT_HELD))
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    import_(tmp_path / "2024-09-21.json", corrected(text=ELEVEN))
    assert kinds() == ["refers", "substantive"]


def test_a_correction_has_a_kind_of_its_own() -> None:
    question = make_answered(answer=NOT_HELD)
    make_answer(question, ELEVEN, stage=Answer.Stage.CORRECTION)
    assert kinds() == ["not-held", "substantive"]


def test_deriving_anew_takes_an_editors_word_back_to_the_rules_only_where_it_was_taken_back() -> None:
    make_answered(answer=NOT_HELD)
    Answer.objects.update(answer_kind="refers", is_kind_by_editor=True)
    run("derive")
    assert kinds() == ["refers"]
    Answer.objects.update(is_kind_by_editor=False)
    assert "1 question changed" in run("derive")
    assert kinds() == ["not-held"]


# Where a rule has changed


def test_a_new_rule_is_applied_to_what_has_its_words_and_told_to_the_index() -> None:
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


def test_only_what_has_the_words_of_a_changed_phrase_is_looked_at() -> None:
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
def test_whatever_a_phrase_may_look_like_is_looked_at_and_nothing_else(phrase: str) -> None:
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


def test_a_rule_that_is_deleted_or_goes_elsewhere_in_the_order_gives_back_what_it_took() -> None:
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


def test_what_the_index_has_not_taken_in_yet_is_told_anew_too() -> None:
    make_question()
    catch_up()
    add_rule("eleven")
    question = make_question()
    Answer.objects.create(question=question, answered_on="2023-03-30", text=ELEVEN, answer_kind="substantive")
    Change.log([question.pk], "test")
    answer_kinds.apply_pending()
    assert kinds() == ["refers"]


def test_what_was_hidden_is_told_when_it_is_shown() -> None:
    question = make_answered(answer=ELEVEN, published_at=None)
    add_rule("eleven")
    assert (apply(), kinds()) == (0, ["substantive"])
    log(question)
    assert kinds() == ["refers"]


def test_a_rule_that_concerns_more_than_may_be_is_left_to_the_background_which_applies_it() -> None:
    make_answered(answer=ELEVEN)
    make_answered(answer=ELEVEN)
    add_rule("eleven")
    catch_up()
    assert answer_kinds.apply_pending(most=1) is None
    assert (kinds(), answer_kinds.are_pending()) == (["substantive", "substantive"], True)
    worker.take_in()
    assert (kinds(), answer_kinds.are_pending()) == (["refers", "refers"], False)
    assert is_complete()


def test_rules_that_change_while_they_are_applied_are_applied_once_more(monkeypatch) -> None:
    make_answered(answer=ELEVEN)
    rule = add_rule("eleven")
    catch_up()
    tell_anew = answer_kinds._tell_anew

    def and_then_it_changes(batch: list[int]) -> int:
        number = tell_anew(batch)
        rule.delete()
        return number

    monkeypatch.setattr(answer_kinds, "_tell_anew", and_then_it_changes)
    assert answer_kinds.apply_pending() == 1
    assert answer_kinds.are_pending()
    monkeypatch.undo()
    assert (apply(), kinds()) == (1, ["substantive"])


def test_an_archive_in_which_nothing_was_told_has_all_of_it_told_in_the_background() -> None:
    make_answered(answer=NOT_HELD)
    Answer.objects.update(answer_kind="")
    AnswerKindsInForce.objects.all().delete()
    catch_up()
    worker.take_in()
    assert kinds() == ["not-held"]
    assert not answer_kinds.are_pending()


def test_deriving_anew_puts_changed_rules_in_force() -> None:
    make_answered(answer=ELEVEN)
    add_rule("eleven")
    run("derive")
    assert (kinds(), answer_kinds.are_pending()) == (["refers"], False)


def test_without_an_index_nothing_is_taken_to_be_applied() -> None:
    make_answered(answer=ELEVEN)
    add_rule("eleven")
    with pytest.raises(store.IndexUnavailable):
        answer_kinds.apply_pending()
    assert answer_kinds.are_pending()


def test_an_archive_begins_with_rules_that_are_in_force() -> None:
    assert AnswerKindRule.objects.count() == len(answer_kinds.starting_rules())
    assert answer_kinds.in_force() == answer_kinds.rules()
    assert not Question.objects.exists()
