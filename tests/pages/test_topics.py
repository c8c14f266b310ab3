"""The list of topics, and a topic's page."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from questions.models import FormerTopicSlug, Topic
from questions.search.index import store
from tests.support.factories import assign_topic, make_answered, make_question, make_ruled, make_topic, together
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def markup(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_topics_are_listed_with_their_descriptions_and_numbers_of_questions(client: Client) -> None:
    make_topic("Childcare", description="Nurseries and early years.")
    make_question(topic="Childcare")
    make_question(topic="Childcare", deleted_at="2024-01-01T00:00Z")
    assign_topic(make_question(), "Childcare", is_excluded=True)
    page = words_of(client, "/topics/")
    assert "Childcare Nurseries and early years. 1 question no answers yet" in page


def test_a_listed_topic_shows_the_date_of_its_latest_answer(client: Client) -> None:
    make_answered(topic="Tax", answered_on=date(2023, 4, 1))
    make_answered(topic="Tax", answered_on=date(2023, 5, 1))
    assert "Tax 2 questions latest answer 1 May 2023" in words_of(client, "/topics/")


def test_a_small_chart_shows_the_two_years_up_to_the_archives_newest_month(client: Client) -> None:
    for day in (date(2023, 6, 30), date(2023, 7, 1), date(2025, 6, 1), date(2025, 6, 2)):
        make_question(topic="Tax", tabled_on=day)
    make_question(topic="Trade", tabled_on=date(2020, 1, 1))
    page = markup(client, "/topics/")
    assert 'aria-label="Questions by month, July 2023 to June 2025: up to 2 a month, 2 in the last month"' in page
    assert 'aria-label="Questions by month, July 2023 to June 2025: none"' in page
    assert re.findall(r'class="spark__bars" d="(.*?)"', page) == ["M0 24v-12h4v12zM115 24v-24h4v24z", ""]


def test_a_topic_is_listed_under_its_wider_topic_which_includes_its_questions(client: Client) -> None:
    education = make_topic("Education")
    send = make_topic("SEND", parent=education)
    make_topic("Agriculture")
    make_topic("Tribunals", parent=send)
    make_question(topic="SEND")
    make_question(topic="Education")
    page = words_of(client, "/topics/")
    assert page.index("Agriculture 0 questions") < page.index("Education 2 questions") < page.index("SEND 1 question")
    within = re.findall(r'aria-label="Within (\w+)"', markup(client, "/topics/"))
    assert within == ["Education", "SEND"]


def test_the_list_has_no_numbers_while_search_is_being_rebuilt(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_question(topic=make_topic("Childcare", description="Nurseries.").name)

    def unavailable() -> None:
        raise store.IndexUnavailable("there is no index yet")

    monkeypatch.setattr(store, "snapshot", unavailable)
    page = words_of(Client(), "/topics/")
    assert "Childcare Nurseries." in page
    assert "question no answer" not in page


def test_the_list_takes_two_queries_however_many_topics_there_are(client: Client, django_assert_num_queries) -> None:
    with together():
        for number in range(12):
            make_answered(topic=f"Topic {number}")
    Topic.objects.exclude(name="Topic 0").update(parent=Topic.objects.get(name="Topic 0"))
    with django_assert_num_queries(2):  # topics, and sessions, since months are missing
        words_of(client, "/topics/")


def test_the_page_says_if_there_are_no_topics(client: Client) -> None:
    assert "No topics yet." in words_of(client, "/topics/")


def test_a_topics_page_lists_its_questions_and_accepts_the_usual_filters(client: Client) -> None:
    make_topic("Childcare", description="Nurseries and early years.")
    make_answered(uin="1", topic="Childcare")
    make_question(uin="2", topic="Childcare", house="lords")
    make_question(uin="3", topic="Tax")
    assign_topic(make_question(uin="4"), "Childcare", is_excluded=True)
    page = read(client, "/topics/childcare/")
    assert sorted(page.uins) == ["1", "2"]
    assert "Nurseries and early years." in page.text
    assert page.facet("house") == {"commons": 1, "lords": 1}
    assert page.facet("topic") == {}
    assert read(client, "/topics/childcare/?house=lords").uins == ["2"]


def test_it_shows_its_rule_and_how_many_questions_editors_added_and_removed(client: Client) -> None:
    make_ruled("Family hubs", '"family hub" OR hubs')
    make_question("Family Hubs: Leeds")
    assign_topic(make_question("Libraries"), "Family hubs")
    assign_topic(make_question("Libraries: draft", published_at=None), "Family hubs")
    for number in range(2):
        assign_topic(make_question(f"Transport {number}"), "Family hubs", is_excluded=True)
    page = words_of(client, "/topics/family-hubs/")
    assert "Questions with family hub or hubs" in page
    assert "Editors have added 1 question and removed 2." in page
    assert '<code class="rule__text">&quot;family hub&quot;' in markup(client, "/topics/family-hubs/").replace(
        "&#34;", "&quot;"
    )
    assert read(client, "/topics/family-hubs/").link("How to read the rule") == "/help/search/"


def test_the_page_shows_the_old_rule_until_the_changed_one_is_applied(client: Client) -> None:
    make_ruled("Buses", "buses")
    Topic.objects.update(rule="buses OR coaches")
    assert "coaches" not in words_of(client, "/topics/buses/")


def test_a_topic_without_a_rule_says_that_editors_choose_its_questions(client: Client) -> None:
    make_question(topic="Tax")
    assert "Editors choose its questions and have added 1 so far." in words_of(client, "/topics/tax/")


def test_it_links_to_its_wider_and_narrower_topics(client: Client) -> None:
    send = make_topic("SEND", parent=make_topic("Schools", parent=make_topic("Education")))
    make_topic("Tribunals", parent=send)
    make_question(topic="Tribunals")
    page = read(client, "/topics/send/")
    assert page.text.index("/topics/education/") < page.text.index("/topics/schools/")
    assert page.link("Tribunals") == "/topics/tribunals/"
    assert "Topics within this topic Tribunals" in words_of(client, "/topics/send/")


def test_it_shows_its_questions_by_month_in_a_chart_and_a_table(client: Client) -> None:
    make_question(topic="Tax", uin="1", tabled_on=date(2023, 3, 1))
    make_question(topic="Tax", uin="2", tabled_on=date(2023, 6, 1))
    page = read(client, "/topics/tax/")
    assert re.findall(r'data-month="([\d-]+)"><a [^>]*>(\d+)<', page.text) == [("2023-03", "1"), ("2023-06", "1")]
    assert read(client, page.link("June 2023")).uins == ["2"]


def test_it_shows_its_share_of_all_questions_in_each_year_with_links(client: Client) -> None:
    make_question(topic="Tax", uin="1", tabled_on=date(2022, 3, 1))
    for day in (date(2022, 5, 2), date(2022, 5, 3), date(2022, 12, 1), date(2023, 1, 9)):
        make_question(topic="Trade", tabled_on=day)
    page = read(client, "/topics/tax/")
    assert "2022: 25% 1 of 4 2023: 0% 0 of 1" in words_of(client, "/topics/tax/")
    assert read(client, page.link("2022: 25%")).uins == ["1"]
    rows = re.findall(r"<td>([\d.]+%)</td><td>(\d)</td><td>(\d)</td>", page.text)
    assert rows == [("0%", "0", "1"), ("25%", "1", "4")]


def test_a_topic_without_dated_questions_has_no_share(client: Client) -> None:
    make_question(topic="Tax", tabled_on=None)
    make_question(topic="Trade")
    assert "Share of all questions" not in words_of(client, "/topics/tax/")


def test_it_ranks_departments_askers_and_answerers_with_links_that_narrow_the_list(client: Client) -> None:
    make_answered("A", uin="1", topic="Tax", department="Treasury", asked_by="Iris", answered_by="Rupert")
    make_question("B", uin="2", topic="Tax", department="Treasury", asked_by="Tobias")
    make_question("C", uin="3", topic="Tax", department="Home Office", asked_by="Iris")
    make_question("D", uin="4", topic="Trade", department="Treasury", asked_by="Iris")
    page = read(client, "/topics/tax/")
    assert list(page.facet("asked_by").values()) == [2, 1]
    assert list(page.facet("answered_by").values()) == [1]
    assert re.search(r'data-ranking="department".*?data-value="treasury" data-count="2"', page.text, re.S)
    assert page.facet("department") == {"treasury": 2, "home-office": 1}
    assert sorted(read(client, page.link("Treasury")).uins) == ["1", "2"]
    assert read(client, page.link("Rupert")).uins == ["1"]


def test_only_ten_of_many_askers_are_named_with_a_link_to_all_of_them(client: Client) -> None:
    with together():
        for number in range(12):
            make_question(topic="Tax", asked_by=f"Member {number}")
    page = read(client, "/topics/tax/")
    assert len(page.facet("asked_by")) == 10
    assert "2 more are not shown." in page.text
    assert page.link("All askers") == "/questions/by/asked_by/?topic=tax"


def test_it_shows_its_five_newest_answers(client: Client) -> None:
    for day in range(1, 8):
        make_answered(f"Heading {day}", f"<p>Steps of day {day}.</p>", topic="Tax", answered_on=date(2023, 5, day))
    make_answered("Of another", topic="Trade", answered_on=date(2023, 6, 1))
    page = words_of(client, "/topics/tax/")
    newest = page[page.index("Latest answers") : page.index("All questions")]
    assert re.findall(r"Heading (\d) Steps of day \1\.", newest) == ["7", "6", "5", "4", "3"]
    assert "Latest answer: 7 May 2023" in page


def test_a_topics_page_begins_with_the_latest_answers_and_the_list(client: Client) -> None:
    make_answered("Hubs", topic="Family hubs", text="How many hubs?", answer="There are 75 hubs.")
    page = words_of(client, "/topics/family-hubs/")
    order = ["How this topic is chosen", "There are 75 hubs.", "All questions", "How many hubs?", "Questions over time"]
    assert sorted(order, key=page.index) == order
    assert '<details class="rule">' in read(client, "/topics/family-hubs/").text


def test_topics_with_the_largest_share_of_common_questions_are_related(client: Client) -> None:
    tax = make_topic("Tax", parent=make_topic("Economy"))
    inner = make_topic("VAT", parent=tax)
    both, one = make_question("Both"), make_question("One")
    for topic in (tax, inner):
        assign_topic(both, topic)
    assign_topic(one, tax)
    for question in (both, one):
        assign_topic(question, "Everything")
    assign_topic(both, "Trade")
    with together():
        for _ in range(8):
            make_question(topic="Everything")
    make_question(topic="Apart")
    page = words_of(client, "/topics/tax/")
    related = page[page.index("Related topics") :]
    assert related.startswith("Related topics Trade 1 in both Everything 2 in both")
    assert "VAT" not in related
    assert "Economy" not in related
    assert "Apart" not in related
    assert read(client, read(client, "/topics/tax/").link("1 in both")).count == 1


@pytest.mark.parametrize("query", ["q=hubs", "house=commons", "page=2", "sort=oldest"])
def test_a_filtered_list_is_shown_without_the_topics_figures(client: Client, query: str) -> None:
    with together():
        for _ in range(21):
            make_answered(topic="Tax")
    make_answered(topic="Trade")
    page = words_of(client, f"/topics/tax/?{query}")
    assert "Who asks most" not in page
    assert "Latest answers" not in page
    assert "21 questions" in page
    assert read(client, f"/topics/tax/?{query}").link("Show everything about this topic") == "/topics/tax/"


def test_unknown_and_blank_parameters_do_not_filter_the_list(client: Client) -> None:
    make_question(topic="Tax")
    assert "Who asks most" in words_of(client, "/topics/tax/?utm_source=mail&q=&house=")


def test_a_topic_without_questions_has_a_page(client: Client) -> None:
    make_topic("Tax")
    assert "There is no chart" in words_of(client, "/topics/tax/")


def test_its_page_takes_at_most_fourteen_queries_however_many_questions_it_has(
    client: Client, django_assert_max_num_queries
) -> None:
    with together():
        for number in range(25):
            make_answered(
                department=f"D{number}", asked_by=f"M{number}", party="Labour", answered_by="Rupert", topic="Tax"
            )
            make_topic(f"Topic {number}", parent=Topic.objects.get(name="Tax"))
    with django_assert_max_num_queries(14):
        assert len(read(client, "/topics/tax/").uins) == 20
    with django_assert_max_num_queries(8):
        assert len(read(client, "/topics/tax/?sort=oldest").uins) == 20


def test_a_former_address_redirects_permanently_and_keeps_its_parameters(client: Client) -> None:
    FormerTopicSlug.objects.create(slug="special-needs", topic=make_topic("SEND"))
    moved = client.get("/topics/special-needs/?house=lords&q=a%20b")
    assert (moved.status_code, moved["Location"]) == (301, "/topics/send/?house=lords&q=a%20b")
    assert client.get("/topics/special-needs/")["Location"] == "/topics/send/"


def test_a_former_address_that_another_topic_now_has_leads_to_that_topic(client: Client) -> None:
    make_topic("Tax", description="Of today.")
    FormerTopicSlug.objects.create(slug="tax", topic=make_topic("Taxation"))
    assert "Of today." in words_of(client, "/topics/tax/")


def test_an_unknown_topic_is_not_found(client: Client) -> None:
    assert client.get("/topics/unheard-of/").status_code == 404
