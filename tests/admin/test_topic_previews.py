"""The preview of a topic's rule: every question that would enter or leave, a page at a time."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import Topic
from tests.support.factories import make_answered, make_question, together
from tests.support.indexing import index_dir
from tests.support.topic_desk import confirm, form_of, in_force, page_of, text, turn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]


def test_the_preview_lists_all_questions_added_and_removed_on_pages_that_keep_the_rule(
    admin_client, monkeypatch
) -> None:
    monkeypatch.setattr("questions.admin.topic_previews.A_PAGE", 3)
    with together():
        for number in range(1, 8):
            make_question(f"Nurseries {number}", uin=f"40{number}")
            make_question(f"Childcare {number}", uin=f"50{number}")
    topic = in_force("childcare")
    preview = admin_client.post(page_of(topic), form_of(topic, rule="nurseries"))
    listed: dict[str, list[str]] = {"entering": [], "leaving": []}
    for number in (1, 2, 3):
        shown = turn(admin_client, topic, preview, f"entering={number}&leaving={number}")
        for part in shown.context["parts"]:
            listed[part["name"]] += [question.uin for question in part["questions"]]
    assert sorted(listed["entering"]) == [f"40{number}" for number in range(1, 8)]
    assert sorted(listed["leaving"]) == [f"50{number}" for number in range(1, 8)]
    assert dict(shown.context["kept"])["_previewed"] == "nurseries"
    assert Topic.objects.get().rule == "childcare"
    confirm(admin_client, page_of(topic), shown)
    assert Topic.objects.get().rule == "nurseries"


def test_turning_a_page_of_one_part_leaves_the_other_part_where_it_is(admin_client, monkeypatch) -> None:
    monkeypatch.setattr("questions.admin.topic_previews.A_PAGE", 1)
    for heading in ("Nurseries", "Nurseries: Wales", "Childcare", "Childcare: Wales"):
        make_question(heading)
    topic = in_force("childcare")
    preview = admin_client.post(page_of(topic), form_of(topic, rule="nurseries"))
    [asked] = [link["ask"] for link in preview.context["parts"][0]["links"] if link["number"] == 2]
    shown = turn(admin_client, topic, preview, asked)
    assert [part["page"].number for part in shown.context["parts"]] == [2, 1]
    assert [link["ask"] for link in shown.context["parts"][1]["links"]][1] == "entering=2&leaving=2"
    assert f'formaction="#entering" name="_page" value="{asked.replace("&", "&amp;")}"' in text(preview)


@pytest.mark.parametrize("asked", ["entering=99", "entering=x", "nothing", "entering=%00&leaving=-1"])
def test_a_page_that_is_not_there_shows_one_that_is(admin_client, asked) -> None:
    make_question("Nurseries")
    topic = in_force("childcare")
    preview = admin_client.post(page_of(topic), form_of(topic, rule="nurseries"))
    assert "1 question would be added" in text(turn(admin_client, topic, preview, asked))


def test_each_question_in_the_preview_has_its_day(admin_client) -> None:
    make_question("Nurseries", tabled_on=date(2024, 5, 7))
    make_answered("Nurseries: Wales", tabled_on=None, answered_on=date(1995, 6, 1))
    topic = in_force("childcare")
    preview = text(admin_client.post(page_of(topic), form_of(topic, rule="nurseries")))
    assert "tabled on 7 May 2024" in preview
    assert "answered on 1 June 1995" in preview


def test_only_the_questions_on_the_page_are_read_from_the_database(admin_client, monkeypatch) -> None:
    monkeypatch.setattr("questions.admin.topic_previews.A_PAGE", 2)
    with together():
        for number in range(9):
            make_question(f"Nurseries {number}")
    topic = in_force("childcare")
    with CaptureQueriesContext(connection) as made:
        admin_client.post(page_of(topic), form_of(topic, rule="nurseries"))
    [read] = [query["sql"] for query in made if '"questions_question"."heading"' in query["sql"]]
    assert read.partition(" IN (")[2].partition(")")[0].count(",") == 1
