"""The starting topics can be loaded, and their rules match the questions that readers want.

tests/data/topics/ has random samples of the questions that a rule matched among 67,792 real ones, with a verdict, from
reading each, on whether it belongs to the topic. `drawn` is the number of the sample: the rule was improved after each,
and the last one has only questions that the present rule matches and that nobody had read before. SEND and family hubs
have more questions instead, with near misses.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from questions.archive.importing.starting_topics import digest, former_rules, starting_set
from questions.search.topic_rules import check_rule, matches, meaning
from tests import DATA
from tests.real_data.test_golden_searches import records, save
from tests.support.factories import make_answered, make_question

TOPICS = {row["slug"]: row for row in starting_set()["topic"]}
JUDGED = DATA / "topics"
PRECISION = RECALL = 0.95
WITH_NEAR_MISSES = ("send", "family-hubs")
DRAWN, RIGHT = 40, 36  # questions in a sample, and how many of them must belong
SEND = re.compile(r"\bsend(?:s|ing)?\b", re.I)

pytestmark = pytest.mark.django_db


class Judged(NamedTuple):
    """The ids of the questions that were read, by verdict."""

    wanted: set[int]
    unwanted: set[int]


def rows_of(slug: str) -> list[dict[str, str]]:
    with (JUDGED / f"{slug}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def judged(rows: list[dict[str, str]]) -> Judged:
    verdicts = {int(row["id"]): row["belongs"] == "yes" for row in rows}
    wanted = {pk for pk, belongs in verdicts.items() if belongs}
    return Judged(wanted, verdicts.keys() - wanted)


def last_sample(slug: str) -> Judged:
    rows = rows_of(slug)
    last = max(int(row["drawn"]) for row in rows)
    return judged([row for row in rows if int(row["drawn"]) == last])


def saved(real_data: Path, read: dict[str, Judged]) -> list[int]:
    """Save the questions that were read, with their real texts, and return their ids."""
    pks = set().union(*(verdicts.wanted | verdicts.unwanted for verdicts in read.values()))
    save([record for record in records(real_data) if record["id"] in pks])
    return sorted(pks)


def matching(slug: str, *pks: int) -> set[int]:
    return matches(pks, {1: meaning(TOPICS[slug]["rule"])})[1]


@pytest.mark.slow
@pytest.mark.real_data
def test_the_rules_match_what_readers_want_and_little_else(real_data: Path) -> None:
    read = {slug: judged(rows_of(slug)) for slug in WITH_NEAR_MISSES}
    saved(real_data, read)
    for slug, (wanted, unwanted) in read.items():
        found = matching(slug, *wanted, *unwanted)
        right = len(found & wanted)
        assert right / len(found) >= PRECISION, (slug, sorted(found & unwanted))
        assert right / len(wanted) >= RECALL, (slug, sorted(wanted - found))


@pytest.mark.slow
@pytest.mark.real_data
def test_a_rule_matches_its_whole_last_sample_and_nine_in_ten_of_those_questions_belong(
    real_data: Path,
) -> None:
    """A rule that changes and matches other questions needs a new sample, with new verdicts."""
    slugs = [slug for slug in TOPICS if slug not in WITH_NEAR_MISSES]
    pks = saved(real_data, {slug: judged(rows_of(slug)) for slug in slugs})
    found = matches(pks, {place: meaning(TOPICS[slug]["rule"]) for place, slug in enumerate(slugs)})
    for place, slug in enumerate(slugs):
        drawn, ever = last_sample(slug), judged(rows_of(slug))
        assert (drawn.wanted | drawn.unwanted) - found[place] == set(), slug
        assert (len(drawn.wanted | drawn.unwanted), len(drawn.wanted) >= RIGHT) == (DRAWN, True), slug
        right, wrong = len(found[place] & ever.wanted), len(found[place] & ever.unwanted)
        assert right / (right + wrong) >= RIGHT / DRAWN, slug


@pytest.mark.slow
@pytest.mark.real_data
def test_no_real_question_matches_send_because_of_the_verb(real_data: Path) -> None:
    """If a question with the verb and without the acronym matches, it also matches the rule without the acronym."""
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
    assert matching("send", verb.pk, title.pk) == set()


def test_the_acronym_send_and_its_long_form_match() -> None:
    short = make_question("Schools: Hampshire", text="What steps she is taking on SEND provision.")
    long = make_question("Special Educational Needs: Dorset", text="What assessment she has made of provision there.")
    plan = make_question("", text="How many children wait for an education, health and care plan.")
    assert matching("send", short.pk, long.pk, plan.pk) == {short.pk, long.pk, plan.pk}


def test_family_hubs_in_the_answer_alone_are_not_enough() -> None:
    by_the_way = make_answered("Vaccination", "<p>In libraries and family hubs.</p>", text="What steps he is taking.")
    parenting = make_answered("Child Rearing", "<p>In family hubs.</p>", text="What parenting programmes there are.")
    assert matching("family-hubs", by_the_way.pk, parenting.pk) == {parenting.pk}


def test_homes_are_neither_the_home_office_nor_home_education() -> None:
    homes = make_question("Homes: Construction")
    office, education = make_question("Home Office: Staff"), make_question("Home Education: Registration")
    assert matching("housing", homes.pk, office.pk, education.pk) == {homes.pk}


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("railways", "Military Aircraft: Training"),
        ("transport", "IVF"),
        ("roads-and-motoring", "Motor Neurone Disease"),
        ("prisons-and-probation", "Probate: Fees"),
        ("nhs", "Hospitality Industry: VAT"),
        ("environment", "Natural Gas: Storage"),
    ],
)
def test_a_word_with_the_same_stem_does_not_match(slug: str, heading: str) -> None:
    assert matching(slug, make_question(heading, text="To ask how many cycles there were.").pk) == set()


@pytest.mark.parametrize("slug", TOPICS)
def test_each_rule_is_valid(slug: str) -> None:
    check_rule(" ".join(TOPICS[slug]["rule"].split()))


def test_each_former_rule_belongs_to_an_existing_topic_and_is_not_its_present_rule() -> None:
    former = former_rules()
    newest = {slug: digest(" ".join(row["rule"].split())) for slug, row in TOPICS.items()}
    assert former.keys() - TOPICS.keys() == set()
    assert [slug for slug, digests in former.items() if newest[slug] in digests] == []


def test_topics_have_unique_names_existing_wider_topics_and_a_description() -> None:
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
