"""Topics merged in the admin: chosen in a form, described before anything changes, and confirmed."""

from __future__ import annotations

import pytest

from questions.archive.editing import topics
from questions.models import FormerTopicSlug, Topic
from tests.support.factories import assign_topic, make_question, make_topic
from tests.support.indexing import index_dir
from tests.support.topic_desk import (
    TOPICS,
    act,
    ask_to_merge,
    in_force,
    merge,
    page_of,
    staff,
    text,
    words,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]


# Where it is found


def test_the_list_and_each_topics_form_link_to_the_page_that_merges(admin_client) -> None:
    topic = make_topic("Nurseries")
    assert f'<a href="{TOPICS}merge/">Merge topics</a>' in text(admin_client.get(TOPICS))
    link = f'<a href="{TOPICS}merge/?sources={topic.pk}">Merge into another topic</a>'
    assert link in text(admin_client.get(page_of(topic)))


def test_the_lists_action_leads_to_the_same_page_with_the_ticked_topics(admin_client) -> None:
    nurseries, creches = make_topic("Nurseries"), make_topic("Crèches")
    make_topic("Childcare")
    asked = act(admin_client, TOPICS, "merge", nurseries, creches)
    assert asked.context["form"].chosen == [creches, nurseries]
    assert "<li>Crèches</li><li>Nurseries</li>" in text(asked)


def test_the_topic_to_merge_can_be_chosen_in_the_form(admin_client) -> None:
    make_topic("Nurseries")
    asked = text(admin_client.get(f"{TOPICS}merge/"))
    assert '<select name="sources"' in asked
    assert asked.count(">---------</option>") == 2, "none is chosen beforehand"
    assert "You will see what will happen before anything changes" in asked


def test_a_user_who_may_not_delete_topics_is_not_offered_a_merge_and_cannot_make_one(client) -> None:
    source, target = make_topic("Nurseries"), make_topic("Childcare")
    clerk = staff(client, "view_topic", "change_topic")
    assert "merge/" not in text(clerk.get(TOPICS)) + text(clerk.get(page_of(source)))
    act(clerk, TOPICS, "merge", source)
    assert ask_to_merge(clerk, source, target=target).status_code == 403
    assert clerk.post(f"{TOPICS}merge/", {"sources": source.pk, "target": target.pk}).status_code == 403
    assert Topic.objects.count() == 2


# What will happen


def test_the_page_says_what_will_happen_and_nothing_has_happened_yet(admin_client) -> None:
    make_question("Childcare")
    make_question("Nurseries")
    make_question("Nurseries: Wales")
    target, source = in_force("childcare"), in_force("nurseries", "Nurseries")
    make_topic("Nursery schools", parent=source)
    asked = text(ask_to_merge(admin_client, source, target=target, with_rules="on"))
    assert "“Childcare” has 1 question. It will have 3: 2 added, 0 removed." in asked
    assert "The rule of “Childcare” will be: <code>childcare OR (nurseries)</code>" in asked
    assert "“Nursery schools” will be part of “Childcare”." in asked
    assert "“Nurseries” will be deleted, and /topics/nurseries/ will lead to /topics/childcare/." in asked
    assert "You cannot undo a merge." in asked
    assert (Topic.objects.count(), words(target)) == (3, {"Childcare": "rule"})


def test_the_page_counts_the_questions_that_would_be_lost_without_the_rule(admin_client) -> None:
    make_question("Childcare")
    make_question("Nurseries")
    target, source = in_force("childcare"), in_force("nurseries", "Nurseries")
    asked = text(ask_to_merge(admin_client, source, target=target))
    assert "It will have 1: 0 added, 0 removed." in asked
    assert "1 question of the merged topics will not be in “Childcare”" in asked
    assert "The rule of “Childcare” will not change." in asked


def test_the_page_counts_editors_decisions_that_move_and_what_they_change(admin_client, admin_user) -> None:
    out, both = make_question("Childcare"), make_question("Nurseries")
    target, source = in_force("childcare"), make_topic("Nurseries")
    topics.exclude(source, [out.pk], admin_user)
    topics.assign(source, [both.pk], admin_user)
    asked = text(ask_to_merge(admin_client, source, target=target))
    assert "“Childcare” has 1 question. It will have 1: 1 added, 1 removed." in asked
    assert "2 decisions of editors will move" in asked
    merge(admin_client, source, target=target)
    assert words(target) == {"Childcare": "not", "Nurseries": "editor"}


@pytest.mark.parametrize("with_rules", [{}, {"with_rules": "on"}], ids=["without rules", "with rules"])
def test_what_is_foretold_for_several_topics_is_what_happens(admin_client, admin_user, with_rules) -> None:
    for heading in ("Childcare", "Childcare and nurseries", "Nurseries", "Crèches", "Crèches and nurseries"):
        make_question(heading)
    disputed = make_question("Nannies")
    target, first, second = in_force("childcare"), in_force("nurseries", "Nurseries"), in_force("crèches", "Crèches")
    topics.exclude(first, [disputed.pk], admin_user)
    topics.assign(second, [disputed.pk], admin_user)
    foreseen = ask_to_merge(admin_client, first, second, target=target, **with_rules).context["foreseen"]
    before = set(words(target))
    merge(admin_client, first, second, target=target, **with_rules)
    target.refresh_from_db()
    after = {heading for heading, origin in words(target).items() if origin != "not"}
    assert (foreseen.before, foreseen.after) == (len(before), len(after))
    assert (foreseen.entering, foreseen.leaving) == (len(after - before), len(before - after))
    assert foreseen.rule == target.rule


