"""Sample data for the style guide's components: invented people, questions and figures.

Nothing here is read from the database or the index. The samples have the types that pages use, so the site's
templates show them unchanged, and the guide fails if a template needs something else.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.forms.utils import ErrorList
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.functional import lazy
from django.utils.text import slugify

from questions.lists.absent_months import Absent
from questions.lists.breakdown import Breakdown, Row
from questions.lists.facets import Facet, FacetValue, chips
from questions.lists.filters import QuestionFilterSet
from questions.lists.notes import Mistake, Notes
from questions.models import Department, Member, Membership, Post, Question, Topic
from questions.models.members import House
from questions.pages.members import LETTERS, MemberFilterSet, Ministry
from questions.pages.topics import Place, Tagged
from questions.rules.months import Months
from questions.search import parameters
from questions.search.language.meaning import Widened
from questions.search.language.other_spellings import Offered, Respelt

Status = Question.Status
TABLED, ANSWERED, CORRECTED, SEEN = date(2023, 3, 22), date(2023, 3, 30), date(2023, 4, 18), date(2023, 6, 1)

HOUSES, ORDERS, INITIALS = House.choices, parameters.ORDERS, LETTERS
ICONS = ["close", "download", "filter", "next", "previous"]
PARTIES = [
    "Conservative",
    "Labour",
    "Liberal Democrat",
    "Scottish National Party",
    "Plaid Cymru",
    "Green Party",
    "Reform UK",
    "Democratic Unionist Party",
    "Sinn Féin",
    "Social Democratic & Labour Party",
    "Alliance",
    "Ulster Unionist Party",
    "UK Independence Party",
    "Crossbench",
    "Independent",
]
STATUSES = [  # with the day of the answer, the day last seen, and when it is used
    (Status.ANSWERED, ANSWERED, None, "There is a substantive answer."),
    (Status.CORRECTED, ANSWERED, None, "Its answer was corrected. Its page shows both."),
    (Status.HOLDING, None, SEEN, "A holding answer is not an answer. Dashed, like every open question."),
    (Status.UNANSWERED, None, SEEN, "The date when it was last seen without an answer."),
    (Status.UNANSWERED, None, None, "The same, if that date is not recorded."),
    (Status.WITHDRAWN, None, None, "The member who asked it took it back."),
]

# People, bodies and topics.
IRIS = Member(parliament_id=9000001, name="Iris Demoworth", list_name="Demoworth, Iris")
NADIA = Member(parliament_id=9000002, name="Nadia Trialby", list_name="Trialby, Nadia")
LABOUR = Membership(member=IRIS, house=House.COMMONS, party="Labour", seat="Exampleton North")
HEALTH = Department(parliament_id=17, name="Department of Health and Social Care", slug="health")
EDUCATION = Department(parliament_id=60, name="Department for Education", slug="education")
MINISTER = Post(member=NADIA, title="Minister of State (Social Care)", department=HEALTH)
UNDER_SECRETARY = Post(member=IRIS, title="Parliamentary Under-Secretary of State")
UNDER_SECRETARY.recorded_on = SEEN
STAND_IN = Post(member=NADIA, title="Minister of State (Social Care)", is_acting=True)
ON_LEAVE = Post(member=IRIS, title="Minister of State (Public Health)", is_on_leave=True)
MINISTRY = Ministry(HEALTH.name, HEALTH, [STAND_IN, ON_LEAVE])
# The file is looked up only when the page is rendered, so that everything else works without collected static files.
PICTURE = SimpleNamespace(url=lazy(static, str)("img/sample-portrait.svg"))
PICTURED = SimpleNamespace(portrait=PICTURE, portrait_credit="drawn for this page")
TOPICS = [
    Tagged(Topic(name="Family hubs", slug="family-hubs"), False, [Place("heading", ["Family Hubs"])]),
    Tagged(Topic(name="Childcare", slug="childcare"), True, []),
    Tagged(Topic(name="Local government", slug="local-government"), False, []),
]

# What was searched for, and the page's notes on it, with values that need no look-up.


def asked(query: str) -> QuestionFilterSet:
    filterset = QuestionFilterSet(QueryDict(query))
    filterset.form.full_clean()
    return filterset


def asked_of_members(query: str) -> MemberFilterSet:
    filterset = MemberFilterSet(QueryDict(query))
    filterset.form.full_clean()
    return filterset


EVERYTHING = asked("")
FOUND = asked("q=family+hubs&house=commons&status=answered&tabled_after=2023")
NOT_UNDERSTOOD = asked("tabled_after=sometime&status=lost&overdue=maybe")
CHIPS = chips(FOUND)
MEMBERS = asked_of_members("q=demo&house=commons&letter=D")
NO_MEMBERS = asked_of_members("q=demo&house=both")
TOO_MANY_WORDS = asked_of_members("q=" + "+".join(str(number) for number in range(1, 32)))
NOTES = Notes(
    widened=[Widened("SEND", ["special educational needs and disabilities"], '"SEND"')],
    respelt=Respelt(["organization", "child"], 'SEND "organisation" "children" inquiry'),
    offered=[Offered("enquiry", "SEND organisation children (inquiry OR enquiry)")],
    did_you_mean="family hubs",
    absent=Absent([Months(2025 * 12 + 1, 2025 * 12 + 5)]),
)
MISREAD = Notes(Mistake("(family ", "hubs", "", "A bracket was opened and not closed.", "family hubs"))
STATUS_FACET = Facet(
    name="status",
    label="Status",
    values=[
        FacetValue("unanswered", "Unanswered", 48, False),
        FacetValue("holding", "Holding answer", 3, False),
        FacetValue("answered", "Answered", 1204, True),
        FacetValue("corrected", "Corrected", 12, False),
    ],
    errors=ErrorList(),
)
WITHIN = {"Labour": (FacetValue("labour-co-operative", "Labour and Co-operative", 41, False),)}
PARTY_FACET = Facet(
    name="party",
    label="Asker’s party",
    values=[
        FacetValue(slugify(name), name, 400 - 26 * place, False, WITHIN.get(name, ()))
        for place, name in enumerate(PARTIES)
    ],
    errors=ErrorList(),
)
WRONG_FACET = STATUS_FACET._replace(
    values=STATUS_FACET.values[:2], errors=ErrorList(["“lost” is not one of the options."])
)
PROFILE = SimpleNamespace(member=IRIS, asked=1240, answered=38)

# Numbers.
RANKED = [
    ("Iris Demoworth", 148),
    ("Nadia Trialby", 96),
    ("Rupert Placeholder-Sampleton of Upper Draft", 41),
    ("Ann Test", 1),
]
RANKING = Breakdown(
    [Row(slugify(name), name, number, name == "Nadia Trialby", f"q={slugify(name)}") for name, number in RANKED],
    more=12,
)
