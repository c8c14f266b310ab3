"""Property: changing topics step by step gives the same as applying their rules from scratch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.archive.derived import topics
from questions.archive.derived.topics import apply_after_changes, apply_pending
from questions.models import Acronym, Question, Topic, TopicAssignment
from questions.search.index.writer import catch_up
from tests.support.factories import log, make_answer, make_question, make_topic
from tests.support.indexing import index_dir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

TEXTS = ("buses", "trains", "buses and trains", "hub for a family", "family hubs", "ZZICB", "integrated care boards")
RULES = ("", "buses", "trains -buses", '"family hub"', "ZZICB", "heading:trains OR answer:buses", "house:lords")
NUMBERS, TOPICS = st.integers(0, 5), st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("ask"), NUMBERS, st.sampled_from(TEXTS)),
    st.tuples(st.just("answer"), NUMBERS, st.sampled_from(TEXTS)),
    st.tuples(st.just("publish"), NUMBERS, st.booleans()),
    st.tuples(st.just("rule"), TOPICS, st.sampled_from(RULES)),
    st.tuples(st.just("decide"), TOPICS, st.tuples(NUMBERS, st.booleans())),
    st.tuples(st.just("acronym"), NUMBERS, st.booleans()),
    st.tuples(st.just("apply"), NUMBERS, st.sampled_from(["whole", "staged only", "switched only"])),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=3, max_size=14))
def test_any_steps_give_the_same_topics_as_rules_applied_from_scratch(steps: list[tuple]) -> None:
    _empty()
    for number in range(3):
        make_topic(f"Topic {number}")
    for what, number, value in steps:
        DO[what](number, value)
    catch_up()
    apply_after_changes(most=None)
    stepwise = _assigned()
    TopicAssignment.objects.by_rule().delete()
    Topic.objects.update(rule_in_force="", fingerprint="")
    apply_pending()
    assert stepwise == _assigned()


def _empty() -> None:
    log(*Question.objects.all())
    for model in (Question, Topic, Acronym):
        model.objects.all().delete()
    catch_up()


def _assigned() -> set[tuple[str, str]]:
    rows = TopicAssignment.objects.included().by_rule()
    return set(rows.values_list("topic__name", "question__uin"))


def _question(number: int) -> Question:
    there = Question.objects.filter(uin=str(number)).first()
    return there or make_question("Nothing", uin=str(number), text="?", house="lords" if number == 5 else "commons")


def _ask(number: int, text: str) -> None:
    question = _question(number)
    question.heading = question.text = text
    question.save()
    log(question)


def _answer(number: int, text: str) -> None:
    question = _question(number)
    question.answers.all().delete()
    make_answer(question, f"<p>{text}</p>")


def _publish(number: int, is_public: bool) -> None:
    question = _question(number)
    question.deleted_at = None if is_public else question.published_at
    question.save()
    log(question)


def _topic(number: int) -> Topic:
    return Topic.objects.get(name=f"Topic {number}")


def _rule(number: int, rule: str) -> None:
    Topic.objects.filter(pk=_topic(number).pk).update(rule=rule)


def _decide(number: int, decision: tuple[int, bool]) -> None:
    values = {"origin": TopicAssignment.Origin.EDITOR, "is_excluded": decision[1], "staged": ""}
    TopicAssignment.objects.update_or_create(topic=_topic(number), question=_question(decision[0]), defaults=values)


def _acronym(number: int, is_known: bool) -> None:
    Acronym.objects.filter(letters="ZZICB").delete()
    if is_known:
        Acronym.objects.create(letters="ZZICB", long_form="integrated care boards")


def _apply(number: int, how: str) -> None:
    """Completely, or interrupted after one of its steps."""
    catch_up()
    with pytest.MonkeyPatch.context() as interrupted:
        if how != "whole":
            interrupted.setattr(topics, "_switch" if how == "staged only" else "_settle", lambda *_: None)
        apply_after_changes(most=None)


DO: dict[str, Callable[[int, Any], None]] = {
    "ask": _ask,
    "answer": _answer,
    "publish": _publish,
    "rule": _rule,
    "decide": _decide,
    "acronym": _acronym,
    "apply": _apply,
}
