"""Keep the rows of cited documents in line with the answers that cite them, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef

from questions.archive.audit.bulk import assign, upsert
from questions.archive.batches import batches
from questions.models import Citation, CitedDocument, Question
from questions.text.cited_documents import Cited, documents_in, host_of, key_of

Key = tuple[int, str]  # an answer's primary key, and the document's key


def update_citations(questions: list[Question]) -> set[int]:
    """Update the citations of these questions' answers to match their texts; returns the questions that changed.

    Call it in a transaction that holds the archive's lock, so that no other process creates the same documents.
    """
    wanted = _wanted(questions)
    rows = Citation.objects.filter(answer__question__in=[question.pk for question in questions])
    there = {(row.answer_id, row.document.key): row for row in rows.select_related("document")}
    documents = _documents({cited.document for cited in wanted.values()})
    gone = [row for key, row in there.items() if key not in wanted]
    Citation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _write(wanted, there, documents)
    _name({document.pk: document for document in (*documents.values(), *(row.document for row in gone))})
    _forget()
    asked_by = {answer.pk: question.pk for question in questions for answer in question.answers.all()}
    return {asked_by[answer] for answer, _ in wanted.keys() ^ there.keys()}


def _wanted(questions: Iterable[Question]) -> dict[Key, Cited]:
    return {
        (answer.pk, key_of(cited.document)): cited
        for question in questions
        for answer in question.answers.all()
        for cited in documents_in(answer.text, is_cut=answer.text_is_cut)
    }


def _documents(addresses: set[str]) -> dict[str, CitedDocument]:
    """The documents with these addresses, by key; new ones are created."""
    urls = {key_of(url): url for url in sorted(addresses)}
    there = CitedDocument.objects.in_bulk(list(urls), field_name="key")
    new = [CitedDocument(key=key, url=url, host=host_of(url)) for key, url in urls.items() if key not in there]
    return there | {document.key: document for document in CitedDocument.objects.bulk_create(new)}


def _write(wanted: dict[Key, Cited], there: dict[Key, Citation], documents: dict[str, CitedDocument]) -> None:
    new, changed = [], []
    for (answer, key), cited in wanted.items():
        values: dict[str, Any] = {"url": cited.url, "title": cited.title}
        if row := there.get((answer, key)):
            changed += [row] if assign(row, values) else []
        else:
            new.append(Citation(document=documents[key], answer_id=answer, **values))
    Citation.objects.bulk_create(new)
    upsert(changed)


def _name(documents: dict[int, CitedDocument]) -> None:
    """Give each document the title that most public answers use; of equally frequent titles, the longest."""
    best: dict[int, tuple[int, int, str]] = {}
    for some in batches(documents):
        named = Citation.objects.public().filter(document__in=some).exclude(title="").order_by()
        for pk, title, number in named.values_list("document", "title").annotate(Count("pk")):
            best[pk] = max(best.get(pk, (0, 0, "")), (number, len(title), title))
    upsert([row for pk, row in documents.items() if assign(row, {"title": best[pk][2] if pk in best else ""})])


def _forget() -> None:
    """Delete documents that no answer cites, including those whose answers were deleted since the last batch."""
    CitedDocument.objects.filter(~Exists(Citation.objects.filter(document=OuterRef("pk")))).delete()
