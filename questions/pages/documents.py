"""The pages about cited documents: the list, one document's page, and the most cited documents of some questions.

Counts come from the index, which has only public questions. A document cited only by other questions is not listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min
from django.http import QueryDict
from django.utils.functional import cached_property

from questions.lists.breakdown import Breakdown, breakdown
from questions.lists.chart import Chart, chart
from questions.lists.filters import QuestionFilterSet
from questions.lists.parameter_filters import PagedFilterSet, Words
from questions.models import Citation, CitedDocument, Department, Question
from questions.search.aggregates import documents as cited
from questions.search.index import store
from questions.search.index.analysis import WORD, fold
from questions.text.cited_documents import Archived, archived_copies

PER_PAGE = 50
MOST_HOSTS, TOP, MOST_ADDRESSES, MOST_NAMES, MOST_CITED = 25, 10, 20, 5, 5


class Host(NamedTuple):
    """A site, with the number of its cited documents and of their citations."""

    name: str
    documents: int
    citations: int


class Citing(NamedTuple):
    """A department, and how many of its questions have answers that cite the document."""

    department: Department
    questions: int


class Listed(NamedTuple):
    document: CitedDocument
    questions: int
    newest: date | None
    departments: list[Citing]


class Documents:
    """The cited documents of a site and its subdomains, with these words (none: all), most cited first.

    A slice reads its page's documents and departments, in one query each. The words of all documents are read once for
    each state of the index.
    """

    ordered = True

    def __init__(self, words: str = "", host: str = ""):
        self._words, self._host = _words_of(words), host

    @cached_property
    def _snapshot(self) -> store.Snapshot:
        return store.snapshot()

    @cached_property
    def _counts(self) -> dict[int, int]:
        return cited.numbers(self._snapshot)

    @cached_property
    def _found(self) -> list[int]:
        keys = list(self._counts)
        if self._host:
            hosts = self._snapshot.once("hosts of documents", _hosts)
            keys = [key for key in keys if f".{hosts.get(key, '')}".endswith(f".{self._host}")]
        if self._words:
            texts = self._snapshot.once("words of documents", _texts)
            keys = [key for key in keys if all(f" {word}" in texts.get(key, "") for word in self._words)]
        return keys

    def count(self) -> int:
        return len(self._found)

    def hosts(self) -> list[Host]:
        """The most cited sites, among all documents."""
        return self._snapshot.once("hosts", self._most_cited_hosts)[:MOST_HOSTS]

    def _most_cited_hosts(self) -> list[Host]:
        hosts = self._snapshot.once("hosts of documents", _hosts)
        documents: Counter[str] = Counter()
        citations: Counter[str] = Counter()
        for key in self._counts.keys() & hosts.keys():
            documents[hosts[key]] += 1
            citations[hosts[key]] += self._counts[key]
        found = [Host(name, documents[name], number) for name, number in citations.items()]
        return sorted(found, key=lambda host: (-host.citations, host.name))

    def __getitem__(self, rows: slice) -> list[Listed]:
        keys = self._found[rows]
        documents = CitedDocument.objects.in_bulk(keys)
        citing = cited.citing(self._snapshot, tuple(keys))
        names = Department.objects.in_bulk({key for one in citing.values() for key in one.departments})
        return [
            _listed(documents[key], self._counts[key], citing.get(key, cited.Citing(None, {})), names)
            for key in keys
            if key in documents
        ]


class NoDocuments(Documents):
    """An empty list, for an invalid address."""

    _found: list[int] = []


def _listed(document: CitedDocument, number: int, citing: cited.Citing, names: dict[int, Department]) -> Listed:
    departments = [Citing(names[key], count) for key, count in citing.departments.items() if key in names]
    return Listed(document, number, citing.newest, departments)


def _hosts() -> dict[int, str]:
    return dict(CitedDocument.objects.order_by().values_list("pk", "host"))


def _texts() -> dict[int, str]:
    """The words by which documents are found: those of title and address, each after a space."""
    rows = CitedDocument.objects.order_by().values_list("pk", "title", "url")
    return {pk: f" {' '.join(_words_of(f'{title} {url}'))}" for pk, title, url in rows.iterator(chunk_size=5000)}


def _words_of(text: str) -> list[str]:
    return WORD.findall(fold(text).casefold())


class DocumentFilterSet(PagedFilterSet):
    """What the address of the list of documents asks for."""

    q = Words(label="Words in the title or address", max_length=100)
    host = Words(label="Site", max_length=255)

    def __init__(self, data: QueryDict):
        super().__init__(data, Question.objects.public())

    def filter_queryset(self, queryset: object) -> Documents:
        if not self.is_valid():
            return NoDocuments()
        return Documents(self.form.cleaned_data["q"], self.form.cleaned_data["host"].lower())


class Use(NamedTuple):
    """How many answers cite a document under an address and a title ('' if none), and the days of these answers."""

    url: str
    title: str
    answers: int
    first: date
    newest: date


class Copies(NamedTuple):
    """Copies of a document as it was on the day of an answer."""

    day: date
    archives: list[Archived]


class Address(NamedTuple):
    """An address under which answers cite a document, with copies from the day of the newest of them."""

    url: str
    answers: int
    copies: Copies


class Profile(NamedTuple):
    """A document, across all questions with answers that cite it."""

    names: list[str]  # other names that answers give it, most frequent first
    addresses: list[Address]  # most frequent first
    first: Copies
    newest: Copies
    months: Chart
    departments: Breakdown
    answerers: Breakdown
    askers: Breakdown


def profile(document: CitedDocument, filterset: QuestionFilterSet) -> Profile:
    """For a public document, with the filterset of its page, which must ask for all of it."""
    uses = _uses(document)
    return Profile(
        names=_names(uses, document.title),
        addresses=_addresses(uses),
        first=_copies(document.url, min(use.first for use in uses)),
        newest=_copies(document.url, max(use.newest for use in uses)),
        months=chart(filterset),
        departments=breakdown(filterset, "department", TOP),
        answerers=breakdown(filterset, "answered_by", TOP),
        askers=breakdown(filterset, "asked_by", TOP),
    )


def _uses(document: CitedDocument) -> list[Use]:
    """One query, over the document's citations."""
    citations = Citation.objects.public().filter(document=document).order_by().values_list("url", "title")
    day = "answer__answered_on"
    return [Use(*row) for row in citations.annotate(number=Count("pk"), first=Min(day), newest=Max(day))]


