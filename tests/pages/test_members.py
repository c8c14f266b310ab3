"""The list of members, a member's page, and the ministers on a day."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from questions.models import Member, Post
from tests.support.factories import (
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    together,
)
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db


def test_members_are_listed_by_surname(client: Client) -> None:
    for name in ("Anna Zimmer", "Zoe Adams", "Max Miller"):
        make_member(name)
    page = words_of(client, "/members/")
    assert page.index("Adams, Zoe") < page.index("Miller, Max") < page.index("Zimmer, Anna")


def test_members_are_found_by_name_house_and_letter(client: Client) -> None:
    make_membership(make_member("Zoe Adams"), house="lords")
    make_membership(make_member("Max Adamson"))
    make_member("Anna Zimmer")
    for query, found in {
        "q=zoe": ["Adams, Zoe"],
        "q=ADAMS": ["Adams, Zoe", "Adamson, Max"],
        "q=adams+max": ["Adamson, Max"],
        "house=lords": ["Adams, Zoe"],
        "letter=Z": ["Zimmer, Anna"],
        "letter=Z&house=commons": [],
    }.items():
        page = read(client, f"/members/?{query}")
        assert page.count == len(found), query
        assert all(name in page.text for name in found)


@pytest.mark.parametrize(
    ("parameter", "value"), [("house", "senate"), ("letter", "AB"), ("page", "x"), ("q", "x" * 101)]
)
def test_an_invalid_value_shows_an_error_beside_its_field(client: Client, parameter: str, value: str) -> None:
    make_member()
    page = read(client, f"/members/?{parameter}={value}")
    assert (page.status, page.errors, page.count) == (200, [parameter], 0)


def test_the_pages_of_the_list_keep_its_filters(client: Client) -> None:
    with together():
        for number in range(70):
            make_membership(make_member(f"Zoe Adams{number}"))
    page = read(client, "/members/?house=commons&q=zoe")
    second = read(client, page.link("Next"))
    assert (page.count, second.count) == (70, 70)
    assert "Adams9" in second.text
    assert client.get("/members/?page=3").status_code == 404


@pytest.mark.parametrize("slug", ["4806", "someone-else-4806", "Claire-Exampleton-4806", "claire-exampleton-04806"])
def test_other_spellings_of_the_address_redirect_permanently(client: Client, slug: str) -> None:
    make_member("Claire Exampleton", parliament_id=4806)
    response = client.get(f"/members/{slug}/")
    assert (response.status_code, response.headers["Location"]) == (301, "/members/claire-exampleton-4806/")


def test_a_member_without_a_parliament_id_has_an_address(client: Client) -> None:
    member = make_member("Claire Exampleton", parliament_id=None)
    assert member.get_absolute_url() == f"/members/claire-exampleton-a{member.pk}/"
    assert "Claire Exampleton" in words_of(client, member.get_absolute_url())


@pytest.mark.parametrize("slug", ["claire-exampleton", "claire-9999", "a1", "claire-99999999999999999999", "-"])
def test_the_address_of_an_unknown_member_is_not_found(client: Client, slug: str) -> None:
    make_member("Claire Exampleton", parliament_id=4806)
    assert client.get(f"/members/{slug}/").status_code == 404


def test_a_member_is_shown_with_parties_seats_and_posts_over_time(client: Client) -> None:
    member = make_member(
        "Claire Exampleton", listed_party="Independent", listed_seat="Fictonbury", listed_on=date(2025, 1, 2)
    )
    make_membership(member, "Labour", seat="Exampleton", started_on=date(2015, 5, 7), ended_on=date(2017, 5, 3))
    make_membership(member, "Labour", house="lords", started_on=date(2020, 1, 1))
    make_post(member, "Minister for Buses", department="Department for Transport", started_on=date(2016, 1, 1))
    page = words_of(client, member.get_absolute_url())
    assert "House of Lords and House of Commons" in page
    assert "Labour, Exampleton 7 May 2015 to 3 May 2017" in page
    assert "since 1 January 2020, as last recorded on 1 January 2020" in page
    assert "Minister for Buses, Department for Transport since 1 January 2016, as last recorded" in page
    assert "Listed as Independent, Fictonbury on 2 January 2025." in page


def test_questions_asked_and_questions_answered_have_a_page_each(client: Client) -> None:
    member = make_member("Claire Exampleton", parliament_id=4806)
    make_question(uin="1", asked_by=member, house="lords")
    make_question(uin="2", asked_by=member)
    make_answered(uin="3", answered_by=member)
    asked = read(client, "/members/claire-exampleton-4806/")
    assert sorted(asked.uins) == ["1", "2"]
    answered = read(client, asked.link("Questions answered 1"))
    assert answered.uins == ["3"]
    assert read(client, "/members/claire-exampleton-4806/?house=lords").uins == ["1"]
    assert client.get("/members/x-4806/answered/").headers["Location"] == "/members/claire-exampleton-4806/answered/"


def test_a_minister_who_asked_nothing_is_shown_with_answers(client: Client) -> None:
    member = make_member("Claire Exampleton")
    make_answered(uin="3", answered_by=member)
    assert read(client, member.get_absolute_url()).uins == ["3"]


def test_a_member_without_questions_has_one_sentence_and_what_else_there_is(client: Client) -> None:
    make_question("Buses", tabled_on=date(2023, 3, 1))
    member = make_member("Claire Exampleton", parliament_id=4806)
    make_membership(member, seat="Ashby")
    make_post(member, department=make_department("Home Office"))
    page = read(client, "/members/claire-exampleton-4806/")
    said = "This archive has no question that Claire Exampleton asked or answered, among those tabled from 1 March 2023"
    assert said in words_of(client, "/members/claire-exampleton-4806/")
    assert page.link("Home Office") == "/departments/home-office/"
    assert page.link("Questions by members for Ashby") == "/questions/?seat=ashby"
    official = page.link("Claire Exampleton on Parliament’s site")
    assert official == "https://members.parliament.uk/member/4806/career"
    for empty in ('id="filter-form"', 'class="tabs"', "No questions match"):
        assert empty not in page.text


def test_a_member_with_nothing_at_all_on_record_still_has_a_page(client: Client) -> None:
    page = words_of(client, make_member("Claire Exampleton", parliament_id=None).get_absolute_url())
    assert "No membership of either House is on record" in page
    assert "This archive has no question that Claire Exampleton asked or answered." in page
    assert "Parliament’s site" not in page


def test_hostile_names_are_escaped(client: Client) -> None:
    member = make_member("<script>alert(1)</script>", listed_party="<script>alert(2)</script>")
    make_membership(member, "<script>alert(3)</script>", seat="<script>alert(4)</script>")
    make_post(member, "<script>alert(5)</script>", department_name="<script>alert(6)</script>")
    for address in (member.get_absolute_url(), "/members/", "/ministers/"):
        assert b"<script>alert" not in client.get(address).content


def test_ministers_on_a_day_are_listed_by_department_and_rank(client: Client) -> None:
    junior, senior, former = (make_member(name) for name in ("Ann Junior", "Zed Senior", "Fay Former"))
    make_post(junior, "Under-Secretary", department="Home Office", rank=Post.Rank.UNDER_SECRETARY)
    make_post(senior, "Home Secretary", department="Home Office", rank=Post.Rank.SECRETARY_OF_STATE)
    make_post(former, "Chancellor", department="Treasury", ended_on=date(2010, 5, 11))
    page = words_of(client, "/ministers/")
    assert page.index("Home Office") < page.index("Home Secretary") < page.index("Under-Secretary")
    assert "Fay Former" not in page
    assert "Ministers as last recorded on 11 May 2010" in page
    assert "Fay Former" in words_of(client, "/ministers/?on=2010-05-11")
    assert "Fay Former" not in words_of(client, "/ministers/?on=2010-05-12")


def test_pages_and_files_show_full_titles_that_name_the_department_once(client: Client) -> None:
    office = make_department("Sample Office", short_name="Sam")
    member = make_member("Ann Junior", parliament_id=7)
    make_post(member, "Minister of State, Sam", department=office)
    question = make_answered(answered_by=member, department=office, uin="1")
    whole = "Minister of State, Sample Office"
    for address in ("/ministers/", "/members/ann-junior-7/", question.get_absolute_url()):
        page = words_of(client, address)
        assert whole in page, address
        assert f"{whole}, Sample Office" not in page, address
        assert "Sam " not in page, address
    assert f'"{whole}"' in b"".join(client.get("/questions/export.csv")).decode()


@pytest.mark.parametrize("written", ["2023-04-30", "30/4/2023", "30 April 2023"])
def test_the_day_of_ministers_can_be_written_as_in_other_fields(client: Client, written: str) -> None:
    make_post(make_member("Fay Former"), started_on=date(2022, 9, 6), ended_on=date(2023, 6, 1))
    make_post(make_member("Ann Later"), started_on=date(2023, 7, 1))
    page = read(client, f"/ministers/?on={written}")
    assert "Ministers on 30 April 2023" in page.text
    assert "Fay Former" in page.text
    assert "Ann Later" not in page.text
    assert f'name="on" value="{written}"' in page.text


def test_an_invalid_date_shows_an_error_beside_its_field(client: Client) -> None:
    make_post(make_member("Ann Junior"))
    page = read(client, "/ministers/?on=tomorrow")
    assert (page.status, page.errors) == (200, ["on"])
    assert "Ann Junior" not in page.text


def test_the_pages_take_at_most_eight_queries(client: Client, django_assert_max_num_queries) -> None:
    member = make_member("Claire Exampleton", parliament_id=4806)
    make_membership(member, seat="Exampleton")
    with together():
        for number in range(25):
            make_post(member, f"Minister {number}", department="Home Office")
            make_answered(asked_by=member, answered_by=member, department="Home Office", topic="Tax")
            make_membership(make_member(f"Other {number}"))
    read(client, "/questions/")  # the sessions that lists offer are looked up once for each state of the index
    for address in ("/members/claire-exampleton-4806/", "/members/claire-exampleton-4806/answered/?q=family"):
        with django_assert_max_num_queries(8):
            assert len(read(client, address).uins) == 20
    for address in ("/members/", "/ministers/"):
        with django_assert_max_num_queries(4):
            words_of(client, address)


def test_a_portrait_is_served_from_this_site(client: Client, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    member = make_member("Iris Demoworth", portrait=ContentFile(b"\x89PNG", name="iris.png"))
    assert f'src="{member.portrait.url}"' in client.get(member.get_absolute_url()).content.decode()
    assert client.get(member.portrait.url).content == b"\x89PNG"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Iris Demoworth", "ID"), ("Sir Max Sample", "MS"), ("The Lord Bishop of Exampleton", "E"), ("Member 4806", "M")],
)
def test_initials_leave_out_titles_and_small_words(name: str, initials: str) -> None:
    assert Member(name=name).initials == initials


def test_an_unknown_house_and_a_name_that_is_too_long_get_the_sites_own_messages(client: Client) -> None:
    page = words_of(client, f"/members/?house=both&q={'a' * 120}")
    assert "“both” is not one of the options." in page
    assert "Enter 100 characters or fewer. You entered 120." in page
