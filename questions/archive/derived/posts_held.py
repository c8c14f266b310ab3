"""The asker's membership and the answering minister's post on the day.

Stored on the rows so that lists can filter by them, and worked out again for the rows affected whenever
memberships, posts or departments change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from questions.archive.audit import recording
from questions.models import Answer, Archive, Change, Department, Membership, Post, Question, Topic
from questions.models.members import choose_membership, choose_post

from .change_logging import log_and_assign_topics as log_changed
from .topics import assign_topics

BATCH = 2000


class Held:
    """The memberships and posts of some members, in two queries."""

    def __init__(self, members: Iterable[int]):
        ids = set(members)
        self.memberships = _grouped(Membership.objects.filter(member__in=ids))
        self.posts = _grouped(Post.objects.filter(member__in=ids))

    def membership(self, question: Question) -> Membership | None:
        """The asker's membership of the question's House on the day of tabling."""
        if not question.tabled_on:
            return None
        held = self.memberships[question.asked_by_id]
        return choose_membership(held, question.tabled_on, question.house)

    def post(self, answer: Answer, department: Department | None) -> Post | None:
        """The minister's post on the day of the answer, preferably in the department that answered."""
        return choose_post(self.posts[answer.answered_by_id], answer.answered_on, department)


def _grouped(rows: QuerySet) -> defaultdict[int | None, list]:
    found: defaultdict[int | None, list] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row)
    return found


def link_posts(departments: Iterable[Department] | None = None) -> set[int]:
    """Give posts their departments; returns the ids of the members whose posts changed.

    A post's department is the one with its short name in force when the post began, both ends
    inclusive (names as printed differ: "HM Treasury" is the Treasury).
    """
    posts = Post.objects.all()
    if departments is not None:
        departments = list(departments)
        shorts = {d.short_name for d in departments if d.short_name}
        linked = Q(department__in=[d.pk for d in departments if d.pk])
        posts = posts.filter(linked | Q(department_short_name__in=shorts))
    by_short = by_short_name()
    changed = []
    for post in posts:
        department = in_force(by_short[post.department_short_name], post)
        if post.department_id != (department and department.pk):
            recording.note_values(post, ["department_id"])
            post.department = department
            changed.append(post)
    Post.objects.bulk_update(changed, ["department"], batch_size=200)
    recording.record_written(changed)
    return {post.member_id for post in changed}


def by_short_name() -> defaultdict[str, list[Department]]:
    found = defaultdict(list)
    for department in Department.objects.exclude(short_name=""):
        found[department.short_name].append(department)
    return found


def in_force(departments: list[Department], post: Post) -> Department | None:
    """The department among these that existed when the post began."""
    began = [
        d
        for d in departments
        if (not d.started_on or d.started_on <= post.started_on) and (not d.ended_on or post.started_on <= d.ended_on)
    ]
    # On the day of a change both are in force: the post belongs to the new one.
    return max(began, key=lambda d: (d.started_on or date.min, d.pk), default=None)


def recompute_posts(members: Iterable[int]) -> int:
    """Choose the post for each answer of these members again; returns how many changed."""
    members = set(members)
    held = Held(members)
    answers = Answer.objects.filter(answered_by__in=members).select_related("department", "question__department")

    def choose(answer: Answer) -> Post | None:
        return held.post(answer, answer.department or answer.question.department)

    return rewrite(answers, "answered_as", choose, lambda answer: answer.question_id)


def recompute_memberships(members: Iterable[int]) -> int:
    """Choose the party and seat for each question of these members again; returns how many changed."""
    members = set(members)
    held = Held(members)
    questions = Question.objects.filter(asked_by__in=members)
    return rewrite(questions, "asked_as", held.membership, lambda question: question.pk)


def log_asked_as(memberships: Iterable[Membership]) -> None:
    """Log the questions asked under these memberships, before their party or seat changes or they are deleted."""
    Change.log(_asked_as(memberships), "held")


def log_answered_as(posts: Iterable[Post]) -> None:
    """Log the questions answered in these posts, before they are deleted: their answers may be left without a post."""
    answers = Answer.objects.filter(answered_as__in=[post.pk for post in posts if post.pk])
    Change.log(set(answers.values_list("question", flat=True)), "held")


def tag_asked_as(memberships: Iterable[Membership]) -> None:
    """Apply topics' rules about parties again, after the party of these memberships may have changed."""
    if Topic.objects.ruled().filter(rule_in_force__icontains="party:").exists():
        assign_topics(_asked_as(memberships))


def _asked_as(memberships: Iterable[Membership]) -> QuerySet:
    asked = Question.objects.filter(asked_as__in=[m.pk for m in memberships if m.pk])
    return asked.values_list("pk", flat=True)


def rewrite(rows: QuerySet, field: str, choose, question_id) -> int:
    """Set `field` of each row to `choose(row)` where it differs, in short batches that let other writers in."""
    total, after = 0, 0
    rows = rows.order_by("pk")
    # By key, not by offset: rows may leave the query as soon as they are rewritten.
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        changed = [row for row in batch if _set(row, field, choose(row))]
        with transaction.atomic():
            Archive.lock()
            # Rows were read before the lock was taken, so only this column is written: others may be newer now.
            rows.model.objects.bulk_update(changed, [field], batch_size=200)
            recording.record_written(changed)
            log_changed({question_id(row) for row in changed}, "held")
        total += len(changed)
    return total


def _set(row: Model, field: str, value: Model | None) -> bool:
    if getattr(row, f"{field}_id") == (value.pk if value else None):
        return False
    recording.note_values(row, [f"{field}_id"])
    setattr(row, field, value)
    return True
