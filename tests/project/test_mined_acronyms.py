"""How `python -m benchmarks.acronyms` finds the acronyms that texts explain."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.acronyms import Explained, Mined, explanations, mine, real_texts
from questions.search.index.analysis import stems


@pytest.mark.parametrize(
    ("text", "letters", "long_form"),
    [
        ("Drivers in the ultra low emission zone (ULEZ) pay.", "ULEZ", "ultra low emission zone"),
        ("Drivers in the ULEZ (ultra low emission zone) pay.", "ULEZ", "ultra low emission zone"),
        ("Both Local Toy Libraries (LTLs) lend dolls.", "LTL", "Local Toy Libraries"),
        ("We met the Board of Kites and Balloons (the “BKB”).", "BKB", "Board of Kites and Balloons"),
        ("The plan names Freedom of Song or Dance (FoSD).", "FoSD", "Freedom of Song or Dance"),
        ("The wool, hay and straw (WHS) levy rose.", "WHS", "wool, hay and straw"),
        ("Treat hyperglaze disease (HGD) early.", "HGD", "hyperglaze disease"),
        ("Ask the Kites and Hats products Regulator (KHR).", "KHR", "Kites and Hats products Regulator"),
        ("Ask the Owl and Plum Agency, or the Animal and Plum Agency (APA).", "APA", "Animal and Plum Agency"),
    ],
)
def test_a_long_form_is_found_beside_its_acronym(text: str, letters: str, long_form: str) -> None:
    assert explanations(text) == {Explained(letters, long_form)}


@pytest.mark.parametrize(
    "text",
    [
        "The kite fair in Leeds (UK) was full.",
        "The zone is low. Emission rose (ZLE).",
        "Hats are cheap (see Annex B).",
        "The ULEZ (ULEZ) grew.",
        "The HAT (which nobody wears) is red.",
        "(HAT) ()",
    ],
)
def test_other_words_in_brackets_explain_nothing(text: str) -> None:
    assert explanations(text) == set()


def test_an_acronym_that_nine_in_ten_texts_explain_in_one_way_is_mined() -> None:
    nine = [f"Kite number {number} has a Big Red Tail (BRT)." for number in range(9)]
    assert mine([*nine, "A bad round trip (BRT)."], least=2) == [Mined("BRT", "Big Red Tail", 9, 10)]
    assert mine([*nine, "A bad round trip (BRT).", "My BRT (best red top)."], least=2) == []


def test_plurals_hyphens_and_capitals_are_one_way() -> None:
    texts = [
        "A low-slung kite (LSK).",
        "Low slung kites (LSKs).",
        "Our Low Slung Kite (LSK).",
        "My Low Slung Kite (LSK)",
    ]
    assert mine(texts, least=2) == [Mined("LSK", "Low Slung Kite", 4, 4)]


def test_one_text_explains_nothing_however_often_it_is_repeated() -> None:
    assert mine(["The Big Red Tail (BRT) is red."] * 27, least=2) == []


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.usefixtures("real_data")
def test_real_texts_explain_nearly_all_acronyms_of_a_new_archive_in_this_way() -> None:
    mined = {(one.letters, *stems(one.long_form)) for one in mine(real_texts(), least=2)}
    known = import_module("questions.migrations.0029_more_acronyms").more()
    assert len({letters for letters, long_form in known if (letters, *stems(long_form)) in mined}) > 670
