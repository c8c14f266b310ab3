"""Reading the site's pages in tests, by the attributes that programs can rely on."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import quote_plus

from django.test import Client


@dataclass
class Listed:
    """A page with a list of questions."""

    status: int
    text: str  # the page, with character references resolved

    @property
    def count(self) -> int:
        return int(re.search(r'<section id="results"[^>]* data-count="(\d+)"', self.text)[1])  # type: ignore[index]

    @property
    def uins(self) -> list[str]:
        return re.findall(r'<article class="result" data-id="[^"]+" data-uin="([^"]+)"', self.text)

    @property
    def closest(self) -> list[str]:
        """The UINs of the closest matches."""
        return re.findall(r'data-closest="([^"]+)"', self.text)

    @property
    def names(self) -> list[str]:
        """The names of the members on the list."""
        return re.findall(r'class="person__name"[^>]*>([^<]*)<', self.text)

    @property
    def errors(self) -> list[str]:
        return re.findall(r'data-error="([^"]+)"', self.text)

    @property
    def chips(self) -> list[str]:
        return re.findall(r'data-chip="([^"]+)"', self.text)

    def facet(self, name: str) -> dict[str, int]:
        """{value: count} of a facet, or {} if the page does not have it."""
        found = re.search(rf'<fieldset [^>]*data-facet="{name}".*?</fieldset>', self.text, re.S)
        pairs = re.findall(r'data-value="([^"]+)" data-count="(\d+)"', found[0]) if found else []
        return {value: int(count) for value, count in pairs}

    def link(self, words: str) -> str:
        """The address of the link with these words."""
        links = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', self.text, re.S)
        return next(address for address, inside in links if words in " ".join(re.sub("<[^>]+>", "", inside).split()))


def read(client: Client, address: str) -> Listed:
    response = client.get(address)
    return Listed(response.status_code, html.unescape(response.content.decode()))


def words_of(client: Client, address: str) -> str:
    """The text of an existing page, without tags and with single spaces."""
    response = client.get(address)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    body = re.sub(r"</?(a|abbr|b|code|em|i|span|strong|sub|sup|time)\b[^>]*>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def search(client: Client, typed: str, others: str = "") -> Listed:
    """The list of questions for what was typed, and other parameters."""
    return read(client, f"/questions/?q={quote_plus(typed)}{others}")
