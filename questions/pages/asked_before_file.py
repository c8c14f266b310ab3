"""What was found for drafts, as a text to take to the Table Office."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, indent

from django.utils import timezone
from django.utils.formats import date_format

from questions.search.hit import Hit
from questions.templating import with_article
from questions.text.cleaning import plain

from .asked_before import Finding, Match, explain_missing_model

WIDTH = 78
BEGINNING = 400  # letters of an answer
READ_THEM = "These are questions in nearly the same words. One word can change what is asked, so read them."


def write_findings(findings: list[Finding], site: str, narrowed: str = "", left_out: str = "") -> str:
    """`site` begins the addresses, such as https://archive.example; `narrowed`: which questions were looked at."""
    day = date_format(timezone.localdate(), "j F Y")
    parts = [f"Asked before? Found in PQ Archive ({site}) on {day}."]
    notes = [f"Only among questions {narrowed}." if narrowed else "", left_out, explain_missing_model(findings)]
    parts += [fill(note, WIDTH) for note in notes if note]
    for number, finding in enumerate(findings, 1):
        parts += ["", f"DRAFT {number}", *_lines(finding, site)]
    return "\n".join(parts) + "\n"


def _lines(finding: Finding, site: str) -> Iterator[str]:
    yield fill(finding.draft, WIDTH)
    yield ""
    same = [*finding.asked, *finding.elsewhere]
    yield fill(
        f"{finding.verdict}.{f' {READ_THEM}' if same else ''}{f' {finding.more}' if finding.more else ''}", WIDTH
    )
    for number, match in enumerate(finding.matches, 1):
        yield ""
        yield from _match(number, match, site)


def _match(number: int, match: Match, site: str) -> Iterator[str]:
    hit = match.hit
    yield fill(f"{number}. {hit.title}{f' ({match.said})' if match.said else ''}", WIDTH)
    yield indent(fill(_who(hit), WIDTH - 3), "   ")
    yield f"   {site}{hit.get_absolute_url()}"
    yield indent(fill(_mark_cut(hit.text, hit.text_is_cut), WIDTH - 3), "   ")
    if answer := match.answer:
        by = f" by {answer.given_by}" if answer.given_by else ""
        kind = f" ({answer.answer_kind})" if answer.answer_kind else ""
        yield f"   {answer.stage}{by}, {date_format(answer.answered_on, 'j F Y')}{kind}:"
        yield indent(fill(_beginning(plain(answer.text), answer.text_is_cut), WIDTH - 6), "      ")
    if match.later:
        yield f"   {match.overtaken} {match.later.uin}: {site}{match.later.get_absolute_url()}"
    for same in match.same:
        yield f"   The same question and answer: {same.uin}, {site}{same.get_absolute_url()}"


def _who(hit: Hit) -> str:
    tabled = f", tabled {date_format(hit.tabled_on, 'j F Y')}" if hit.tabled_on else ""
    asker = f", {hit.asker_name}" if hit.asker_name else ""
    return f"UIN {hit.uin}{tabled}{asker}{f', to {with_article(hit.department)}' if hit.department else ''}"


def _beginning(text: str, is_cut: bool) -> str:
    words = " ".join(text.split())
    shown = words if len(words) <= BEGINNING else f"{words[:BEGINNING].rsplit(' ', 1)[0]} …"
    return _mark_cut(shown, is_cut)


def _mark_cut(text: str, is_cut: bool) -> str:
    return f"{text} [only the beginning is on record]" if is_cut else text
