"""The parameters of Parliament's API: what each selects, alone and with another, against counts by the database."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db.models import Exists, OuterRef, Q
from django.test import Client

from questions.models import Answer, Department, Member, ParliamentarySession, Question
from tests.support.factories import make_answer, make_department, make_member, make_question, together

pytestmark = pytest.mark.django_db

HOLDING, CORRECTION = Answer.Stage.HOLDING, Answer.Stage.CORRECTION
FIRST, SITTING = date(2024, 7, 1), date(2024, 7, 17)
Fields = dict[str, Any]


def replied(**days: Any) -> Q:
    """With an answer, or a holding answer while there is no other, on such a day."""
    holding = Answer.objects.filter(question=OuterRef("pk"), stage=HOLDING)
    of_holding = Q(Exists(holding.filter(**{f"answered_on{end}": day for end, day in days.items()})), status="holding")
    return Q(answered_on__isnull=False, **{f"answered_on{end}": day for end, day in days.items()}) | of_holding


def corrected(**days: Any) -> Q:
    found = Answer.objects.filter(question=OuterRef("pk"), stage=CORRECTION)
    return Q(Exists(found.filter(**{f"answered_on{end}": day for end, day in days.items()})))


def answered_by(numbers: list[int]) -> Q:
    return Q(Exists(Answer.objects.filter(question=OuterRef("pk"), answered_by__parliament_id__in=numbers)))


# Each parameter with a value, and the same as a filter of the database. Withdrawn questions are left out otherwise.
EACH: dict[str, Q] = {
    "askingMemberId=11": Q(asked_by__parliament_id=11),
    "answeringMemberId=21": answered_by([21]),
    "tabledWhenFrom=2024-07-10": Q(tabled_on__gte=date(2024, 7, 10)),
    "tabledWhenTo=2024-07-20": Q(tabled_on__lte=date(2024, 7, 20)),
    "dateForAnswerWhenFrom=2024-07-12": Q(due_on__gte=date(2024, 7, 12)),
    "dateForAnswerWhenTo=2024-07-22": Q(due_on__lte=date(2024, 7, 22)),
    "answered=Answered": replied(),
    "answered=Unanswered": ~replied(),
    "answered=Any": Q(),
    "answeredWhenFrom=2024-07-15": replied(__gte=date(2024, 7, 15)),
    "answeredWhenTo=2024-07-25": replied(__lte=date(2024, 7, 25)),
    "questionStatus=NotAnswered": ~replied(),
    "questionStatus=AnsweredOnly": replied(),
    "questionStatus=AllQuestions": Q(),
    "correctedWhenFrom=2024-08-10": corrected(__gte=date(2024, 8, 10)),
    "correctedWhenTo=2024-08-20": corrected(__lte=date(2024, 8, 20)),
    "sessionStatus=Current": Q(tabled_on__gte=SITTING),
    "sessionStatus=Any": Q(),
    "searchTerm=ferries": Q(text__icontains="ferries"),
    "uIN=hl7": Q(uin="HL7"),
    "answeringBodies=60": Q(department__parliament_id=60),
    "answeringBodies=60&answeringBodies=17": Q(department__parliament_id__in=[60, 17]),
    "members=11,21": Q(asked_by__parliament_id__in=[11, 21]) | answered_by([11, 21]),
    "house=Lords": Q(house="lords"),
    "house=Bicameral": Q(),
}


@pytest.fixture
def archive(db: None) -> None:
    """Forty questions that differ in what the parameters select, and one that Parliament's record cannot hold."""
    bodies = [make_department(f"Body {number}", parliament_id=number) for number in (60, 17, 1)]
    askers = [make_member(f"Asker {number}", parliament_id=number) for number in (11, 12)]
    ministers = [make_member(f"Minister {number}", parliament_id=number) for number in (21, 22)]
    ParliamentarySession.objects.all().delete()
    ParliamentarySession.objects.create(first_day=FIRST, last_day=SITTING - timedelta(days=1), name="2023–24")
    ParliamentarySession.objects.create(first_day=SITTING, name="2024–26")
    with together():
        for n in range(40):
            make_one(n, bodies[n % 3], askers[n % 2], ministers[n // 2 % 2])
        make_question(uin="41", department=bodies[0], asked_by=None)


def make_one(n: int, body: Department, asker: Member, minister: Member) -> None:
    tabled, lords = FIRST + timedelta(days=n), n % 5 == 2
    fields: Fields = {"uin": f"HL{n}" if lords else str(n), "house": "lords" if lords else "commons"}
    about = ("trains", "ferries", "buses", "roads")[n % 4]
    fields |= {"tabled_on": tabled, "due_on": tabled + timedelta(days=4), "is_withdrawn": n % 11 == 5}
    question = make_question(about, text=f"Why {about}?", department=body, asked_by=asker, **fields)
    days: dict[int, list[tuple[int, int]]] = {
        1: [(HOLDING, 4)],
        2: [(2, 6)],
        3: [(HOLDING, 4), (2, 9)],
        4: [(2, 5), (CORRECTION, 30)],
    }
    for stage, after in days.get(n % 6, []):
        make_answer(question, stage=stage, answered_on=tabled + timedelta(days=after), answered_by=minister)


def total(client: Client, parameters: str) -> int:
    return client.get(f"/api/writtenquestions/questions?take=0&{parameters}").json()["totalResults"]


def counted(*wanted: Q) -> int:
    return Question.objects.public().filter(*wanted, asked_by__isnull=False, is_withdrawn=False).count()


def test_each_parameter_selects_what_the_database_counts(client: Client, archive: None) -> None:
    assert {one: total(client, one) for one in EACH} == {one: counted(EACH[one]) for one in EACH}
    assert len({total(client, one) for one in EACH}) > 10, "the archive tells the parameters apart"


def test_each_two_parameters_select_what_the_database_counts(client: Client, archive: None) -> None:
    pairs = [pair for pair in combinations(EACH, 2) if not names(pair[0]) & names(pair[1])]
    assert len(pairs) > 250
    assert {pair: total(client, "&".join(pair)) for pair in pairs} == {
        pair: counted(*(EACH[one] for one in pair)) for pair in pairs
    }


def names(query: str) -> set[str]:
    return {part.partition("=")[0] for part in query.split("&")}


def test_withdrawn_questions_are_listed_on_request(client: Client, archive: None) -> None:
    assert total(client, "includeWithdrawn=true") == 40
    assert total(client, "includeWithdrawn=false") == total(client, "") == counted() == 36


def test_what_parliaments_record_cannot_hold_is_left_out_and_counted(client: Client, archive: None) -> None:
    response = client.get("/api/writtenquestions/questions?answeringBodies=60")
    assert response.headers["Archive-Left-Out"] == "1"
    assert "41" not in {one["value"]["uin"] for one in response.json()["results"]}


@pytest.mark.parametrize(
    ("spelling", "same"),
    [
        ("HOUSE=lords", "house=Lords"),
        ("house=2", "house=Lords"),
        ("Answered=1", "answered=Answered"),
        ("answered=unanswered", "answered=Unanswered"),
        ("questionstatus=0", "questionStatus=NotAnswered"),
        ("INCLUDEWITHDRAWN=True", "includeWithdrawn=true"),
        ("includeWithdrawn=1", "includeWithdrawn=true"),
        ("tabledWhenFrom=2024-07-10T00:00:00", "tabledWhenFrom=2024-07-10"),
        ("tabledWhenFrom=2024-07-10T23:59:59.999Z", "tabledWhenFrom=2024-07-10"),
        ("tabledWhenFrom=2024-07-10T00:00:00+01:00", "tabledWhenFrom=2024-07-10"),
        ("tabledWhenFrom=2024-7-10", "tabledWhenFrom=2024-07-10"),
        ("answeringBodies[]=60&answeringBodies[]=17", "answeringBodies=60,17"),
        ("members[0]=11&members[1]=21", "members=11&members=21"),
        ("house=&searchTerm=&askingMemberId=&members=", ""),
        ("house=Lords&house=Commons", "house=Lords"),
        ("format=xml&page=abc&nonsense=1&q=x", ""),
    ],
)
def test_values_may_be_written_in_several_ways(client: Client, archive: None, spelling: str, same: str) -> None:
    assert total(client, spelling) == total(client, same)


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("house=Mars", "house"),
        ("skip=-1", "skip"),
        ("take=-1", "take"),
        ("take=5001", "take"),
        ("take=many", "take"),
        ("askingMemberId=0", "askingMemberId"),
        ("askingMemberId=99999999999", "askingMemberId"),
        ("members=11,x", "members"),
        ("tabledWhenFrom=yesterday", "tabledWhenFrom"),
        ("tabledWhenTo=2024-02-30", "tabledWhenTo"),
        ("expandMember=perhaps", "expandMember"),
        ("sessionStatus=7", "sessionStatus"),
    ],
)
def test_nonsense_is_refused_with_the_parameters_name(client: Client, parameters: str, name: str) -> None:
    response = client.get(f"/api/writtenquestions/questions?{parameters}")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    found = response.json()
    assert (found["status"], [*found["errors"]]) == (400, [name])
    assert parameters.partition("=")[2].rpartition(",")[2] in found["errors"][name][0]