def _names(uses: list[Use], title: str) -> list[str]:
    counted: Counter[str] = Counter()
    for use in uses:
        counted[use.title] += use.answers
    names = sorted(counted.keys() - {"", title}, key=lambda name: (-counted[name], name))
    return names[:MOST_NAMES]


def _addresses(uses: list[Use]) -> list[Address]:
    by: defaultdict[str, list[Use]] = defaultdict(list)
    for use in uses:
        by[use.url].append(use)
    found = [
        Address(url, sum(use.answers for use in same), _copies(url, max(use.newest for use in same)))
        for url, same in by.items()
    ]
    return sorted(found, key=lambda address: (-address.answers, address.url))[:MOST_ADDRESSES]


def _copies(url: str, day: date) -> Copies:
    return Copies(day, archived_copies(url, day))


class MostCited(NamedTuple):
    """A document, how many of some questions have answers that cite it, and the parameters of their list."""

    document: CitedDocument
    questions: int
    query: str


def most_cited(filterset: QuestionFilterSet) -> list[MostCited]:
    """The most cited documents in answers to a page's questions: one aggregation and one query."""
    counts = filterset.qs.facets(["document"]).by.get("document", {})
    keys = [key for key in counts if key is not None][:MOST_CITED]
    documents = CitedDocument.objects.in_bulk(keys)
    return [_most_cited(filterset, documents[key], counts[key]) for key in keys if key in documents]


def _most_cited(filterset: QuestionFilterSet, document: CitedDocument, number: int) -> MostCited:
    query = filterset.parameters
    query["document"] = document.key
    return MostCited(document, number, query.urlencode())


class CitedHere(NamedTuple):
    """A document that a question's answers cite, with copies from the day of the newest of these answers."""

    document: CitedDocument
    copies: Copies


def cited_by(question: Question) -> list[CitedHere]:
    """The documents that a question's answers cite, in the order of the answers; one query."""
    citations = Citation.objects.filter(answer__question=question).select_related("document", "answer")
    newest = {row.document_id: row for row in citations.order_by("answer__stage", "answer__answered_on", "pk")}
    return [CitedHere(row.document, _copies(row.url, row.answer.answered_on)) for row in newest.values()]
