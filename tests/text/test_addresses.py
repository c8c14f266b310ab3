"""Reading Parliament's addresses of questions."""

from __future__ import annotations

from datetime import date

import pytest

from questions.text.addresses import Identity, NotUnderstood, official_page, read_address, read_official_address

PAGE = "https://questions-statements.parliament.uk/written-questions/detail/2024-09-02/2001"
ELSEWHERE = [
    "https://elsewhere.example/written-questions/detail/2024-09-02/2001",
    "https://questions-statements.parliament.uk.elsewhere.example/written-questions/detail/2024-09-02/2001",
    "https://questions-statements.parliament.uk@elsewhere.example/written-questions/detail/2024-09-02/2001",
    "https://elsewhere.example#@questions-statements.parliament.uk/written-questions/detail/2024-09-02/2001",
    r"https://elsewhere.example\questions-statements.parliament.uk/written-questions/detail/2024-09-02/2001",
    "https://questions-statements.parliament.uk:8080/written-questions/detail/2024-09-02/2001",
    "ftp://questions-statements.parliament.uk/written-questions/detail/2024-09-02/2001",
    "file:///etc/passwd",
    "http://127.0.0.1/api/writtenquestions/questions/101",
    "http://[::1/written-questions/detail/2024-09-02/2001",
    "javascript:alert(1)",
    "//elsewhere.example/written-questions/detail/2024-09-02/2001",
]


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        f"{PAGE}/",
        f"{PAGE}?utm=1#top",
        PAGE.removeprefix("https://"),
        PAGE.replace("https", "http"),
        PAGE.upper().replace("HTTPS", "https"),
        "https://questions-statements-api.parliament.uk/api/writtenquestions/questions/2024-09-02/2001?expandMember=true",
        f"  {PAGE}\n",
    ],
)
def test_an_official_address_is_read_however_it_is_written(address):
    assert read_official_address(address) == Identity("2001", date(2024, 9, 2))


@pytest.mark.parametrize(
    "path",
    [
        "www.parliament.uk/business/publications/written-questions-answers-statements/written-question/Lords/2016-01-20/HL5/",
        "http://www.parliament.uk/written-questions-answers-statements/written-question/lords/2016-01-20/hl5",
    ],
)
def test_an_older_address_also_gives_the_house(path):
    assert read_official_address(path) == Identity("HL5", date(2016, 1, 20), house="lords")


def test_an_api_address_can_give_parliaments_id():
    address = "questions-statements-api.parliament.uk/api/writtenquestions/questions/101"
    assert read_official_address(address) == Identity(id=101)


@pytest.mark.parametrize(
    "address",
    [
        *ELSEWHERE,
        "https://questions-statements.parliament.uk/written-statements/detail/2024-09-02/hcws1",
        "https://questions-statements.parliament.uk/written-questions/detail/2024-02-31/2001",
        "https://questions-statements.parliament.uk/written-questions/detail/2024-09-02/2001/../../x",
        "https://questions-statements-api.parliament.uk/api/writtenquestions/questions/99999999999",
        "questions-statements.parliament.uk",
        "x" * 501,
    ],
)
def test_any_other_address_is_refused(address):
    with pytest.raises(NotUnderstood):
        read_official_address(address)


def test_the_official_page_of_a_question_is_read_as_that_question():
    assert official_page("HL5", date(2024, 9, 2)) == PAGE.replace("2001", "HL5")
    assert read_official_address(official_page("HL5", date(2024, 9, 2))) == Identity("HL5", date(2024, 9, 2))


@pytest.mark.parametrize(
    ("meant", "said"),
    [
        (Identity(id=101), "question 101"),
        (Identity("5", date(2024, 9, 2)), "UIN 5, tabled on 2024-09-02"),
        (Identity("5", answered_on=date(2024, 9, 10)), "UIN 5, answered on 2024-09-10"),
        (Identity("HL5", date(2024, 9, 2), house="lords"), "UIN HL5, tabled on 2024-09-02 in the House of Lords"),
    ],
)
def test_a_question_that_is_meant_is_named_in_messages(meant, said):
    assert str(meant) == said


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://questions-statements.parliament.uk/written-questions?uin=2024", Identity("2024")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=hl%205", Identity("HL5")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=HL-12826", Identity("HL12826")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=HL.1234", Identity("HL1234")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=(171468)", Identity("171468")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=171468/2024", Identity("171468")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=0146825", Identity("146825")),
        ("https://questions-statements.parliament.uk/written-questions?UIN=PQ3677", Identity("3677")),
        ("https://www.parliament.uk/any/2024-09-02/hl5", Identity("HL5", date(2024, 9, 2))),
        ("https://www.parliament.uk/any/0001-01-01/5", None),
        ("archive.example/questions/Lords/2024-09-02/hl5/", Identity("HL5", date(2024, 9, 2), house="lords")),
        ("/questions/lords/answered-2024-09-02/HL5/report/", Identity("HL5", None, date(2024, 9, 2), "lords")),
        ("/questions/lords/answered-2024-09-31/HL5/", None),
        ("2009-10-26a.101.h", Identity("101", None, date(2009, 10, 26))),
        ("2024-09-02.HL5.r0", Identity("HL5", date(2024, 9, 2))),
        ("2024-02-31.HL5.r0", None),
    ],
)
def test_any_address_of_a_question_is_read(address, expected):
    assert read_address(address) == expected
