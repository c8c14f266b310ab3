"""Each page, form and action of the admin, read from its addresses and its registry, so that new ones are included."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin import ModelAdmin, site
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from questions.archive.editing.answers import removed_answers
from questions.models import AuditEntry, Question
from questions.operations.jobs import all_jobs

STATES = 2  # how many of the newest rows of a table to visit, because they differ in their states
LEFT_OUT = {"logout", "autocomplete"}  # the first ends the session; FURTHER has the second
FURTHER = (
    "/admin/questions/naturerule/1/change/",
    "/admin/questions/question/none/change/",
    "/admin/autocomplete/",
    "/admin/autocomplete/?app_label=questions&model_name=answer&field_name=answered_by&term=%00",
    "/admin/nothing/",
)
ODD_QUERIES = (
    "q=1",
    "q=%00",
    "p=9999",
    "o=1.-2.99",
    "all=",
    "_popup=1",
    "_to_field=id",
    "_facets=True",
    "e=1",
    "pk=x",
    "id__exact=99999999999999999999",
    "nothing__x=1",
)


class Page(NamedTuple):
    """An address with the names of its parameters."""

    name: str
    route: str
    parameters: tuple[str, ...]


def find_pages() -> list[Page]:
    """Every address of the admin that has a name."""
    _, resolver = get_resolver().namespace_dict["admin"]
    named = [(name, found) for name, found in resolver.reverse_dict.items() if isinstance(name, str)]
    pages = [Page(name, route, tuple(given)) for name, found in named for route, given in found[0]]
    return [page for page in pages if page.name not in LEFT_OUT]


def find_addresses() -> list[str]:
    """The address of each page, for several rows if it is about one."""
    filled = [reverse(f"admin:{page.name}", kwargs=values) for page in find_pages() for values in fill(page)]
    return [*dict.fromkeys(filled), *FURTHER]


def fill(page: Page) -> Iterator[dict[str, Any]]:
    """Values for the parameters of a page. Raises KeyError for a parameter without an example here."""
    keys = [name for name in page.parameters if name in ("pk", "id", "object_id")]
    others = [name for name in page.parameters if name not in keys]
    if not keys or page.name == "view_on_site":
        yield {name: EXAMPLES[name](None) for name in page.parameters}
        return
    app, name, *_ = page.route.split("/")
    model = apps.get_model(app, name)
    for row in model._default_manager.order_by("-pk")[:STATES]:
        yield {keys[0]: row.pk, **{name: EXAMPLES[name](row) for name in others}}


EXAMPLES: dict[str, Any] = {
    "app_label": lambda _: "questions",
    "content_type_id": lambda _: ContentType.objects.get_for_model(Question).pk,
    "object_id": lambda _: Question.objects.latest("pk").pk,
    "entry": lambda row: (
        AuditEntry.objects.filter(model=row._meta.model_name, row_id=row.pk).values_list("pk", flat=True).first() or 1
    ),
    "name": lambda _: all_jobs()[0].name,
    "how": lambda _: "csv",
    "removed": lambda question: next(iter(removed_answers(question)), "none"),
}


class Fields(HTMLParser):
    """The fields of a page's forms, with values that a browser could send."""

    def __init__(self, response: Any):
        super().__init__()
        self.found: dict[str, list[str]] = {}
        if not response.streaming:
            self.feed(response.content.decode())

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        field = dict(given)
        if tag in ("input", "select", "textarea", "button") and (name := field.get("name")):
            self.found.setdefault(name, []).append(field.get("value") or "")

    def filled_with(self, value: str) -> dict[str, list[str]]:
        """Everything that a reader can type filled with `value`; what counts a form's rows stays."""
        return {name: given if name.endswith("_FORMS") else [value] for name, given in self.found.items()}


def find_lists() -> Iterator[tuple[str, ModelAdmin]]:
    """The address of each list, and its admin."""
    for model, kind in site._registry.items():
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), kind
