"""The starting set of topics is fit to be loaded, and its rules for SEND and family hubs take what readers want.

tests/data/topics/ has, for each of the two, questions that the rule took and near misses, drawn at random from the
67,792 real ones, and whether each belongs, judged by reading its heading, question and answer.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from questions.archive.starting import starting_set
from questions.search.topics import check, matches, meaning
from tests.factories import make_answered, make_question
from tests.test_golden_searches import records, save

TOPICS = {row["slug"]: row for row in starting_set()["topic"]}
JUDGED = Path(__file__).parent / "data" / "topics"
PRECISION = RECALL = 0.95
SEND = re.compile(r"\bsend(?:s|ing)?\b", re.I)

pytestmark = pytest.mark.django_db


class Judged(NamedTuple):
    """The ids of the questions that were read, by what was found of them."""

    wanted: set[int]
    unwanted: set[int]


def judged(slug: str) -> Judged:
    with (JUDGED / f"{slug}.csv").open(encoding="utf-8", newline="") as lines:
        verdicts = {int(row["id"]): row["belongs"] == "yes" for row in csv.DictReader(lines)}
    wanted = {pk for pk, belongs in verdicts.items() if belongs}
    return Judged(wanted, verdicts.keys() - wanted)


def taken(slug: str, *pks: int) -> set[int]:
    return matches(pks, {1: meaning(TOPICS[slug]["rule"])})[1]


@pytest.mark.slow
@pytest.mark.real_data
def test_the_rules_take_what_readers_want_and_little_else(real_data: Path) -> None:
    read = {slug: judged(slug) for slug in ("send", "family-hubs")}
    pks = set().union(*(verdicts.wanted | verdicts.unwanted for verdicts in read.values()))
    save([record for record in records(real_data) if record["id"] in pks])
    for slug, (wanted, unwanted) in read.items():
        found = taken(slug, *wanted, *unwanted)
        right = len(found & wanted)
        assert right / len(found) >= PRECISION, (slug, sorted(found & unwanted))
        assert right / len(wanted) >= RECALL, (slug, sorted(wanted - found))


@pytest.mark.slow
@pytest.mark.real_data
def test_no_real_question_is_taken_for_the_verb_send(real_data: Path) -> None:
    """Those with the verb and without the acronym are taken, if at all, by a rule without the acronym, too."""
    texts = ((r, f"{r.get('heading')} {r['question']} {r.get('answer')}") for r in records(real_data))
    verb = [r for r, text in texts if (said := SEND.findall(text)) and "SEND" not in said]
    save(verb)
    pks = [record["id"] for record in verb]
    rule = TOPICS["send"]["rule"]
    without = rule.replace("(SEND OR ", "(")
    found = matches(pks, {1: meaning(rule), 2: meaning(without)})
    assert len(pks) > 100
    assert "SEND" not in without
    assert found[1] == found[2]


def test_the_verb_send_is_not_the_acronym() -> None:
    verb = make_answered(
        "Armed Forces: Deployment", "<p>We have no plans to send them.</p>", text="Whether he will send"
    )
    title = make_question("Postal Services", text="To ask the Minister what it costs to Send a letter.")
    assert taken("send", verb.pk, title.pk) == set()


def test_the_acronym_and_what_it_stands_for_are_taken() -> None:
    short = make_question("Schools: Hampshire", text="What steps she is taking on SEND provision.")
    long = make_question("Special Educational Needs: Dorset", text="What assessment she has made of provision there.")
    plan = make_question("", text="How many children wait for an education, health and care plan.")
    assert taken("send", short.pk, long.pk, plan.pk) == {short.pk, long.pk, plan.pk}


def test_an_answer_that_mentions_a_family_hub_is_not_enough() -> None:
    by_the_way = make_answered("Vaccination", "<p>In libraries and family hubs.</p>", text="What steps he is taking.")
    parenting = make_answered("Child Rearing", "<p>In family hubs.</p>", text="What parenting programmes there are.")
    assert taken("family-hubs", by_the_way.pk, parenting.pk) == {parenting.pk}


@pytest.mark.parametrize("slug", TOPICS)
def test_each_rule_can_be_one(slug: str) -> None:
    check(" ".join(TOPICS[slug]["rule"].split()))


def test_topics_are_each_there_once_and_within_topics_that_are_there() -> None:
    rows = starting_set()["topic"]
    assert {
        name for key in ("slug", "name") for name, times in Counter(r[key] for r in rows).items() if times > 1
    } == set()
    assert {row["parent"] for row in rows if "parent" in row} - TOPICS.keys() == set()
    assert [row["slug"] for row in rows if not row["description"].endswith(".")] == []


def test_no_topic_is_within_itself() -> None:
    for slug in TOPICS:
        above = [slug]
        while parent := TOPICS[above[-1]].get("parent"):
            assert parent not in above
            above.append(parent)
