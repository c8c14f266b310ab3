"""The documents that answers cite, as answers are added, changed and deleted."""

from __future__ import annotations

import pytest

from questions.archive.derived.steps import derive, derive_all
from questions.models import Answer, Change, Citation, CitedDocument, Question
from tests.support.factories import log, make_answer, make_answered, make_question, together

pytestmark = pytest.mark.django_db

REPORT, TABLES = '<p><a href="https://a.org/report">The Report</a></p>', "<p>See https://a.org/tables.</p>"


def addresses() -> list[str]:
    return list(CitedDocument.objects.values_list("url", flat=True))


def reword(answer: Answer, text: str) -> None:
    Answer.objects.filter(pk=answer.pk).update(text=text)
    log(answer.question)


def test_two_forms_of_one_address_are_the_same_document() -> None:
    make_answered(answer='<p><a href="http://gov.uk/guidance/a/b?utm_source=x">The Guidance</a></p>')
    make_answered(answer="<p>See https://www.gov.uk/guidance/a/.</p>")
    [document] = CitedDocument.objects.all()
    assert (document.url, document.host) == ("https://www.gov.uk/guidance/a", "www.gov.uk")
    cited = set(document.citations.values_list("url", "title"))
    assert cited == {
        ("http://gov.uk/guidance/a/b?utm_source=x", "The Guidance"),
        ("https://www.gov.uk/guidance/a/", ""),
    }


def test_a_document_has_its_most_frequent_title_and_of_equally_frequent_ones_the_longest() -> None:
    for name in ("Annex", "Annex", "The Whole Annex"):
        answered = make_answered(answer=f'<a href="https://a.org/report">{name}</a>')
    assert CitedDocument.objects.get().title == "Annex"
    reword(answered.answers.get(), "<p>None.</p>")
    for _ in range(2):
        make_answered(answer='<a href="https://a.org/report">Annexe</a>')
    assert CitedDocument.objects.get().title == "Annexe"


def test_a_document_does_not_take_its_title_from_a_draft() -> None:
    draft = make_answered(answer='<a href="https://a.org/report">The Secret Report</a>', published_at=None)
    make_answered(answer="<p>https://a.org/report</p>")
    assert CitedDocument.objects.get().title == ""
    Question.objects.filter(pk=draft.pk).update(published_at="2024-01-01T00:00Z")
    log(draft)
    assert CitedDocument.objects.get().title == "The Secret Report"


def test_a_citation_is_deleted_with_its_text_and_a_document_with_its_last_citation() -> None:
    answer = make_answer(make_question(), REPORT)
    make_answered(answer=TABLES)
    reword(answer, TABLES)
    assert addresses() == ["https://a.org/tables"]
    assert Citation.objects.count() == 2


def test_the_documents_of_a_deleted_answer_are_deleted_when_another_question_is_written() -> None:
    make_answered(answer=REPORT).delete()
    make_question()
    assert addresses() == []


def test_a_question_counts_as_changed_only_if_it_cites_other_documents() -> None:
    question = make_answered(answer=REPORT)
    assert derive([question.pk]) == set()
    answer = question.answers.get()
    Answer.objects.filter(pk=answer.pk).update(text=REPORT.replace("The Report", "The Annex"))
    assert derive([question.pk]) == set()
    assert CitedDocument.objects.get().title == "The Annex"
    Answer.objects.filter(pk=answer.pk).update(text=TABLES)
    assert derive([question.pk]) == {question.pk}


def test_derive_all_finds_and_logs_the_documents_of_an_older_archive() -> None:
    question = make_answered(answer=REPORT)
    CitedDocument.objects.all().delete()
    last = Change.ends().last
    assert derive_all() == 1
    assert addresses() == ["https://a.org/report"]
    assert [change[1] for change in Change.after(last)] == [question.pk]


def test_the_order_of_answers_makes_no_difference() -> None:
    texts = [
        '<a href="https://a.org/report">Report A</a>',
        '<a href="https://a.org/report/">Report B</a>',
        "<p>http://a.org/report</p>",
    ]
    for text in texts:
        make_answered(answer=text)
    before = list(CitedDocument.objects.values_list("key", "url", "title"))
    Question.objects.all().delete()
    for text in reversed(texts):
        make_answered(answer=text)
    assert list(CitedDocument.objects.values_list("key", "url", "title")) == before


def test_many_questions_take_no_more_queries_than_a_few(django_assert_max_num_queries) -> None:
    with together():
        for number in range(30):
            make_answered(answer=f'<a href="https://a.org/{number}">Report {number}</a> {REPORT}')
    pks = list(Question.objects.values_list("pk", flat=True))
    CitedDocument.objects.all().delete()
    with django_assert_max_num_queries(14):
        derive(pks)
    with django_assert_max_num_queries(9):
        derive(pks)


def test_only_the_first_200_links_of_an_answer_count() -> None:
    make_answered(answer="".join(f'<a href="https://a.org/{number}">x</a>' for number in range(3000)))
    assert CitedDocument.objects.count() == 200
