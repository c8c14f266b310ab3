"""What is kept of the documents that answers cite, as answers come, change and go."""

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


def test_answers_that_cite_one_document_in_two_ways_have_it_in_common() -> None:
    make_answered(answer='<p><a href="http://gov.uk/guidance/a/b?utm_source=x">The Guidance</a></p>')
    make_answered(answer="<p>See https://www.gov.uk/guidance/a/.</p>")
    [document] = CitedDocument.objects.all()
    assert (document.url, document.host) == ("https://www.gov.uk/guidance/a", "www.gov.uk")
    cited = set(document.citations.values_list("url", "title"))
    assert cited == {
        ("http://gov.uk/guidance/a/b?utm_source=x", "The Guidance"),
        ("https://www.gov.uk/guidance/a/", ""),
    }


def test_it_is_called_as_most_answers_call_it_and_else_by_its_longest_name() -> None:
    for name in ("Annex", "Annex", "The Whole Annex"):
        answered = make_answered(answer=f'<a href="https://a.org/report">{name}</a>')
    assert CitedDocument.objects.get().title == "Annex"
    reword(answered.answers.get(), "<p>None.</p>")
    for _ in range(2):
        make_answered(answer='<a href="https://a.org/report">Annexe</a>')
    assert CitedDocument.objects.get().title == "Annexe"


def test_a_draft_names_no_document() -> None:
    draft = make_answered(answer='<a href="https://a.org/report">The Secret Report</a>', published_at=None)
    make_answered(answer="<p>https://a.org/report</p>")
    assert CitedDocument.objects.get().title == ""
    Question.objects.filter(pk=draft.pk).update(published_at="2024-01-01T00:00Z")
    log(draft)
    assert CitedDocument.objects.get().title == "The Secret Report"


def test_what_an_answer_does_not_cite_any_more_goes_and_the_document_with_its_last_citation() -> None:
    answer = make_answer(make_question(), REPORT)
    make_answered(answer=TABLES)
    reword(answer, TABLES)
    assert addresses() == ["https://a.org/tables"]
    assert Citation.objects.count() == 2


def test_where_an_answer_is_taken_out_its_documents_go_with_the_next_that_is_written() -> None:
    make_answered(answer=REPORT).delete()
    make_question()
    assert addresses() == []


def test_a_question_changes_only_where_it_cites_other_documents() -> None:
    question = make_answered(answer=REPORT)
    assert derive([question.pk]) == set()
    answer = question.answers.get()
    Answer.objects.filter(pk=answer.pk).update(text=REPORT.replace("The Report", "The Annex"))
    assert derive([question.pk]) == set()
    assert CitedDocument.objects.get().title == "The Annex"
    Answer.objects.filter(pk=answer.pk).update(text=TABLES)
    assert derive([question.pk]) == {question.pk}


def test_of_an_archive_of_before_all_are_found_and_logged() -> None:
    question = make_answered(answer=REPORT)
    CitedDocument.objects.all().delete()
    last = Change.ends().last
    assert derive_all() == 1
    assert addresses() == ["https://a.org/report"]
    assert [change[1] for change in Change.after(last)] == [question.pk]


def test_the_order_of_what_comes_makes_no_difference() -> None:
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


def test_it_takes_as_many_queries_for_many_questions_as_for_few(django_assert_max_num_queries) -> None:
    with together():
        for number in range(30):
            make_answered(answer=f'<a href="https://a.org/{number}">Report {number}</a> {REPORT}')
    pks = list(Question.objects.values_list("pk", flat=True))
    CitedDocument.objects.all().delete()
    with django_assert_max_num_queries(14):
        derive(pks)
    with django_assert_max_num_queries(9):
        derive(pks)


def test_an_answer_with_thousands_of_links_cites_the_first_of_them() -> None:
    make_answered(answer="".join(f'<a href="https://a.org/{number}">x</a>' for number in range(3000)))
    assert CitedDocument.objects.count() == 200
