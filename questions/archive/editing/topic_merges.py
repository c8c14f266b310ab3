"""What a merge of topics would do, before it is done (see `merge` in topics.py)."""

from __future__ import annotations

from typing import NamedTuple

from questions.models import Topic, TopicAssignment

from .topics import EDITOR, join_rules


class Foreseen(NamedTuple):
    """What a merge would do to the target, in numbers of questions; `lost` are the sources' that it would not have.

    `decisions` of editors move, and `rule` is its rule afterwards. `narrower` topics would become part of it; `freed`
    ones contain it or are it, and would move up.
    """

    before: int
    after: int
    entering: int
    leaving: int
    lost: int
    decisions: int
    rule: str
    narrower: list[Topic]
    freed: list[Topic]


class Held(NamedTuple):
    """The keys of a topic's questions now, and of those among them that its rule includes.

    `decided`: {question: whether editors excluded it}
    """

    included: set[int]
    ruled: set[int]
    decided: dict[int, bool]


def foresee(sources: list[Topic], target: Topic, *, with_rules: bool) -> Foreseen:
    own, others = _held(target), [_held(source) for source in sources]
    decided = _decided(own, others)
    after = _included_after(own, others if with_rules else [], decided)
    children = Topic.objects.filter(parent__in=sources).exclude(pk__in=[source.pk for source in sources])
    line = Topic.lines()[target.pk]
    return Foreseen(
        before=len(own.included),
        after=len(after),
        entering=len(after - own.included),
        leaving=len(own.included - after),
        lost=len(set().union(*(other.included for other in others)) - after),
        decisions=len(decided) - len(own.decided),
        rule=join_rules([target.rule, *(one.rule for one in sources)]) if with_rules else target.rule,
        narrower=[one for one in children if one.pk not in line],
        freed=[one for one in children if one.pk in line],
    )


def _held(topic: Topic) -> Held:
    rows = TopicAssignment.objects.filter(topic=topic).order_by()
    included = dict(rows.included().values_list("question", "origin"))
    ruled = {question for question, origin in included.items() if origin != EDITOR}
    return Held(set(included), ruled, dict(rows.filter(origin=EDITOR).values_list("question", "is_excluded")))


def _decided(own: Held, others: list[Held]) -> dict[int, bool]:
    """The decisions of editors that the target would have: of several about a question, the first stands."""
    decided = dict(own.decided)
    for other in others:
        decided = other.decided | decided
    return decided


def _included_after(own: Held, ruled_by: list[Held], decided: dict[int, bool]) -> set[int]:
    ruled = own.ruled.union(*(other.ruled for other in ruled_by))
    put_in = {question for question, is_excluded in decided.items() if not is_excluded}
    return (ruled - decided.keys()) | put_in
