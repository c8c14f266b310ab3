"""The desk's forms for topics: filling them in, and reading a topic's assignments afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from questions.models import Question, Topic, TopicAssignment
from questions.search.index.writer import catch_up
from tests.admin.test_admin import question_form, rows

from .desk import signed_in
from .factories import make_ruled

TOPICS = "/admin/questions/topic/"
ASSIGNMENTS = "/admin/questions/topicassignment/"
QUESTIONS = "/admin/questions/question/"


def staff(client: Client, *permissions: str) -> Client:
    """A client of a user with only these permissions."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return signed_in(user, client)


def in_force(rule: str, name: str = "Childcare", **fields: Any) -> Topic:
    """A topic whose rule is in force and whose questions are in the index."""
    topic = make_ruled(name, rule, **fields)
    catch_up()
    return topic


def words(topic: Topic) -> dict[str, str]:
    """How each question, by heading, was assigned to the topic: by "rule" or "editor", or "not"."""
    found = topic.assignments.values_list("question__heading", "origin", "is_excluded")
    return {heading: "not" if is_excluded else origin for heading, origin, is_excluded in found}


def page_of(row: Any) -> str:
    return reverse(f"admin:questions_{row._meta.model_name}_change", args=[row.pk])


def form_of(topic: Topic, **changes: Any) -> dict[str, Any]:
    form = {name: getattr(topic, name) for name in ("name", "slug", "description", "rule")}
    return {**form, "parent": topic.parent_id or "", **changes}


def save(desk: Client, topic: Topic, **changes: Any) -> Any:
    """Save the topic, and confirm the preview if there is one."""
    response = desk.post(page_of(topic), form_of(topic, **changes), follow=True)
    return confirm(desk, page_of(topic), response) if "kept" in (response.context or {}) else response


def confirm(desk: Client, address: str, preview: Any) -> Any:
    return desk.post(address, dict(preview.context["kept"]), follow=True)


def turn(desk: Client, topic: Topic, preview: Any, asked: str) -> Any:
    """Press a button of the topic's preview for other pages of it."""
    return desk.post(page_of(topic), {**dict(preview.context["kept"]), "_page": asked})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def act(desk: Client, address: str, action: str, *chosen: Any, **given: Any) -> Any:
    ticked = {"action": action, "_selected_action": [row.pk for row in chosen]}
    return desk.post(address, {**ticked, **given}, follow=True)


def ask_to_merge(desk: Client, *sources: Topic, target: Topic, **given: Any) -> Any:
    """The page that says what this merge would do."""
    chosen = {"sources": [topic.pk for topic in sources], "target": target.pk}
    return desk.get(f"{TOPICS}merge/", {**chosen, **given})


def merge(desk: Client, *sources: Topic, target: Topic, **given: Any) -> Any:
    """Merge topics, and confirm."""
    asked = ask_to_merge(desk, *sources, target=target, **given)
    kept: dict[str, list[str]] = {}
    for name, value in asked.context["kept"]:
        kept.setdefault(name, []).append(value)
    return desk.post(f"{TOPICS}merge/", kept, follow=True)


def save_question(desk: Client, question: Question, *topics: dict[str, Any], initial: int) -> Any:
    form = question_form(uin=question.uin, tabled_on=question.tabled_on, heading=question.heading)
    form |= {"parliament_id": question.parliament_id} | rows("topic_assignments", *topics, initial=initial)
    return desk.post(page_of(question), form)


def row_of(assignment: TopicAssignment, **changes: Any) -> dict[str, Any]:
    return {"id": assignment.pk, "question": assignment.question_id, "topic": assignment.topic_id, **changes}
