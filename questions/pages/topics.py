"""What the pages of topics show, each in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from questions.lists.breakdown import Breakdown, breakdown
from questions.lists.chart import Chart, chart
from questions.lists.filters import QuestionFilterSet
from questions.lists.punctuality import Punctuality, punctuality
from questions.lists.sparklines import Sparkline, sparkline
from questions.models import FormerTopicSlug, ParliamentarySession, Question, Topic, TopicAssignment
from questions.models.topics import line_of
from questions.rules.months import Months
from questions.search import facets
from questions.search.aggregates.coverage import months_missing
from questions.search.criteria import Criteria
from questions.search.highlight import Evidence, evidence
from questions.search.hit import Hit
from questions.search.index import store
from questions.search.index.analysis import visible
from questions.search.language.in_words import Said, describe_query
from questions.search.language.meaning import Widened, understand_query
from questions.search.results import QuestionSearch
from questions.search.topic_rules import in_force
from questions.text.cleaning import plain

from .answer_kinds import Kinds, kinds
from .documents import MostCited, most_cited
from .topic_shares import TopicShare, share_of_all

NEWEST, TOP, RELATED, WORDINGS = 5, 10, 6, 3


class Listed(NamedTuple):
    """A topic with those directly within it; the count is None while search is being rebuilt."""

    topic: Topic
    children: list[Listed]
    questions: int | None = None
    newest_answer: date | None = None
    months: Sparkline | None = None


class TopicList(NamedTuple):
    """Topics not within another. `months` are drawn for each; `missing` are those that the archive does not cover."""

    topics: list[Listed]
    months: Months | None = None
    missing: list[Months] = []


def all_topics() -> TopicList:
    """Every topic, in one query."""
    children: defaultdict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.defer("rule", "rule_in_force"):
        children[topic.parent_id].append(topic)
    counted = _counted()
    listed = [_listed(topic, children, counted) for topic in children[None]]
    return TopicList(listed, counted.span, counted.missing) if counted else TopicList(listed)


class Counted(NamedTuple):
    """Data for the charts in the list of topics: each topic's counts, their months, and the months not covered."""

    topics: facets.TopicCounts
    span: Months | None
    missing: list[Months]


def _counted() -> Counted | None:
    """None while search is being rebuilt."""
    try:
        snapshot = store.snapshot()
        counts = facets.topics(snapshot)
    except store.IndexUnavailable:
        return None
    if not counts.months:
        return Counted(counts, None, [])
    span = Months(counts.months[0], counts.months[-1])
    return Counted(counts, span, months_missing(snapshot, ParliamentarySession.objects.calendar(), (), span))


def _listed(topic: Topic, children: dict[int | None, list[Topic]], counted: Counted | None) -> Listed:
    within = [_listed(child, children, counted) for child in children.get(topic.pk, ())]
    if not counted:
        return Listed(topic, within)
    found, start = counted.topics.of(topic.pk), counted.topics.months.start
    places = [Months(one.first - start, one.last - start) for one in counted.missing]
    return Listed(topic, within, found.questions, found.newest_answer, sparkline(found.months, places))


def find(slug: str) -> Topic | None:
    """The topic that has, or had, this slug."""
    former = FormerTopicSlug.objects.filter(slug=slug).select_related("topic")
    return Topic.objects.filter(slug=slug).first() or next((one.topic for one in former), None)


class Rule(NamedTuple):
    """How a topic's questions are found: by the rule in force ("" and None if there is none) and by editors."""

    text: str
    said: Said | None
    widened: list[Widened]  # the rule's acronyms with their long forms
    spellings: list[str]  # other spellings of its words
    added: int
    left_out: int


class Shared(NamedTuple):
    """Another topic, and the number of questions in both."""

    topic: Topic
    questions: int


class Profile(NamedTuple):
    """A topic, across all its questions; `above` starts with the widest topic that contains it."""

    rule: Rule
    above: list[Topic]
    children: list[Topic]
    answered: int
    newest_answer: date | None
    months: Chart
    share: TopicShare | None
    departments: Breakdown
    askers: Breakdown
    answerers: Breakdown
    documents: list[MostCited]
    kinds: Kinds
    newest: list[Hit]
    related: list[Shared]
    punctuality: Punctuality


