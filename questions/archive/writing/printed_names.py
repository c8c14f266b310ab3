"""Match people with another source's id to members; their names stay as printed until the match is certain.

The match depends only on the latest mention: its name, House and day, and who sat there (or was a minister) that day.
So the order of mentions, members, memberships and posts makes no difference. A matched id means the same member on
every other day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from questions.archive.derived.posts_held import recompute_memberships, recompute_posts, rewrite
from questions.models import Answer, ExternalId, Member, Membership, Post, Question
from questions.sources.records import PrintedPerson, is_printed
from questions.text.names import split_hyphens, without_forms


def find_printed(references: Iterable[str]) -> dict[str, ExternalId]:
    """The rows of those references that belong to another source, by reference."""
    wanted = {reference for reference in references if is_printed(reference)}
    values = {reference.partition(":")[2] for reference in wanted}
    rows = ExternalId.objects.filter(value__in=values).select_related("member") if wanted else []
    return {row.reference: row for row in rows if row.reference in wanted}


def take_printed(mentions: Iterable[tuple[PrintedPerson, date]]) -> None:
    """Keep the latest mention of each person, and match those with a later one than before."""
    latest: dict[str, tuple] = {}
    for person, day in mentions:
        mention = (day, person.name, person.house)
        latest[person.reference] = max(mention, latest.get(person.reference, mention))
    there = find_printed(latest)
    rows = [there.get(reference) or _row(reference) for reference in sorted(latest)]
    later = [row for row in rows if _mention(row, latest[row.reference])]
    ExternalId.objects.bulk_create(
        later,
        update_conflicts=True,
        unique_fields=["value", "scheme"],
        update_fields=["name", "house", "seen_on"],
    )
    match(list(ExternalId.objects.filter(value__in=[row.value for row in later])))


def _row(reference: str) -> ExternalId:
    scheme, _, value = reference.partition(":")
    return ExternalId(scheme=scheme, value=value)


def _mention(row: ExternalId, mention: tuple) -> bool:
    """Keep this mention if it is later than the row's; returns whether it was."""
    if row.pk and mention <= (row.seen_on, row.name, row.house):
        return False
    row.seen_on, row.name, row.house = mention
    return True


def settle_printed() -> None:
    """Match everybody again, after members, memberships or posts changed."""
    match(list(ExternalId.objects.all()))


def match(rows: list[ExternalId]) -> None:
    """Match these people to members, who get their questions and answers."""
    if not rows:
        return
    found = _members({bare_name(row.name) for row in rows})
    changed = [row for row in rows if not row.is_an_editors and _choose(row, found[bare_name(row.name)])]
    give(changed)


def give(rows: list[ExternalId]) -> None:
    """Move their questions and answers to the members they now match, and save the rows."""
    if not rows:
        return
    member_of = {row.pk: row.member for row in rows}
    questions = Question.objects.filter(asked_by_printed__in=rows)
    answers = Answer.objects.filter(answered_by_printed__in=rows)
    rewrite(questions, "asked_by", lambda q: member_of[q.asked_by_printed_id], lambda q: q.pk)
    rewrite(answers, "answered_by", lambda a: member_of[a.answered_by_printed_id], lambda a: a.question_id)
    _clear_held(rows)
    # Saved after the questions: if this is interrupted the rows still differ, and the next run does it again.
    ExternalId.objects.bulk_update(rows, ["member", "is_an_editors"], batch_size=200)
    members = {member.pk for member in member_of.values() if member}
    recompute_memberships(members)
    recompute_posts(members)


def _clear_held(rows: list[ExternalId]) -> None:
    """Clear party and post where a person is no longer matched to a member."""
    loose = [row for row in rows if not row.member]
    rewrite(Question.objects.filter(asked_by_printed__in=loose), "asked_as", lambda q: None, lambda q: q.pk)
    rewrite(
        Answer.objects.filter(answered_by_printed__in=loose), "answered_as", lambda a: None, lambda a: a.question_id
    )


def _choose(row: ExternalId, namesakes: list[_Namesake]) -> bool:
    """Set the row's member if exactly one fits; returns whether it changed."""
    fitting = [one.member for one in namesakes if one.was_there(row.house, row.seen_on)]
    # Never guess between namesakes: if two fit, the name stays as printed.
    before, row.member = row.member_id, fitting[0] if len(fitting) == 1 else None
    return row.member_id != before


class _Namesake:
    """A member, with the memberships and posts that show where they were on a day."""

    def __init__(self, member: Member):
        self.member = member
        self.memberships: list[Membership] = []
        self.posts: list[Post] = []

    def was_there(self, house: str, day: date) -> bool:
        """Whether they sat in that House, or were a minister."""
        sat = any(m.house == house and m.was_held_on(day) for m in self.memberships)
        return sat or any(post.was_held_on(day) for post in self.posts)


def _members(names: set[str]) -> defaultdict[str, list[_Namesake]]:
    """The members with these names, by name."""
    real = Member.objects.filter(is_fictional=False).values_list("pk", "name")
    pks = {pk: same for pk, name in real if (same := bare_name(name)) in names}
    people = {member.pk: _Namesake(member) for member in Member.objects.filter(pk__in=pks).order_by("pk")}
    for membership in Membership.objects.filter(member__in=pks):
        people[membership.member_id].memberships.append(membership)
    for post in Post.objects.filter(member__in=pks):
        people[post.member_id].posts.append(post)
    found: defaultdict[str, list[_Namesake]] = defaultdict(list)
    for pk, person in people.items():
        found[pks[pk]].append(person)
    return found


def bare_name(name: str) -> str:
    """A name for comparison: in lower case, without forms of address, full stops and accents."""
    return " ".join(without_forms(split_hyphens(name)))
