"""Topics in the admin: rules with a preview, moving and renaming, names used in rules, and headings without a topic."""

from __future__ import annotations

import pytest
from django.urls import reverse

from questions.archive.derived.topics import apply_pending
from questions.archive.editing import topics
from questions.models import Acronym, Change, Department, FormerTopicSlug, Member, Topic
from questions.search.index import store
from questions.search.index.writer import catch_up
from tests.support.factories import make_question, make_topic
from tests.support.indexing import index_dir
from tests.support.topic_desk import TOPICS, confirm, form_of, in_force, page_of, save, staff, text, words

from .test_admin import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]


# Rules


def test_a_changed_rule_is_saved_after_a_preview_of_the_questions_added_and_removed(admin_client) -> None:
    make_question("Childcare")
    make_question("Nurseries", uin="4711")
    topic = in_force("childcare")
    preview = admin_client.post(page_of(topic), form_of(topic, rule="nurseries"))
    assert "1 question would be added" in text(preview)
    assert '<a href="/questions/commons/2023-03-22/4711/">Nurseries</a>' in text(preview)
    assert "UIN 4711, tabled on 22 March 2023" in text(preview)
    assert "1 question would be removed" in text(preview)
    assert Topic.objects.get().rule == "childcare"
    saved = confirm(admin_client, page_of(topic), preview)
    assert "“Childcare”: 1 question added, 1 removed." in text(saved)
    assert words(topic) == {"Nurseries": "rule"}


def test_the_preview_leaves_out_questions_that_editors_added_or_excluded(admin_client, admin_user) -> None:
    put_in, left_out = make_question("Schools"), make_question("Nurseries")
    make_question("Childcare")
    topic = in_force("childcare")
    topics.assign(topic, [put_in.pk], admin_user)
    topics.exclude(topic, [left_out.pk], admin_user)
    preview = text(admin_client.post(page_of(topic), form_of(topic, rule="childcare OR nurseries")))
    assert "0 questions would be added" in preview
    assert "0 questions would be removed" in preview


def test_sending_a_different_rule_from_the_one_previewed_shows_a_new_preview(admin_client) -> None:
    topic = in_force("childcare")
    again = admin_client.post(page_of(topic), form_of(topic, rule="nurseries", _previewed="crèches"))
    assert "would be added" in text(again)
    assert Topic.objects.get().rule == "childcare"


def test_an_unchanged_rule_of_several_lines_needs_no_second_click(admin_client) -> None:
    topic = make_topic("Childcare", rule="childcare\nOR nurseries")
    response = admin_client.post(
        page_of(topic), form_of(topic, rule="childcare\r\nOR nurseries", description="Early years.")
    )
    assert response.status_code == 302
    assert Topic.objects.get().description == "Early years."


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("nurseries (childcare", "This bracket is not closed. (at character 11"),
        ("childcare topic:send", "A rule cannot use other topics"),
        ("childcare dept:nowhere", "Nobody and nothing is called “nowhere”"),
    ],
)
def test_an_invalid_rule_is_refused_with_the_place_of_the_error(admin_client, rule, message) -> None:
    topic = make_topic("Childcare")
    response = admin_client.post(page_of(topic), form_of(topic, rule=rule))
    assert message in text(response)
    assert Topic.objects.get().rule == ""


def test_a_new_topic_with_a_rule_is_previewed_too(admin_client) -> None:
    make_question("Childcare")
    catch_up()
    form = {"name": "Childcare", "slug": "childcare", "rule": "childcare"}
    preview = admin_client.post(f"{TOPICS}add/", form)
    assert "1 question would be added" in text(preview)
    assert not Topic.objects.exists()
    assert "1 question added, 0 removed" in text(confirm(admin_client, f"{TOPICS}add/", preview))
    assert words(Topic.objects.get()) == {"Childcare": "rule"}


def test_a_rule_that_affects_many_questions_is_applied_in_the_background(admin_client, monkeypatch) -> None:
    monkeypatch.setattr("questions.admin.topics.FEW", 1)
    make_question("Childcare")
    make_question("Childcare: Wales")
    topic = in_force("")
    assert "is being applied in the background" in text(save(admin_client, topic, rule="childcare"))
    assert words(topic) == {}
    page = text(admin_client.get(page_of(topic)))
    assert "0 questions" in page
    apply_pending()
    assert "2 questions" in text(admin_client.get(page_of(topic)))


def test_without_an_index_a_rule_is_saved_and_applied_later(admin_client, monkeypatch) -> None:
    def unavailable() -> None:
        raise store.IndexUnavailable("there is no index yet")

    monkeypatch.setattr(store, "snapshot", unavailable)
    topic = make_topic("Childcare")
    preview = admin_client.post(page_of(topic), form_of(topic, rule="childcare"))
    assert "We cannot show a preview at the moment: there is no index yet" in text(preview)
    assert "once there is a search index" in text(confirm(admin_client, page_of(topic), preview))
    topic.refresh_from_db()
    assert (topic.rule, topic.rule_in_force) == ("childcare", "")


def test_saving_a_topic_keeps_the_rule_in_force_and_its_fingerprint(admin_client) -> None:
    topic = in_force("childcare")
    save(admin_client, topic, name="Care of children")
    after = Topic.objects.get()
    assert (after.rule_in_force, after.fingerprint) == ("childcare", topic.fingerprint)


def test_a_user_who_may_only_view_topics_can_neither_save_nor_preview_one(client) -> None:
    topic = make_topic("Childcare")
    clerk = staff(client, "view_topic")
    assert clerk.post(page_of(topic), form_of(topic, rule="nurseries")).status_code == 403
    assert clerk.post(f"{TOPICS}add/", {"name": "A", "slug": "a", "rule": "a"}).status_code == 403


# Wider topics and addresses