def test_the_page_says_if_a_rule_is_still_being_applied(admin_client) -> None:
    target, source = in_force("childcare"), make_topic("Nurseries")
    assert "still being applied" not in text(ask_to_merge(admin_client, source, target=target))
    Topic.objects.filter(pk=source.pk).update(rule="nurseries")
    assert "still being applied" in text(ask_to_merge(admin_client, source, target=target))


def test_the_page_names_topics_that_move_up_because_they_contain_the_target(admin_client) -> None:
    education = make_topic("Education")
    schools = make_topic("Schools", parent=education)
    academies = make_topic("Academies", parent=schools)
    asked = text(ask_to_merge(admin_client, education, target=academies))
    assert "“Schools” will no longer be part of “Education”." in asked


def test_a_merge_that_cannot_be_is_refused_with_the_reason(admin_client) -> None:
    topic, other = make_topic("Childcare"), make_topic("Nurseries")
    assert "cannot be merged into itself" in text(ask_to_merge(admin_client, topic, target=topic))
    assert "This field is required" in text(admin_client.get(f"{TOPICS}merge/", {"target": topic.pk}))
    gone = {"sources": "99999999999999999999", "target": "99999999999999999999"}
    assert "Select a valid choice" in text(admin_client.get(f"{TOPICS}merge/", gone))
    other.delete()
    assert "Select a valid choice" in text(ask_to_merge(admin_client, topic, target=Topic(pk=other.pk or 99)))
    assert Topic.objects.exists()


# What happens


def test_merging_moves_assignments_narrower_topics_and_addresses_to_the_target(admin_client, admin_user) -> None:
    sen, send = make_topic("SEN"), make_topic("SEND")
    FormerTopicSlug.objects.create(slug="special-needs", topic=sen)
    child = make_topic("SEN transport", parent=sen)
    assign_topic(make_question("Only there"), sen)
    both = make_question("In both")
    assign_topic(both, sen)
    assign_topic(both, send, is_excluded=True)
    assert "Merged into “SEND”: SEN." in text(merge(admin_client, sen, target=send))
    assert words(send) == {"Only there": "editor", "In both": "not"}
    child.refresh_from_db()
    assert child.parent == send
    assert dict(FormerTopicSlug.objects.values_list("slug", "topic")) == {"sen": send.pk, "special-needs": send.pk}
    assert not Topic.objects.filter(pk=sen.pk).exists()


def test_an_editors_exclusion_from_the_merged_topic_overrides_the_targets_rule(admin_user) -> None:
    question = make_question("Childcare")
    target, source = in_force("childcare"), make_topic("Nurseries")
    topics.exclude(source, [question.pk], admin_user)
    topics.merge(source, target, with_rule=False)
    assert words(target) == {"Childcare": "not"}


def test_merging_with_the_rule_keeps_all_questions_of_the_merged_topic(admin_client) -> None:
    make_question("Childcare")
    make_question("Nurseries")
    target, source = in_force("childcare"), in_force("nurseries", "Nurseries")
    page = merge(admin_client, source, target=target, with_rules="on")
    target.refresh_from_db()
    assert target.rule == target.rule_in_force == "childcare OR (nurseries)"
    assert words(target) == {"Childcare": "rule", "Nurseries": "rule"}
    assert "0 questions added, 0 removed" in text(page)


def test_merging_without_the_rule_drops_the_questions_that_only_the_rule_assigned(admin_client) -> None:
    make_question("Childcare")
    make_question("Nurseries")
    target, source = in_force("childcare"), in_force("nurseries", "Nurseries")
    merge(admin_client, source, target=target)
    target.refresh_from_db()
    assert (target.rule, words(target)) == ("childcare", {"Childcare": "rule"})


def test_merging_a_topic_into_one_that_it_contains_makes_no_cycle() -> None:
    education = make_topic("Education")
    schools = make_topic("Schools", parent=education)
    academies, nurseries = make_topic("Academies", parent=schools), make_topic("Nurseries", parent=education)
    topics.merge(education, academies, with_rule=False)
    parents = dict(Topic.objects.values_list("name", "parent__name"))
    assert parents == {"Schools": None, "Academies": "Schools", "Nurseries": "Academies"}
    assert nurseries.slug not in FormerTopicSlug.objects.values_list("slug", flat=True)


def test_merging_moves_assignments_in_several_batches(monkeypatch) -> None:
    monkeypatch.setattr(topics, "BATCH", 2)
    source, target = make_topic("Nurseries"), make_topic("Childcare")
    for number in range(5):
        assign_topic(make_question(f"Nurseries {number}"), source)
    topics.merge(source, target, with_rule=False)
    assert len(words(target)) == 5
