"""Reading Parliament's addresses of questions."""

from __future__ import annotations

import pytest

from questions.sources.official import NotUnderstood, Official, read_address

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
    assert read_address(address) == Official(uin="2001", tabled="2024-09-02")


@pytest.mark.parametrize(
    "path",
    [
        "www.parliament.uk/business/publications/written-questions-answers-statements/written-question/Lords/2016-01-20/HL5/",
        "http://www.parliament.uk/written-questions-answers-statements/written-question/lords/2016-01-20/hl5",
    ],
)
def test_an_older_address_also_gives_the_house(path):
    assert read_address(path) == Official(uin="HL5", tabled="2016-01-20", house="lords")


def test_an_api_address_can_give_parliaments_id():
    address = "questions-statements-api.parliament.uk/api/writtenquestions/questions/101"
    assert read_address(address) == Official(id=101)


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
        read_address(address)