def test_moving_a_topic_logs_a_change_of_each_question_in_it_and_its_narrower_topics(admin_client) -> None:
    education, schools, academies = make_topic("Education"), make_topic("Schools"), make_topic("Academies")
    Topic.objects.filter(pk=academies.pk).update(parent=schools)
    questions = [make_question(topic="Schools"), make_question(topic="Academies")]
    make_question(topic="Education")
    Change.objects.all().delete()
    save(admin_client, schools, parent=education.pk)
    assert sorted(Change.objects.values_list("question_id", "what")) == [(q.pk, "topics") for q in questions]


def test_a_topic_cannot_be_moved_into_one_that_it_contains(admin_client) -> None:
    education = make_topic("Education")
    schools = make_topic("Schools", parent=education)
    assert "A topic cannot be part of itself." in text(save(admin_client, education, parent=schools.pk))


def test_a_former_address_is_kept_until_a_topic_uses_it_again(admin_client) -> None:
    topic = make_topic("Childcare")
    save(admin_client, topic, slug="early-years")
    assert list(FormerTopicSlug.objects.values_list("slug", "topic")) == [("childcare", topic.pk)]
    topic.refresh_from_db()
    save(admin_client, topic, slug="childcare")
    assert list(FormerTopicSlug.objects.values_list("slug", flat=True)) == ["early-years"]
    admin_client.post(f"{TOPICS}add/", {"name": "Early years", "slug": "early-years"})
    assert not FormerTopicSlug.objects.exists()


def test_deleting_a_topic_logs_its_changes_and_the_page_only_counts_its_assignments(admin_client) -> None:
    question = make_question(topic="Childcare")
    Change.objects.all().delete()
    address = reverse("admin:questions_topic_delete", args=[Topic.objects.get().pk])
    page = text(admin_client.get(address))
    assert "1 assignment" in page
    assert question.uin not in page
    admin_client.post(address, {"post": "yes"})
    assert not Topic.objects.exists()
    assert Change.objects.get().question_id == question.pk


def test_a_user_who_may_not_delete_assignments_cannot_delete_a_topic(client) -> None:
    topic = make_topic("Childcare")
    clerk = staff(client, "view_topic", "delete_topic")
    assert clerk.post(reverse("admin:questions_topic_delete", args=[topic.pk]), {"post": "yes"}).status_code == 403


# Acronyms and names used in rules


def test_adding_or_deleting_an_acronym_applies_the_rules_that_use_it_again(admin_client) -> None:
    make_question("Zebra crossing points")
    topic = in_force("ZCP", "Crossings")
    assert words(topic) == {}
    saved = admin_client.post(
        "/admin/questions/acronym/add/", {"letters": "ZCP", "long_form": "zebra crossing points"}, follow=True
    )
    assert "“Crossings”: 1 question added, 0 removed." in text(saved)
    assert words(topic) == {"Zebra crossing points": "rule"}
    acronym = Acronym.objects.get(letters="ZCP")
    admin_client.post(reverse("admin:questions_acronym_delete", args=[acronym.pk]), {"post": "yes"})
    assert words(topic) == {}


def test_renaming_a_department_or_member_applies_the_rules_that_name_it_again(admin_client) -> None:
    make_question("Hubs", department="Education", asked_by="Iris Demoworth")
    education, iris = in_force("dept:education", "Education"), in_force("asked-by:iris", "Iris's")
    assert words(education) == words(iris) == {"Hubs": "rule"}
    admin_client.post(page_of(Department.objects.get()), {"name": "Families", "short_name": ""})
    assert (words(education), words(iris)) == ({}, {"Hubs": "rule"})
    form = {"name": "Ida Demoworth", "parliament_id": "1"} | rows("memberships") | rows("posts")
    assert admin_client.post(page_of(Member.objects.get()), form).status_code == 302
    assert words(iris) == {}


# Headings without a topic


def test_headings_without_a_topic_are_counted_by_their_first_part_most_frequent_first(admin_client) -> None:
    for heading in ("Pigs", "Special Educational Needs: Finance", "Special Educational Needs: Leeds", "Childcare"):
        make_question(heading)
    make_question("Childcare: Wales", topic="Childcare")
    make_question("Drafts", published_at=None)
    catch_up()
    page = text(admin_client.get(f"{TOPICS}headings/"))
    shown = [part.partition("<")[0] for part in page.split('<tr><th scope="row">')[1:]]
    assert shown == ["Special Educational Needs", "Childcare", "Pigs"]
    assert "Headings without a topic" in text(admin_client.get(TOPICS))


def test_a_heading_opens_the_form_for_a_new_topic_with_its_rule(admin_client) -> None:
    make_question("Special Educational Needs: Finance")
    catch_up()
    [row] = admin_client.get(f"{TOPICS}headings/").context["rows"]
    initial = admin_client.get(row["add"]).context["adminform"].form.initial
    assert (initial["name"], initial["slug"]) == ("Special Educational Needs", "special-educational-needs")
    assert initial["rule"] == 'heading:"Special Educational Needs"'


def test_many_headings_are_paged(admin_client, monkeypatch) -> None:
    monkeypatch.setattr("questions.admin.topics.HEADINGS_A_PAGE", 1)
    make_question("Pigs")
    make_question("Goats")
    catch_up()
    assert "Pigs" in text(admin_client.get(f"{TOPICS}headings/?page=2"))


def test_without_an_index_the_headings_page_says_so(admin_client) -> None:
    assert "We cannot count headings at the moment: there is no index yet" in text(
        admin_client.get(f"{TOPICS}headings/")
    )


def test_a_user_who_may_not_view_topics_cannot_see_the_headings(client) -> None:
    assert staff(client, "view_question").get(f"{TOPICS}headings/").status_code == 403