def profile(topic: Topic, filterset: QuestionFilterSet) -> Profile:
    """For a topic, with the filterset of its page, which must ask for all of it."""
    family = Topic.objects.defer("rule", "rule_in_force", "description").in_bulk()
    answered = QuestionSearch(Criteria(topic=(topic.pk,), sort="answered", answered_after=date.min))
    return Profile(
        rule=_rule(topic, answered.snapshot),
        above=_line(topic, family)[::-1],
        children=[other for other in family.values() if other.parent_id == topic.pk],
        answered=_answered(filterset),
        newest_answer=facets.topics(answered.snapshot).of(topic.pk).newest_answer,
        months=chart(filterset),
        share=share_of_all(filterset),
        departments=breakdown(filterset, "department", TOP),
        askers=breakdown(filterset, "asked_by", TOP),
        answerers=breakdown(filterset, "answered_by", TOP),
        documents=most_cited(filterset),
        kinds=kinds(filterset),
        newest=answered[:NEWEST],
        related=_related(topic, family, answered.snapshot),
        punctuality=punctuality(filterset),
    )


def _answered(filterset: QuestionFilterSet) -> int:
    counts = filterset.qs.facets().by["status"]
    return sum(counts.get(status, 0) for status in Question.ANSWERED)


def _rule(topic: Topic, snapshot: store.Snapshot) -> Rule:
    counted = snapshot.once(("editors", topic.pk), lambda: _by_editors(topic))
    meaning = understand_query(topic.rule_in_force)
    said = describe_query(meaning.read) if meaning.read else None
    spellings = meaning.respelt.spellings if meaning.respelt else []
    return Rule(topic.rule_in_force, said, meaning.widened, spellings, counted.get(False, 0), counted.get(True, 0))


def _by_editors(topic: Topic) -> dict[bool, int]:
    """How many public questions editors excluded (True) and added (False).

    This reads all the topic's assignments. An index on editors' assignments would slow down every change of a rule.
    """
    words = TopicAssignment.objects.filter(topic=topic, origin=TopicAssignment.Origin.EDITOR)
    is_public = Exists(Question.objects.public().filter(pk=OuterRef("question")))
    return dict(words.filter(is_public).order_by().values_list("is_excluded").annotate(Count("pk")))


def _line(topic: Topic, family: dict[int, Topic]) -> list[Topic]:
    """The topics that contain it, the narrowest first."""
    return [family[pk] for pk in line_of(topic.pk, {pk: one.parent_id for pk, one in family.items()})[1:]]


def _related(topic: Topic, family: dict[int, Topic], snapshot: store.Snapshot) -> list[Shared]:
    """The topics that overlap most with it, relative to their size; not those within it or those that contain it."""
    counted = facets.topics(snapshot)
    shared = facets.count_topics(snapshot, Criteria(topic=(topic.pk,)))
    own = counted.of(topic.pk).questions

    def alike(one: Shared) -> float:
        return one.questions / (own + counted.of(one.topic.pk).questions - one.questions)

    others = [Shared(family[pk], number) for pk, number in shared.items() if pk in family]
    apart = [one for one in others if one.topic.pk != topic.pk and not _are_in_line(one.topic, topic, family)]
    return sorted(apart, key=lambda one: (-alike(one), one.topic.name))[:RELATED]


def _are_in_line(one: Topic, other: Topic, family: dict[int, Topic]) -> bool:
    return other in _line(one, family) or one in _line(other, family)


class Place(NamedTuple):
    """A part of a question in which words were found: the heading, the question or the answer."""

    text: str
    words: list[str]


class Tagged(NamedTuple):
    """A question's topic, and why: an editor added it, or the words that its rule found, if the rule has words."""

    topic: Topic
    is_by_editor: bool
    places: list[Place]


def of_question(question: Question) -> list[Tagged]:
    """The narrowest topics that it is assigned to, in one query. Wider topics contain it through these."""
    there = TopicAssignment.objects.included().filter(question=question).select_related("topic").order_by("topic__name")
    if not there:
        return []
    texts = {
        "heading": visible(question.heading),
        "question": visible(question.text),
        "answer": visible("\n".join(plain(answer.text) for answer in reversed(question.answers_in_order))),
    }
    return [_tagged(assignment, texts) for assignment in there]


def _tagged(assignment: TopicAssignment, texts: dict[str, str]) -> Tagged:
    topic = assignment.topic
    if assignment.origin == TopicAssignment.Origin.EDITOR:
        return Tagged(topic, True, [])
    # Without a fingerprint the rule will be applied again, so its current meaning does not explain this assignment.
    rule = in_force(topic).tree if topic.fingerprint else None
    return Tagged(topic, False, _places(evidence(rule, texts)) if rule else [])


def _places(found: list[Evidence]) -> list[Place]:
    """Each wording once, where it first occurs, up to a readable number."""
    first: dict[str, Evidence] = {}
    for one in found:
        first.setdefault(one.words.casefold(), one)
    places: defaultdict[str, list[str]] = defaultdict(list)
    for one in list(first.values())[:WORDINGS]:
        places[one.text].append(one.words)
    return [Place(*item) for item in places.items()]
