"""Every kind of page, by a name: pages with a fixed address, and the first page that a list links to."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Browser, Page


class First(NamedTuple):
    """The first page of a kind: the list to start from, the link to follow, and the end of the address."""

    start: str
    link: str
    after: str = ""


LISTS = {
    "home": "/",
    "questions": "/questions/",
    "departments": "/departments/",
    "topics": "/topics/",
    "subjects": "/subjects/",
    "documents": "/documents/",
    "members": "/members/",
    "ministers": "/ministers/?on=2025-11-14",
    "asked-before": "/asked-before/?q=How+many+family+hubs+have+opened%3F",
    "corrections": "/corrections/",
    "statistics": "/statistics/",
    "coverage": "/coverage/",
    "glossary": "/glossary/",
    "about": "/about/",
    "programs": "/api/",
    "accessibility": "/accessibility/",
    "search-help": "/help/search/",
    "answer-kinds": "/help/answers/",
    "not-found": "/nothing-here/",
    "not-understood": "/questions/?tabled_after=sometime",
    "filtered": "/questions/?status=answered&house=commons&q=children",
    "found": "/questions/?q=SEND",
    "named": "/questions/?q=Exampleton+North",
    "nothing-found": "/questions/?q=zzzz",
    "misspelt": "/questions/?q=familly+hubs",
    "misread": "/questions/?q=(hubs",
    "by-month": "/questions/by/month/",
    "by-asker": "/questions/by/asked_by/",
}
ONE = 'main a[href^="/{0}/"]:not([href="/{0}/"], [href*="?"])'
QUESTION = ("/questions/?status=corrected", ONE.format("questions/commons"))
MEMBER = ONE.format("members")
FIRST_OF = {
    "question": First(*QUESTION),
    "report": First(*QUESTION, "report/"),
    "report-sent": First(*QUESTION, "report/sent/"),
    "unanswered": First("/questions/?status=unanswered", ONE.format("questions/commons")),
    "department": First("/departments/", ONE.format("departments")),
    "topic": First("/topics/", ONE.format("topics")),
    "subject": First("/subjects/", ONE.format("subjects")),
    "document": First("/documents/", ONE.format("documents")),
    "member": First("/questions/", MEMBER),
    "minister": First("/ministers/?on=2025-11-14", MEMBER),
    "member-answered": First("/ministers/?on=2025-11-14", MEMBER, "answered/"),
}
NAMES = [*LISTS, *FIRST_OF]


def every_page(browser: Browser, url: str) -> dict[str, str]:
    """The path of each page of the site at this address, by name."""
    page = browser.new_page(base_url=url)
    paths = {name: path_of(page, name) for name in NAMES}
    page.close()
    return paths


def path_of(page: Page, name: str) -> str:
    """The path of a page. Fails if the list has no link, because the demo has a page of each kind."""
    if name in LISTS:
        return LISTS[name]
    start, link, after = FIRST_OF[name]
    page.goto(start)
    path = page.locator(link).first.get_attribute("href", timeout=5_000)
    assert path, name
    return path + after
