"""Which documents an answer cites, and which addresses are of one document."""

from __future__ import annotations

import time
from datetime import date

import pytest

from questions.text.cited_documents import (
    archived_copies,
    documents_in,
    host_of,
    key_of,
    normalised,
    title_of,
    unwrapped,
)

SAFELINK = (
    "https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.org%2Freport%3Fpage%3D2"
    "&data=05%7C01%7Csomebody%40example.org%7C983294e9&reserved=0"
)


def found(markup: str, *, is_cut: bool = False) -> list[str]:
    return [cited.document for cited in documents_in(markup, is_cut=is_cut)]


@pytest.mark.parametrize(
    ("url", "document"),
    [
        ("http://Example.ORG/Report/", "https://example.org/Report"),
        ("HTTPS://example.org:443/report", "https://example.org/report"),
        ("http://example.org:80", "https://example.org"),
        ("https://example.org:8443/report", "https://example.org:8443/report"),
        ("https://example.org./report", "https://example.org/report"),
        ("https://example.org/report#page=7", "https://example.org/report"),
        ("https://example.org/report#:~:text=two words", "https://example.org/report"),
        ("https://example.org/?utm_source=x&id=7&fbclid=abc&UTM_medium=y", "https://example.org?id=7"),
        ("https://example.org/a?gclid=1", "https://example.org/a"),
        ("https://example.org/report%20", "https://example.org/report"),
        ("  https://example.org/report ", "https://example.org/report"),
        ("http://gov.uk/guidance/childcare", "https://www.gov.uk/guidance/childcare"),
        ("https://www.example.org/a", "https://www.example.org/a"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/ä"),
        ("https://questions-statements.parliament.uk/written-statements/detail/2024-11-21/hcws244",) * 2,
    ],
)
def test_what_tells_no_document_from_another_is_taken_away(url: str, document: str) -> None:
    assert normalised(url) == document


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/government/publications/rough-sleeping/annex-b#table-2", "/government/publications/rough-sleeping"),
        ("/government/consultations/leasehold/outcome/response", "/government/consultations/leasehold"),
        ("/government/calls-for-evidence/loot-boxes/outcome", "/government/calls-for-evidence/loot-boxes"),
        ("/government/statistics/child-benefit-2022/data?x=1", "/government/statistics/child-benefit-2022"),
        ("/government/statistics/announcements/school-places", "/government/statistics/announcements/school-places"),
        ("/guidance/immigration-rules/part-11", "/guidance/immigration-rules"),
        ("/government/collections/court-statistics%22%20/table", "/government/collections/court-statistics"),
        ("/find-a-job/help", "/find-a-job/help"),
    ],
)
def test_the_parts_of_a_publication_on_gov_uk_are_one_document(path: str, document: str) -> None:
    assert normalised(f"https://www.gov.uk{path}") == f"https://www.gov.uk{document}"


def test_its_files_stay_themselves() -> None:
    file = "https://assets.publishing.service.gov.uk/media/5e3c02d0/Table_1.xlsx"
    assert normalised(file) == file


@pytest.mark.parametrize(
    "url",
    [
        *("", "#part-2", "mailto:somebody@example.org", "javascript:alert(1)//example.org", "ftp://example.org/a"),
        *("https://", "https://www", "https://localhost/a", "https://10.0.0.1/a", "https://[::1", "//example.org/a"),
        *("https://example.org:99999/", "https://somebody:secret@example.org/", "https://exa mple.org/", "/report"),
        *("https://example.org/two words", "https://example.org/\x00", "https://.org/", "https://a..org/"),
        *("https://example.org/" + "a" * 3000, "https://" + "a" * 300 + ".org/", "https://www.gov.uk/"),
        "https://questions-statements.parliament.uk/written-questions/detail/2025-10-10/78206",
    ],
)
def test_what_is_broken_or_no_document_is_left_out(url: str) -> None:
    assert normalised(url) == ""


def test_what_a_mail_program_put_around_an_address_is_taken_off_it() -> None:
    assert unwrapped(SAFELINK) == "https://www.example.org/report?page=2"
    assert (
        unwrapped("https://view.officeapps.live.com/op/view.aspx?src=https%3A%2F%2Fa.uk%2Fb.ods")
        == "https://a.uk/b.ods"
    )
    assert unwrapped("https://urldefense.com/v3/__https://example.org/a__;!!HEB!5d$") == "https://example.org/a"
    assert unwrapped("https://example.org/a?url=https://example.com") == "https://example.org/a?url=https://example.com"
    [cited] = documents_in(f'<p>See <a href="{SAFELINK.replace("&", "&amp;")}">the report</a>.</p>')
    assert (cited.url, cited.document) == ("https://www.example.org/report?page=2",) * 2


