"""What migration 0029 adds to an archive, and what it leaves as staff have made it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from questions.models import Acronym, Topic
from questions.search.index.analysis import acronyms_in, stems
from questions.search.language.meaning import WORDS, understand_query
from tests.support.factories import make_question
from tests.support.topic_desk import in_force

migration = import_module("questions.migrations.0029_more_acronyms")

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> None:
    """An archive of the version before knew only the acronyms of the first migration."""
    Acronym.objects.all().delete()
    import_module("questions.migrations.0003_first_acronyms").fill(apps, None)


def add() -> None:
    migration.add(apps, None)


def long_forms(letters: str) -> list[str]:
    return list(Acronym.objects.filter(letters=letters).values_list("long_form", flat=True))


def test_a_new_archive_knows_more_than_700_acronyms() -> None:
    assert Acronym.objects.values("letters").distinct().count() > 700
    assert long_forms("ULEZ") == ["ultra low emission zone"]
    assert long_forms("FSA") == ["Financial Services Authority", "Food Standards Agency"]


def test_each_acronym_is_one_that_texts_are_searched_for() -> None:
    for letters, long_form in migration.more():
        Acronym(letters=letters, long_form=long_form).clean_fields()
        assert acronyms_in(f"the {letters}") == {letters}
        assert len(stems(long_form)) > 1 or letters in {"HQ", "MSK"}


def test_each_long_form_stands_once_and_differs_in_its_words() -> None:
    said = [(letters, *stems(long_form)) for letters, long_form in migration.more()]
    assert len(said) == len(set(said))


def test_each_acronym_that_is_also_a_word_is_one_of_a_new_archive() -> None:
    assert WORDS - {letters for letters, _ in migration.more()} == set()


def test_the_file_is_in_alphabetical_order() -> None:
    letters = [letters for letters, _ in migration.more()]
    assert letters == sorted(letters)


@pytest.mark.usefixtures("earlier")
def test_an_archive_of_the_version_before_gets_them_once() -> None:
    first = set(Acronym.objects.values_list("letters", "long_form"))
    add()
    everything = set(Acronym.objects.values_list("letters", "long_form"))
    assert everything == first | set(migration.more())
    add()
    assert Acronym.objects.count() == len(everything)


@pytest.mark.usefixtures("earlier")
def test_a_long_form_that_staff_chose_stays_the_only_one() -> None:
    Acronym.objects.create(letters="GDS", long_form="general dental services")
    add()
    assert long_forms("GDS") == ["general dental services"]


@pytest.mark.usefixtures("earlier")
def test_an_acronym_that_staff_deleted_does_not_come_back(admin_client: Client) -> None:
    for letters in ("BTEC", "DVSA", "RAF"):
        Acronym.objects.create(letters=letters, long_form="as they were loaded with the topics")
    pks = {row.letters: row.pk for row in Acronym.objects.filter(letters__in=["BTEC", "DVSA"])}
    admin_client.post(f"/admin/questions/acronym/{pks['BTEC']}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [pks["DVSA"]], "post": "yes"}
    admin_client.post("/admin/questions/acronym/", chosen)
    add()
    assert (long_forms("BTEC"), long_forms("DVSA"), len(long_forms("RAF"))) == ([], [], 1)


@pytest.mark.usefixtures("earlier")
def test_only_rules_that_name_a_new_acronym_are_applied_again() -> None:
    make_question("Zones", text="What of the ultra low emission zone?")
    using, other = in_force("ULEZs OR charges", "Charges"), in_force("zones", "Zones")
    add()
    assert list(Topic.objects.pending()) == [using]
    assert Topic.objects.get(pk=other.pk).fingerprint


def test_the_admin_shows_50_acronyms_on_a_page_and_finds_one_by_its_letters_or_its_words(admin_client: Client) -> None:
    page = admin_client.get("/admin/questions/acronym/")
    assert len(page.context["cl"].result_list) == 50
    assert page.context["cl"].paginator.num_pages > 10
    for typed in ("ulez", "low emission zone"):
        found = admin_client.get("/admin/questions/acronym/", {"q": typed})
        assert [str(row) for row in found.context["cl"].result_list] == ["ULEZ: ultra low emission zone"]


def test_the_page_asks_whether_an_acronym_was_meant_unless_it_is_also_a_word() -> None:
    assert understand_query("ulez charges").as_acronyms == "ULEZ charges"
    assert understand_query("how does he help me get the bus").as_acronyms == ""
    assert [one.long_forms for one in understand_query("BUS ME").widened] == [
        ["Boiler Upgrade Scheme"],
        ["myalgic encephalomyelitis"],
    ]