def test_pages_follow_each_other_and_one_past_the_end_is_empty(client: Client, archive: None) -> None:
    whole = uins(client, "take=5000")
    assert [one for start in range(0, 60, 7) for one in uins(client, f"take=7&skip={start}")] == whole
    assert len(whole) == 36
    assert client.get("/api/writtenquestions/questions?skip=2147483647").json() == {"totalResults": 36, "results": []}


def uins(client: Client, parameters: str) -> list[str]:
    found = client.get(f"/api/writtenquestions/questions?{parameters}").json()["results"]
    return [one["value"]["uin"] for one in found]


def test_the_latest_reply_comes_first_and_unanswered_questions_last(client: Client) -> None:
    asker, body = make_member(parliament_id=11), make_department(parliament_id=60)

    def make(uin: str, tabled: int, **replies: int) -> None:
        day = date(2024, 7, tabled)
        question = make_question(uin=uin, tabled_on=day, asked_by=asker, department=body)
        for stage, on in replies.items():
            make_answer(question, stage=Answer.Stage[stage], answered_on=date(2024, 8, on))

    make("old-and-corrected", 1, ANSWER=2, CORRECTION=20)
    make("answered", 2, ANSWER=10)
    make("held", 3, HOLDING=15)
    make("waiting", 29)
    make("waiting-longer", 28)
    assert uins(client, "") == ["old-and-corrected", "held", "answered", "waiting", "waiting-longer"]


