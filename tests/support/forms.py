"""Forms of the desk, read and sent as a browser does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from .topic_desk import page_of

UNSENT = {"submit", "button", "file", "reset"}


class Form(HTMLParser):
    """What a browser would send from a page's form if the user changed nothing: {name: [values]}."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.sent: dict[str, list[str]] = {}
        self._name, self._text, self._is_in = "", "", False
        self.feed(page.split('<div id="content-main"', 1)[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._is_in = given.get("method") == "post"
        elif tag in ("textarea", "select"):
            self._name, self._text = name, ""
        elif tag == "option" and "selected" in given:
            self._add(self._name, given.get("value", ""))
        elif tag == "input" and given.get("type") not in UNSENT:
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self._add(name, given.get("value", "on" if is_box else ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._add(self._name, self._text.removeprefix("\n").replace("\n", "\r\n"))

    def _add(self, name: str, value: str) -> None:
        if name and self._is_in and "__prefix__" not in name:
            self.sent.setdefault(name, []).append(value)


def read(response: Any) -> dict[str, Any]:
    return Form(response.content.decode()).sent


def open_form(desk: Client, row: Any, **typed: Any) -> dict[str, Any]:
    """The current form of a row, with these changes typed in."""
    return {**read(desk.get(page_of(row))), **typed}


def edit(desk: Client, row: Any, **typed: Any) -> Any:
    """Open the row's form, type these changes, and save."""
    response = desk.post(page_of(row), open_form(desk, row, **typed))
    assert response.status_code == 302, response.content.decode()
    row.refresh_from_db()
    return response


def send(desk: Client, row: Any, form: dict[str, Any], **typed: Any) -> Any:
    response = desk.post(page_of(row), {**form, **typed})
    row.refresh_from_db()
    return response


def history_of(row: Any) -> str:
    return page_of(row).replace("/change/", "/history/")
