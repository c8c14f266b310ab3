"""“New from a page or pasted text”, from pasted text: it is read, shown, and saved with the ordinary form."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from questions.models import Question
from tests.support.factories import make_department, make_member, make_membership, make_post, make_question
from tests.support.new_question_desk import ADD, confirm, fetch, filled, people
from tests.support.topic_desk import text

from .test_admin import question_form

pytestmark = pytest.mark.django_db

PASTED = """\
Libraries: Mockingham
Question for Department for Reading
UIN 4711, tabled on 5 February 2024
Question
Iris Demoworth
Labour
Mockingham South
Commons
To ask the Secretary of State for Reading, how many libraries there are in Mockingham.
Answer
Otto Sampleton
Answered on
12 February 2024

There are four libraries.

All are open.
"""


def test_a_pasted_page_fills_the_question_form_and_the_form_saves_it(admin_client, client):
    iris, otto = make_member("Iris Demoworth", party="Labour"), make_member("Otto Sampleton")
    make_post(otto, "Minister for Lending")
    department = make_department("Department for Reading")
    review = fetch(admin_client, text=PASTED)
    assert "Iris Demoworth (Labour; since 2000)" in text(review)
    assert "Otto Sampleton (Minister for Lending)" in text(review)
    form = confirm(admin_client, review, **{"asker-member": iris.pk, "answer-0-member": otto.pk})
    question, (answer,) = filled(form)
    assert (question["uin"], question["tabled_on"], question["house"]) == ("4711", "2024-02-05", "commons")
    assert (question["asked_by"], question["department"]) == (str(iris.pk), department.pk)
    assert answer["text"] == "There are four libraries.\n\nAll are open."
    assert Question.objects.count() == 0
    sent = {
        name: value for name, value in question.items() if name in ("uin", "tabled_on", "heading", "text", "asked_by")
    }
    admin_client.post(ADD, question_form(answer, **sent))
    page = client.get("/questions/commons/2024-02-05/4711/").content.decode()
    for part in ("Libraries: Mockingham", "Iris Demoworth", "Minister for Lending", "<p>All are open.</p>"):
        assert part in page


def test_the_filled_form_shows_the_pasted_values(admin_client):
    iris = make_member("Iris Demoworth", party="Labour")
    review = fetch(admin_client, text=PASTED)
    form = confirm(admin_client, review, **{"asker-member": iris.pk, "answer-0-member": "nobody"})
    for part in (
        'value="4711"',
        'value="2024-02-05"',
        "There are four libraries.",
        f'<option value="{iris.pk}" selected',
    ):
        assert part in text(form)


def test_each_pasted_answer_fills_a_form_of_its_own(admin_client):
    page = PASTED + "Corrected on 20 February 2024\nThere are five.\n"
    chosen = {"asker-member": "nobody", "answer-0-member": "nobody", "answer-1-member": "nobody"}
    _, answers = filled(confirm(admin_client, fetch(admin_client, text=page), **chosen))
    assert [(one["stage"], one["answered_on"]) for one in answers] == [(2, "2024-02-12"), (3, "2024-02-20")]


def test_the_namesake_who_had_a_seat_on_the_day_is_proposed(admin_client):
    elder, younger = make_member("Iris Demoworth"), make_member("Iris Demoworth")
    make_membership(elder, "Labour", seat="Betaford", ended_on=date(2010, 5, 6))
    make_membership(younger, "Labour", seat="Mockingham South", started_on=date(2019, 12, 12))
    asker = people(fetch(admin_client, text=PASTED))["asker"]
    assert asker.initial["member"] == str(younger.pk)
    labels = [label for _, label in asker.fields["member"].choices]
    assert labels[0] == "Iris Demoworth (Labour, Mockingham South; since 2019)"
    assert labels[1] == "Iris Demoworth (Labour, Betaford, but not on that day; 2000–2010)"


def test_a_member_with_the_pasted_seat_is_proposed_and_one_with_another_seat_is_not(admin_client):
    iris = make_member("Iris Demoworth")
    make_membership(iris, "Labour", seat="Betaford")
    asker = people(fetch(admin_client, text=PASTED))["asker"]
    assert (asker.is_asked, asker.initial["member"]) == (True, "")
    other = make_member("Iris Demoworth")
    make_membership(other, "Labour", seat="Mockingham South")
    assert people(fetch(admin_client, text=PASTED))["asker"].initial["member"] == str(other.pk)


def test_the_editor_must_choose_when_two_namesakes_had_seats_on_the_day(admin_client):
    first, second = make_member("Iris Demoworth"), make_member("Dame Iris Demoworth")
    make_membership(first, "Labour", seat="Betaford")
    make_membership(second, "Green Party", seat="Exampleton")
    review = fetch(admin_client, text=PASTED)
    assert 'type="radio" name="asker-member"' in text(review)
    again = confirm(admin_client, review, **{"answer-0-member": "nobody"})
    assert "Choose one" in str(people(again)["asker"].errors["member"])
    form = confirm(admin_client, review, **{"asker-member": second.pk, "answer-0-member": "nobody"})
    assert filled(form)[0]["asked_by"] == str(second.pk)


def test_an_unmatched_name_is_reported_and_can_be_looked_up(admin_client):
    make_member("Ottoline Sampleton", party="Green Party")
    review = fetch(admin_client, text=PASTED)
    assert "No member is called “Iris Demoworth”" in text(review)
    again = confirm(admin_client, review, **{"asker-name": "sampleton", "look_up": "asker"})
    asker = people(again)["asker"]
    assert asker.fields["member"].choices[0][1] == "Ottoline Sampleton (Green Party; since 2000)"
    assert asker.is_asked, "another name is never assumed"


def test_the_department_that_had_the_name_on_the_day_is_chosen(admin_client):
    old = make_department("Department for Reading", started_on=date(2020, 1, 1), ended_on=date(2024, 6, 1))
    make_department("Department for Reading", started_on=date(2024, 6, 2))
    review = fetch(admin_client, text=PASTED)
    form = confirm(admin_client, review, **{"asker-member": "nobody", "answer-0-member": "nobody"})
    assert filled(form)[0]["department"] == old.pk


def test_unrecognised_text_is_reported(admin_client):
    shown = text(fetch(admin_client, text="Cookies\nAccept\nTo ask the Minister, why."))
    assert "not recognised" in shown
    assert "<li>Cookies</li>" in shown
    assert "not a department in the archive" in text(fetch(admin_client, text=PASTED))


def test_a_pasted_question_already_in_the_archive_is_refused_with_links(admin_client):
    there = make_question(uin="4711", tabled_on=date(2024, 2, 5))
    errors = str(fetch(admin_client, text=PASTED).context["form"].errors["text"])
    assert reverse("admin:questions_question_change", args=[there.pk]) in errors


def test_a_typed_question_already_in_the_archive_is_refused_with_links(admin_client):
    there = make_question(uin="171468")
    errors = str(admin_client.post(ADD, question_form()).context["adminform"].form.errors["uin"])
    assert reverse("admin:questions_question_change", args=[there.pk]) in errors
    assert there.get_absolute_url() in errors


def test_only_the_last_five_texts_are_kept_and_an_unknown_key_fills_nothing(admin_client):
    chosen = {"asker-member": "nobody"}
    for number in range(7):
        review = fetch(admin_client, text=f"To ask the Minister, why {number}.")
        form = confirm(admin_client, review, **chosen)
    assert filled(form)[0]["text"] == "To ask the Minister, why 6."
    assert len(admin_client.session["filled"]) == 5
    assert "text" not in filled(admin_client.get(f"{ADD}?filled=nothing"))[0]


def test_the_number_of_queries_does_not_grow_with_the_namesakes(admin_client, django_assert_max_num_queries):
    for _ in range(15):
        make_member("Iris Demoworth", party="Labour")
    with django_assert_max_num_queries(20):
        fetch(admin_client, text=PASTED)


def test_a_page_in_another_order_fills_every_look_up(admin_client):
    iris, otto = make_member("Iris Demoworth", party="Labour"), make_member("Otto Sampleton")
    make_post(otto, "Minister for Lending")
    department = make_department("Department for Reading")
    review = fetch(
        admin_client,
        text="Asked by: Iris Demoworth\nUIN 4711\nTabled on 5 February 2024\nLibraries: Mockingham\n"
        "Department for Reading\nTo ask the Secretary of State for Reading, how many.\n"
        "Otto Sampleton\nMinister for Lending\nThere are four libraries.\nAnswered on 12 February 2024\n",
    )
    chosen = people(review)
    assert (chosen["asker"].initial["member"], chosen["answer-0"].initial["member"]) == (str(iris.pk), str(otto.pk))
    assert review.context["body"].initial["department"] == department
    question, (answer,) = filled(
        confirm(admin_client, review, **{"asker-member": iris.pk, "answer-0-member": otto.pk, "body-department": ""})
    )
    assert (question["heading"], answer["text"]) == ("Libraries: Mockingham", "There are four libraries.")
    assert "department" not in question, "the editor left it empty"


@pytest.mark.parametrize(
    "text",
    ["To ask the Secretary of State for Reading, how many.", "Reading\nLibraries\nUIN 4711\nTo ask the Minister, why."],
)
def test_the_department_is_recognised_from_the_question_or_a_line_of_its_own(admin_client, text):
    department = make_department("Department for Reading")
    assert fetch(admin_client, text=text).context["body"].initial["department"] == department


def test_the_review_lists_each_line_with_what_it_was_taken_as(admin_client):
    shown = text(fetch(admin_client, text=f"Cookies\n{PASTED}"))
    assert "<td>Iris Demoworth</td><td>asked by</td>" in shown
    assert "<td>Cookies</td><td>not used</td>" in shown


QUESTION = "To ask the Secretary of State for Reading, how many libraries there are."


def test_the_review_warns_above_its_button_of_an_answer_that_was_not_found(admin_client):
    shown = text(fetch(admin_client, text=f"{QUESTION}\n\nThe Department does not hold this."))
    warned = shown.partition("Check before you go on")[2].partition('value="Fill in the form"')[0]
    assert "We found no answer in this text. If it has one, add it in the form." in warned
    assert "We did not recognise: UIN, date tabled, heading." in warned
    assert "We left out 1 line." in warned
    assert "<li>The Department does not hold this.</li>" in shown


def test_the_review_of_a_whole_page_warns_of_nothing(admin_client):
    assert fetch(admin_client, text=PASTED).context["warnings"] == []
    assert "We found no answer" not in text(fetch(admin_client, text=QUESTION))


def test_an_answer_below_the_ministers_reply_fills_its_own_form(admin_client):
    otto = make_member("Otto Sampleton")
    said = "Otto Sampleton, Minister of State, replied on 9 February 2024:"
    review = fetch(admin_client, text=f"{QUESTION}\n\n{said}\n\nThere are four.")
    form = confirm(admin_client, review, **{"asker-member": "nobody", "answer-0-member": otto.pk})
    question, (answer,) = filled(form)
    assert question["text"] == QUESTION
    assert (answer["answered_on"], answer["answered_by"]) == ("2024-02-09", str(otto.pk))
    assert answer["text"] == "There are four."


def test_the_first_button_of_a_form_filled_from_a_text_saves_a_draft(admin_client):
    form = confirm(admin_client, fetch(admin_client, text=QUESTION), **{"asker-member": "nobody"})
    shown = text(form)
    first = shown[shown.index('<input type="submit"') :].partition(">")[0]
    assert first == '<input type="submit" value="Save as a draft" class="default" name="_draft"'
    admin_client.post(ADD, question_form(_draft="Save as a draft"))
    assert Question.objects.get().published_at is None
