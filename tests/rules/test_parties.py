"""Which party a label means, and its wider party, without a database."""

from __future__ import annotations

import pytest

from questions.rules.parties import LONGEST_SLUG, Party, parties_of, party_of
from tests.models.test_parties import DIFFERENT, SPELLINGS, TABLE

LABOUR = Party("labour", "Labour", "", "Lab", "ff0000")
CO_OPERATIVE = Party("labour-co-operative", TABLE["labour-co-operative"]["name"], "labour")


@pytest.mark.parametrize("slug", TABLE)
def test_every_spelling_means_its_party_in_the_table(slug: str) -> None:
    row = TABLE[slug]
    party = Party(slug, row["name"], *(row.get(name, "") for name in ("within", "abbreviation", "colour")))
    spellings = (slug, row["name"], *row.get("spellings", ()), *SPELLINGS.get(slug, ()))
    assert {party_of(label) for label in spellings} == {party}
    assert {party_of(f" {label.upper()} ") for label in spellings} == {party}


@pytest.mark.parametrize("slug", TABLE)
def test_the_word_party_may_follow_the_name(slug: str) -> None:
    assert party_of(f"{TABLE[slug]['name']} Party").slug == slug


def test_labels_of_different_parties_stay_apart() -> None:
    assert len({party_of(label) for label in DIFFERENT}) == len(DIFFERENT)


def test_an_unknown_label_keeps_its_words() -> None:
    assert party_of("Cats & Dogs") == Party("cats-dogs", "Cats & Dogs")
    assert party_of("Dogs and Cats United") == Party("dogs-cats-united", "Dogs and Cats United")
    assert party_of("Sandals") == Party("sandals", "Sandals")  # which has an "and" in it
    assert party_of("") == Party("", "")


def test_the_slug_of_a_long_label_is_shortened() -> None:
    assert LONGEST_SLUG == 100
    assert party_of("a" * 150) == Party("a" * 100, "a" * 150)
    assert party_of("a" * 98 + " bcd").slug == "a" * 98 + "-b"


def test_the_line_of_a_party_is_itself_and_its_wider_party() -> None:
    assert LABOUR.line == ["labour"]
    assert CO_OPERATIVE.line == ["labour-co-operative", "labour"]
    assert Party("", "").line == []


def test_labels_give_each_party_once_with_its_wider_party() -> None:
    assert parties_of(["Labour (Co-op)", "Lab", "Labour Co-operative"]) == {
        "labour": LABOUR,
        "labour-co-operative": CO_OPERATIVE,
    }
    assert parties_of(["Labour (Co-op)"]) == {"labour-co-operative": CO_OPERATIVE, "labour": LABOUR}
    assert parties_of([]) == {}


def test_an_unknown_party_is_shown_in_the_spelling_that_sorts_first() -> None:
    for labels in (["Cats & Dogs", "cats and dogs"], ["cats and dogs", "Cats & Dogs"]):
        assert parties_of(labels) == {"cats-dogs": Party("cats-dogs", "Cats & Dogs")}
