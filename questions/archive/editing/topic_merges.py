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


def foresee(sources: list[Topic], target: Topic, *, with_rules: bool) -> Foreseen:
    before, has = _included(target), [_included(source) for source in sources]
    after, decisions = _outcome(sources, target, with_rules)
    children = Topic.objects.filter(parent__in=sources).exclude(pk__in=[source.pk for source in sources])
    line = Topic.lines()[target.pk]
    return Foreseen(
        before=len(before),
        after=len(after),
        entering=len(after - before),
        leaving=len(before - after),
        lost=len(set().union(*has) - after),
        decisions=decisions,
        rule=join_rules([target.rule, *(one.rule for one in sources)]) if with_rules else target.rule,
        narrower=[one for one in children if one.pk not in line],
        freed=[one for one in children if one.pk in line],
    )


def _included(topic: Topic) -> set[int]:
    rows = TopicAssignment.objects.included().filter(topic=topic)
    return set(rows.order_by().values_list("question", flat=True))


def _outcome(sources: list[Topic], target: Topic, with_rules: bool) -> tuple[set[int], int]:
    """The target's questions afterwards, and how many editors' decisions move to it. The first decision stands."""
    decided = _decisions(target)
    own, ruled = len(decided), _included_by_rule(target)
    for source in sources:
        decided = _decisions(source) | decided
        ruled |= _included_by_rule(source) if with_rules else set()
    put_in = {question for question, is_excluded in decided.items() if not is_excluded}
    return (ruled - decided.keys()) | put_in, len(decided) - own


def _decisions(topic: Topic) -> dict[int, bool]:
    """{question: whether editors excluded it}"""
    rows = TopicAssignment.objects.filter(topic=topic, origin=EDITOR).order_by()
    return dict(rows.values_list("question", "is_excluded"))


def _included_by_rule(topic: Topic) -> set[int]:
    rows = TopicAssignment.objects.included().by_rule().filter(topic=topic)
    return set(rows.order_by().values_list("question", flat=True))
