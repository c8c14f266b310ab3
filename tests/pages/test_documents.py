"""The pages about documents that answers cite, and what other pages show of them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from questions.models import CitedDocument
from tests.support.factories import make_answer, make_answered, make_member, make_question, make_topic, together
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def cite(url: str, title: str = "here") -> str:
    return f'<p>See <a href="{url}">{title}</a>.</p>'


REPORT = cite("https://www.gov.uk/government/publications/school-places/annex", "School Places Report")
TABLES = cite("https://www.nhs.uk/tables")


def page_of(url: str) -> str:
    return CitedDocument.objects.get(url=url).get_absolute_url()


def listed(client: Client, address: str = "/documents/") -> list[tuple[str, int]]:
    """The titles that the list shows, each with its number of questions."""
    page = read(client, address).text
    rows = re.findall(r'<li class="document" data-key="\w+" data-count="(\d+)">.*?<a [^>]*>(.*?)</a>', page, re.S)
    return [(title, int(number)) for number, title in rows]


def test_documents_are_listed_most_cited_first_with_their_last_answer_and_departments(client: Client) -> None:
    make_answered(answer=REPORT, department="Home Office", answered_on=date(2023, 4, 1))
    make_answered(answer=REPORT, department="Home Office", answered_on=date(2023, 5, 1))
    make_answered(answer=REPORT + TABLES, department="HM Treasury", answered_on=date(2023, 3, 30))
    page = words_of(client, "/documents/")
    assert "2 documents, most cited first School Places Report" in page
    assert "www.gov.uk/government/publications/school-places 3 questions" in page
    assert "3 questions, last answered on 1 May 2023; Home Office 2, HM Treasury 1" in page
    assert listed(client) == [("School Places Report", 3), ("www.nhs.uk/tables", 1)]


def test_a_department_links_to_its_questions_that_cite_the_document(client: Client) -> None:
    make_answered(answer=REPORT, department="Home Office", uin="1")
    make_answered(answer=REPORT, department="HM Treasury", uin="2")
    make_answered(answer=TABLES, department="Home Office", uin="3")
    assert read(client, read(client, "/documents/?q=school").link("Home Office")).uins == ["1"]


def test_sites_are_listed_with_their_numbers_of_documents_and_narrow_the_list(client: Client) -> None:
    make_answered(answer=REPORT + cite("https://www.gov.uk/guidance/a"))
    make_answered(answer=REPORT + TABLES)
    page = words_of(client, "/documents/")
    assert "www.gov.uk 2 documents, cited 3 times www.nhs.uk 1 document, cited 1 time" in page
    of_site = read(client, "/documents/").link("www.nhs.uk")
    assert of_site
    assert listed(client, "/documents/?host=www.nhs.uk") == [("www.nhs.uk/tables", 1)]
    assert listed(client, "/documents/?host=NHS.uk") == [("www.nhs.uk/tables", 1)]
    assert read(client, "/documents/?host=hs.uk").count == 0


def test_a_search_matches_the_beginnings_of_words_in_titles_and_addresses(client: Client) -> None:
    make_answered(answer=REPORT + TABLES + cite("https://a.org/schools/children's-report.pdf"))
    assert listed(client, "/documents/?q=SCHOOL+rep") == [
        ("a.org/schools/children's-report.pdf", 1),
        ("School Places Report", 1),
    ]
    assert listed(client, "/documents/?q=tables&host=nhs.uk") == [("www.nhs.uk/tables", 1)]
    assert listed(client, "/documents/?q=hools") == []


@pytest.mark.parametrize("query", ["q=nowhere", "host=nowhere.org", "host=%F0%9F%98%80", "q=%3Cscript%3E", "q=..."])
def test_the_page_says_if_no_document_matches(client: Client, query: str) -> None:
    make_answered(answer=REPORT)
    if query == "q=...":
        assert read(client, f"/documents/?{query}").count == 1  # it has no word to search for
    else:
        assert "No documents match." in words_of(client, f"/documents/?{query}")


def test_the_page_says_if_there_are_no_documents(client: Client) -> None:
    make_answered(answer="<p>No.</p>")
    assert "No answers in this archive cite a document yet." in words_of(client, "/documents/")


@pytest.mark.parametrize(
    ("query", "error"),
    [("q=" + "+".join(map(str, range(30))), "q"), ("q=%00", "q"), ("host=a%00", "host"), ("page=x", "page")],
)
def test_an_invalid_value_shows_an_error_and_nothing_is_listed(client: Client, query: str, error: str) -> None:
    make_answered(answer=REPORT)
    page = read(client, f"/documents/?{query}")
    assert (page.status, page.errors, page.count) == (200, [error], 0)


def test_the_list_is_paged_and_its_links_keep_the_filters(client: Client) -> None:
    with together():
        for number in range(51):
            make_answered(answer=cite(f"https://a.org/{number:02}"))
    assert len(listed(client)) == 50
    assert len(listed(client, "/documents/?page=2")) == 1
    assert read(client, "/documents/?host=a.org").link("Next") == "/documents/?host=a.org&page=2"
    assert client.get("/documents/?page=3").status_code == 404


def test_a_document_cited_only_by_drafts_or_deleted_questions_is_not_found(client: Client) -> None:
    make_answered(answer=REPORT, published_at=None)
    make_answered(answer=TABLES, deleted_at="2024-01-01T00:00Z")
    assert read(client, "/documents/").count == 0
    for document in CitedDocument.objects.all():
        assert client.get(document.get_absolute_url()).status_code == 404
        assert read(client, f"/questions/?document={document.key}").errors == ["document"]


@pytest.mark.parametrize("key", ["0123456789abcdef", "x", "none"])
def test_an_unknown_document_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/documents/{key}/").status_code == 404


def test_a_documents_page_shows_its_address_its_titles_and_when_it_was_cited(client: Client) -> None:
    url = "https://www.gov.uk/government/publications/school-places"
    make_answered(answer=REPORT, answered_on=date(2023, 4, 1))
    make_answered(answer=cite(f"{url}/", "Places"), answered_on=date(2024, 5, 6))
    page = read(client, page_of(url))
    words = words_of(client, page_of(url))
    assert f'<a href="{url}" rel="noopener noreferrer nofollow">{url}</a>' in page.text
    assert "School Places Report" in words
    assert "Also called “Places”" in words
    assert "First cited 1 April 2023" in words
    assert "Last cited 6 May 2024" in words
    assert f"https://web.archive.org/web/20240506/{url}" in page.text
    assert f"https://webarchive.nationalarchives.gov.uk/ukgwa/20230401000000/{url}" in page.text
    assert f'href="{url}/annex"' in page.text


def test_it_counts_its_questions_by_month_department_answerer_and_asker(client: Client) -> None:
    day = date(2023, 4, 2)
    make_answered(answer=TABLES, department="Home Office", asked_by="Iris", answered_by="Rupert", tabled_on=day)
    make_answered(answer=TABLES, department="Home Office", asked_by="Iris", answered_by="Agnes", tabled_on=day)
    page = read(client, page_of("https://www.nhs.uk/tables"))
    assert re.search(r'data-month="2023-04"><a [^>]*>2<', page.text)
    assert 'data-ranking="department"' in page.text
    assert sorted(page.facet("answered_by").values()) == [1, 1]
    assert list(page.facet("asked_by").values()) == [2]


def test_it_lists_its_questions_and_accepts_the_usual_filters(client: Client) -> None:
    make_answered(answer=TABLES, uin="1", house="lords")
    make_answered(answer=TABLES, uin="2")
    make_answered(answer=REPORT, uin="3")
    address = page_of("https://www.nhs.uk/tables")
    assert sorted(read(client, address).uins) == ["1", "2"]
    filtered = read(client, f"{address}?house=lords&document=x")
    assert (filtered.uins, filtered.chips) == (["1"], ["house"])
    assert "Questions over time" not in filtered.text
    assert filtered.link("Show everything about this document") == address
    assert read(client, f"{address}?year=never").errors == ["year"]


def test_hostile_addresses_and_titles_are_escaped(client: Client) -> None:
    make_answered(answer=cite("https://a.org/&quot;onmouseover=alert(1)&quot;&lt;script&gt;", "Title &lt;script&gt;x"))
    document = CitedDocument.objects.get()
    for address in ("/documents/", document.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>" not in page
        assert '"onmouseover' not in page


def test_a_question_lists_the_documents_it_cites_with_copies_from_the_day_of_the_answer(client: Client) -> None:
    question = make_answered(answer=REPORT, uin="171468", answered_on=date(2023, 3, 30))
    make_answer(question, REPORT + TABLES, stage=3, answered_on=date(2023, 4, 5))
    page = read(client, "/questions/commons/2023-03-22/171468/")
    assert "Documents cited in the answer" in page.text
    assert page.link("School Places Report").startswith("https://www.gov.uk")  # the link in the answer, unchanged
    assert f'href="{page_of("https://www.gov.uk/government/publications/school-places")}"' in page.text
    assert "https://web.archive.org/web/20230405/https://www.nhs.uk/tables" in page.text
    assert page.text.count("20230330000000") == 0


def test_a_question_that_cites_nothing_does_not_mention_documents(client: Client) -> None:
    make_answered(uin="171468")
    assert "it cites" not in read(client, "/questions/commons/2023-03-22/171468/").text


def test_topics_departments_and_ministers_show_the_most_cited_documents(client: Client) -> None:
    make_topic("Schools")
    rupert = make_member("Rupert", parliament_id=7)
    for uin in ("1", "2"):
        make_answered(answer=REPORT, uin=uin, topic="Schools", department="Home Office", answered_by=rupert)
    make_answered(answer=REPORT + TABLES, uin="3", department="HM Treasury")
    for address in (
        "/topics/schools/",
        "/departments/home-office/",
        "/members/rupert-7/answered/",
        "/members/rupert-7/",
    ):
        page = read(client, address)
        cited = page.text.partition("Most cited documents")[2].partition("</section>")[0]
        assert re.findall(r'data-count="(\d+)"', cited) == ["2"], address
        behind = re.findall(r'<a class="counted__number" href="(.*?)"', cited)[0]
        assert sorted(read(client, behind).uins) == ["1", "2"]


def test_filtered_lists_and_lists_of_questions_asked_do_not_show_the_most_cited_documents(client: Client) -> None:
    iris = make_member("Iris", parliament_id=5)
    make_answered(answer=REPORT, department="Home Office", asked_by=iris)
    for address in ("/departments/home-office/?house=commons", "/departments/home-office/?house=x", "/members/iris-5/"):
        assert "Most cited documents" not in read(client, address).text


def test_every_page_links_to_the_list(client: Client) -> None:
    assert read(client, "/about/").link("Documents cited in answers") == "/documents/"


def test_the_pages_take_few_queries(client: Client, django_assert_max_num_queries) -> None:
    with together():
        for number in range(25):
            text = TABLES + cite(f"https://a.org/{number}", f"Report {number}")
            make_answered(
                answer=text, department=f"Office {number}", asked_by="Iris", answered_by="Rupert", topic="Tax"
            )
    address = page_of("https://www.nhs.uk/tables")
    client.get("/documents/")
    client.get("/questions/")  # the sessions that lists offer are looked up once for each state of the index
    with django_assert_max_num_queries(2):
        client.get("/documents/?page=1")
    with django_assert_max_num_queries(4):
        client.get("/documents/?q=report&host=a.org")
    with django_assert_max_num_queries(11):
        assert len(read(client, address).uins) == 20


def test_a_question_page_takes_no_more_queries_for_more_documents(
    client: Client, django_assert_max_num_queries
) -> None:
    make_question("Nothing")
    make_answered(answer="".join(cite(f"https://a.org/{number}") for number in range(30)), uin="171468")
    with django_assert_max_num_queries(11):
        client.get("/questions/commons/2023-03-22/171468/")