def test_links_and_bare_addresses_are_found_each_document_once() -> None:
    markup = (
        '<p>See <a href="https://example.org/b/">B</a>, https://example.org/a. Also (http://example.org/b) and '
        "www.example.org/c; legislation.gov.uk/ukpga/2022/1, and what business.gov.uk says.</p>"
    )
    assert found(markup) == [
        "https://example.org/b",
        "https://example.org/a",
        "https://www.example.org/c",
        "https://www.legislation.gov.uk/ukpga/2022/1",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "See https://example.org/a.",
        "(https://example.org/a)",
        "[https://example.org/a],",
        "“https://example.org/a”",
        "https://example.org/a).The next sentence",
        "https://example.org/a.The next sentence",
        "https://example.org/a\u200b;",
        "<b>https://example.org/a</b>",
    ],
)
def test_a_bare_address_ends_where_its_sentence_does(sentence: str) -> None:
    assert found(f"<p>{sentence}</p>") == ["https://example.org/a"]


def test_brackets_and_full_stops_within_an_address_belong_to_it() -> None:
    assert found("<p>https://example.org/a_(b).Pdf</p>") == ["https://example.org/a_(b).Pdf"]


def test_addresses_that_were_cut_are_left_out() -> None:
    assert found("<p>https://example.org/pub...</p>") == []
    assert found("<p>https://example.org/pub…</p>") == []
    assert found("<p>https://example.org/a and https://example.org/pub</p>", is_cut=True) == ["https://example.org/a"]


def test_mail_addresses_are_no_documents() -> None:
    assert found('<p><a href="mailto:a@example.org.uk">a@example.org.uk</a> b@www.example.org/c</p>') == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Fair Funding Review 2.0", "Fair Funding Review 2.0"),
        (
            "Asylum and resettlement datasets - GOV.UK (www.gov.uk)(opens in a new tab)",
            "Asylum and resettlement datasets",
        ),
        ("‘How to Claim’.", "How to Claim"),
        ("HCWS244)", "HCWS244"),
        *(("here", ""), ("GOV.UK website", ""), ("guidance", ""), ("https://example.org/a", ""), ("the page", "")),
        *(("Www.example.org", ""), ("A@example.org", ""), ("", ""), ("A" * 300, "")),
    ],
)
def test_what_an_answer_calls_a_document_is_its_title(words: str, title: str) -> None:
    assert title_of(words) == title


def test_a_later_link_may_give_the_title() -> None:
    markup = '<a href="https://a.org/b">here</a> <a href="https://a.org/b/">The <em>Report</em> &amp; Annex</a>'
    assert [cited.title for cited in documents_in(markup)] == ["The Report & Annex"]


def test_the_key_of_an_address_is_for_ever() -> None:
    assert key_of("https://www.gov.uk/guidance/childcare") == "c23807236b8c74a9"
    assert host_of("https://example.org:8443/a/b") == "example.org:8443"


def test_copies_of_the_day_are_in_archives_of_the_web() -> None:
    day = date(2024, 3, 5)
    assert [copy.url for copy in archived_copies("http://www.gov.uk/guidance/a?b=1", day)] == [
        "https://webarchive.nationalarchives.gov.uk/ukgwa/20240305000000/http://www.gov.uk/guidance/a?b=1",
        "https://web.archive.org/web/20240305/http://www.gov.uk/guidance/a?b=1",
    ]
    assert [copy.archive for copy in archived_copies("https://example.org", day)] == ["Internet Archive"]
    assert archived_copies("https://webarchive.nationalarchives.gov.uk/ukgwa/2013/http://a.uk", day) == []


@pytest.mark.parametrize(
    "markup",
    [
        *("<" * 100_000, "<a " * 33_000, '<a href="' * 11_000, '<a href="x">' * 8_000, "https://" * 12_000),
        *("www." * 25_000, "a.uk/" * 20_000, "(" * 50_000 + ")" * 50_000, "https://a.uk/" + ")(" * 50_000),
        *("https://a.uk/" + "a." * 50_000, "a-" * 50_000 + ".uk/b", "&#0;" * 25_000, "\x00https://a.uk/\x00b" * 7_000),
        '<a href="https://a.uk/b">' + " (a.uk)" * 14_000 + "</a>",
        '<a href="https://a.uk/b">' + "GOV.UK - " * 11_000 + "</a>",
        '<a href="https://a.uk/#%00' + "\ud800" + '">X</a>',
        "".join(f'<a href="https://a.uk/{number}">Y</a>' for number in range(4_000)),
    ],
)
def test_anything_is_read_in_no_time(markup: str) -> None:
    began = time.process_time()
    assert len(documents_in(markup)) <= 200
    assert time.process_time() - began < 1


def test_nothing_that_no_database_takes_is_left_in_an_address_or_a_title() -> None:
    wrapped = "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.uk%2Fb%23%00c%E2%80%AE"
    [cited] = documents_in(f'<a href="{wrapped}">The\x00 R\u202eeport</a>')
    assert (cited.url, cited.title) == ("https://a.uk/b#c", "The Report")
