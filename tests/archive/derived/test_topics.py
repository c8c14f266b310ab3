"""Topics' rules are applied to questions as they are written, and to all questions when a rule changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from questions.archive.derived import topics
from questions.archive.derived.topics import apply_after_changes, apply_pending
from questions.archive.importing import starting_topics
from questions.models import Acronym, Question, Topic, TopicAssignment
from questions.operations import worker
from questions.search.criteria import Criteria
from questions.search.index.writer import catch_up
from questions.search.results import QuestionSearch
from questions.search.topic_rules import check_rule
from tests.support.factories import assign_topic, log, make_answer, make_question, make_ruled, make_topic
from tests.support.indexing import index_dir, is_complete, run
from tests.support.records import answered, unanswered, write_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]
LAST_MONTH = f"{timezone.localdate().replace(day=1) - timedelta(days=1):%Y-%m}"


def change_rule(topic: Topic, rule: str) -> None:
    Topic.objects.filter(pk=topic.pk).update(rule=rule)
    catch_up()


def headings(topic: Topic) -> list[str]:
    """The headings of the questions that have the topic."""
    return sorted(TopicAssignment.objects.included().filter(topic=topic).values_list("question__heading", flat=True))


def test_an_imported_question_has_its_topics_at_once(tmp_path: Path) -> None:
    hubs, buses = make_ruled("Family hubs", '"family hub"'), make_ruled("Buses", "bus")
    run("import_questions", write_list(tmp_path / "2024-09-10.json", answered(uin="2001"), unanswered(id=102, uin="7")))
    assert headings(hubs) == ["", "Family Hubs: Leeds"]
    assert headings(buses) == []
    assert is_complete()


def test_an_answer_adds_a_topic_and_a_new_text_removes_it() -> None:
    hubs = make_ruled("Family hubs", '"family hub"')
    question = make_question("Leeds", text="What is there?")
    assert headings(hubs) == []
    answer = make_answer(question, "<p>Seven family hubs.</p>")
    assert headings(hubs) == ["Leeds"]
    answer.text = "<p>Seven libraries.</p>"
    answer.save()
    log(question)
    assert headings(hubs) == []


def test_a_changed_rule_adds_and_removes_assignments_and_keeps_the_others() -> None:
    for heading in ("Buses", "Buses and trains", "Trains"):
        make_question(heading, text="?")
    topic = make_ruled("Transport", "buses")
    stays = TopicAssignment.objects.get(question__heading="Buses and trains")
    change_rule(topic, "trains")
    [applied] = apply_pending()
    assert (applied.entered, applied.left) == (1, 1)
    assert headings(topic) == ["Buses and trains", "Trains"]
    assert TopicAssignment.objects.get(question__heading="Buses and trains").pk == stays.pk
    catch_up()
    assert is_complete()
    assert apply_pending() == []


def test_an_editors_exclusions_and_additions_outlive_every_rule() -> None:
    editor = User.objects.create_user("anna")
    out, added = make_question("Buses: London"), make_question("Canals")
    topic = make_topic("Buses")
    assign_topic(out, topic, is_excluded=True, assigned_by=editor)
    assign_topic(added, topic, assigned_by=editor)
    make_question("Buses: Leeds")
    for rule in ("buses", "london", "buses OR leeds", ""):
        change_rule(topic, rule)
        apply_pending()
        log(out, added)
        assert "Canals" in headings(topic)
        assert "Buses: London" not in headings(topic)


def from_buses_to_trains() -> Topic:
    make_question("Buses", text="?")
    make_question("Trains", text="?")
    topic = make_ruled("Transport", "buses")
    change_rule(topic, "trains")
    return topic


def interrupt_at(step: str) -> None:
    """Apply pending rules up to that step."""

    def fail(*_: object) -> None:
        raise RuntimeError("interrupted")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(topics, step, fail)
        with pytest.raises(RuntimeError, match="interrupted"):
            apply_pending()


def test_the_old_rule_stays_in_force_until_the_new_one_is_completely_applied() -> None:
    topic = from_buses_to_trains()
    interrupt_at("_switch")
    assert headings(topic) == ["Buses"]
    make_question("Buses again", text="?")
    make_question("Trains again", text="?")
    assert headings(topic) == ["Buses", "Buses again"]
    apply_pending()
    assert headings(topic) == ["Trains", "Trains again"]


def test_an_interrupted_switch_counts_and_the_next_run_completes_it() -> None:
    topic = from_buses_to_trains()
    interrupt_at("_settle")
    assert headings(topic) == ["Trains"]
    make_question("Buses again", text="?")
    make_question("Trains again", text="?")
    assert headings(topic) == ["Trains", "Trains again"]
    apply_pending()
    catch_up()
    assert headings(topic) == ["Trains", "Trains again"]
    assert not TopicAssignment.objects.exclude(staged="").exists()
    assert is_complete()


def test_a_question_written_while_a_rule_is_applied_follows_the_new_rule() -> None:
    make_question("Buses", text="?")
    topic = make_ruled("Transport", "buses")
    change_rule(topic, "trains")
    written: list[Question] = []

    def write_one(name: str, done: int, total: int) -> None:
        if not written:
            written.append(make_question("Trains", text="?"))

    apply_pending(progress=write_one)
    assert headings(topic) == ["Trains"]


def test_a_rule_that_affects_too_many_questions_is_left_to_the_background() -> None:
    for _ in range(3):
        make_question("Buses", text="?")
    topic = make_topic("Buses", rule="buses")
    catch_up()
    assert apply_pending(most=2) == []
    assert headings(topic) == []
    assert len(apply_pending()) == 1


def test_a_changed_acronym_applies_the_rules_that_use_it_again() -> None:
    make_question("Hospices", text="What of integrated care boards?")
    topic = make_ruled("Boards", "ZZICB")
    assert headings(topic) == []
    Acronym.objects.create(letters="ZZICB", long_form="integrated care boards")
    apply_after_changes()
    assert headings(topic) == ["Hospices"]


def test_a_starting_worker_applies_rules_that_mean_something_else_in_its_version_again() -> None:
    make_question("Hospices", text="What of each child?")
    topic = make_ruled("Children", "children")
    topic.assignments.all().delete()
    Topic.objects.filter(pk=topic.pk).update(fingerprint="1" * 64)  # of an earlier version, which found nothing
    worker.mend()
    worker.take_in()
    assert headings(topic) == ["Hospices"]


def test_load_topics_applies_rules_that_have_another_meaning_now() -> None:
    make_question("Hospices", text="What of integrated care boards?")
    topic = make_ruled("Boards", "ZZICB")
    Acronym.objects.create(letters="ZZICB", long_form="integrated care boards")
    run("load_topics")
    assert headings(topic) == ["Hospices"]


def test_load_topics_does_not_bring_back_an_acronym_that_was_deleted() -> None:
    Acronym.objects.filter(letters="UDA").delete()
    run("load_topics")
    assert not Acronym.objects.filter(letters="UDA").exists()


def test_load_topics_replaces_a_starting_rule_only_if_nobody_has_edited_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_question("Buses")
    kept, changed = make_topic("Transport"), make_topic("Railways")
    Topic.objects.filter(pk=kept.pk).update(rule="omnibus")
    Topic.objects.filter(pk=changed.pk).update(rule="omnibus OR rail")
    former = {"transport": [starting_topics.digest("omnibus")], "railways": [starting_topics.digest("omnibus")]}
    monkeypatch.setattr(starting_topics, "former_rules", lambda: former)
    run("load_topics")
    assert headings(kept) == ["Buses"]
    assert Topic.objects.get(pk=changed.pk).rule == "omnibus OR rail"


def test_a_wider_topic_contains_the_questions_of_its_narrower_ones() -> None:
    wide, narrow = make_topic("Education"), make_topic("SEND")
    Topic.objects.filter(pk=narrow.pk).update(parent=wide)
    assign_topic(make_question("Schools: Transport"), narrow)
    catch_up()
    assert is_complete()
    assert len(QuestionSearch(Criteria(topic=(wide.pk,)))) == 1


@pytest.mark.parametrize("state", ["draft", "deleted"])
def test_a_question_that_is_no_longer_public_loses_its_topics_by_rule(state: str) -> None:
    topic = make_ruled("Buses", "buses")
    question = make_question("Buses")
    assert headings(topic) == ["Buses"]
    Question.objects.filter(pk=question.pk).update(**({"published_at": None} if state == "draft" else {}))
    if state == "deleted":
        question.delete()
    else:
        log(question)
    assert headings(topic) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("buses topic:send", "cannot use other topics"),
        ("status:answered", "cannot use a status"),
        ('buses tabled:"last month"', "cannot use days that change, such as “last month”"),
        ("buses answered:2023..yesterday", "cannot use days that change"),
        (f'buses (tabled:{LAST_MONTH} OR tabled:"last month")', "cannot use days that change"),
        ("(buses", "character 1"),
        ("buses asked-by:nobody-at-all", "Nobody and nothing is called"),
        ("…", "no letters or digits"),
    ],
)
def test_an_invalid_rule_says_what_is_wrong_and_where(rule: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        check_rule(rule)