def test_without_a_sitting_session_nothing_is_of_the_current_one(client: Client, archive: None) -> None:
    ParliamentarySession.objects.filter(first_day=SITTING).update(last_day=date(2025, 1, 1))
    assert total(client, "sessionStatus=Current") == 0


@pytest.mark.parametrize(
    ("address", "finds"),
    [
        ("2024-07-08/HL7", True),
        ("2024-07-08T00:00:00/hl7", True),
        ("2024-07-09/HL7", False),
        ("2024-07-08/HL7?sessionStatus=Current", False),
        ("2024-07-08/HL7?sessionStatus=Any", True),
    ],
)
def test_a_question_is_found_by_its_day_and_uin(client: Client, archive: None, address: str, finds: bool) -> None:
    assert client.get(f"/api/writtenquestions/questions/{address}").status_code == (200 if finds else 404)


def test_what_parliaments_record_cannot_hold_is_not_found(client: Client) -> None:
    make_question(parliament_id=5, department=make_department(parliament_id=60))
    assert client.get("/api/writtenquestions/questions/5").status_code == 404


def test_a_withheld_question_is_gone_at_once(client: Client, archive: None) -> None:
    number = Question.objects.get(uin="HL7").parliament_id
    Question.objects.filter(uin="HL7").update(published_at=None)
    assert client.get(f"/api/writtenquestions/questions/{number}").status_code == 404
    assert "HL7" not in uins(client, "take=5000")
