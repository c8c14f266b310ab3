"""What roles can do with members, departments, topics and the other records that questions refer to."""

from questions.accounts.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from questions.models import Acronym, Department, Member, Membership, ParliamentarySession, Post, Spelling, Topic
from tests.admin.test_admin import rows

from .case import PERIOD, Case, chosen, of

RECORDS = [
    Case(
        "enter a member",
        EDITOR,
        "questions/member/add/",
        {
            "name": "New Member",
            **rows("memberships"),
            **rows("posts"),
        },
        Member.objects.filter(name="New Member").exists,
    ),
    Case(
        "delete a member",
        ADMINISTRATOR,
        "questions/member/{member}/delete/",
        {"post": "yes"},
        lambda: not Member.objects.filter(name="Max Sample").exists(),
    ),
    Case(
        "enter a membership",
        EDITOR,
        "questions/membership/add/",
        {
            "member": "{member}",
            "house": "lords",
            "party": "Green Party",
            **PERIOD,
        },
        Membership.objects.filter(party="Green Party").exists,
    ),
    Case(
        "delete a membership",
        ADMINISTRATOR,
        "questions/membership/{membership}/delete/",
        {"post": "yes"},
        lambda: not Membership.objects.exists(),
    ),
    Case(
        "enter a post",
        EDITOR,
        "questions/post/add/",
        {
            "member": "{member}",
            "title": "Minister for Hubs",
            "rank": 4,
            **PERIOD,
        },
        Post.objects.filter(title="Minister for Hubs").exists,
    ),
    Case(
        "delete posts",
        ADMINISTRATOR,
        "questions/post/",
        chosen("delete_selected", "post", post="yes"),
        lambda: not Post.objects.exists(),
    ),
    Case(
        "enter a department",
        EDITOR,
        "questions/department/add/",
        {"name": "Office of Hubs"},
        Department.objects.filter(name="Office of Hubs").exists,
    ),
    Case(
        "add a question to a topic",
        EDITOR,
        "questions/question/",
        {
            **chosen("say_of_topic", "question"),
            "topic": "{topic}",
            "word": "assign",
        },
        of("Public").filter(topic_assignments__isnull=False).exists,
    ),
    Case(
        "make a topic",
        PUBLISHER,
        "questions/topic/add/",
        {"name": "New", "slug": "new"},
        Topic.objects.filter(slug="new").exists,
    ),
    Case(
        "delete a topic",
        ADMINISTRATOR,
        "questions/topic/{topic}/delete/",
        {"post": "yes"},
        lambda: not Topic.objects.filter(name="Hubs").exists(),
    ),
    Case(
        "merge topics",
        ADMINISTRATOR,
        "questions/topic/merge/",
        {"sources": "{topic}", "target": "{other}"},
        lambda: not Topic.objects.filter(name="Hubs").exists(),
    ),
    Case(
        "make an acronym",
        PUBLISHER,
        "questions/acronym/add/",
        {"letters": "XYZ", "long_form": "nothing"},
        Acronym.objects.filter(letters="XYZ").exists,
    ),
    Case(
        "make a spelling",
        PUBLISHER,
        "questions/spelling/add/",
        {"one": "Kyiv", "other": "Kiev", "is_one_word": "on"},
        Spelling.objects.filter(one="Kyiv").exists,
    ),
    Case(
        "add a session of Parliament",
        ADMINISTRATOR,
        "questions/parliamentarysession/add/",
        {"name": "2027–28", "first_day": "2027-11-09"},
        ParliamentarySession.objects.filter(name="2027–28").exists,
    ),
    Case("see a session of Parliament", VIEWER, "questions/parliamentarysession/"),
    Case("make a rule for kinds of answers", PUBLISHER, "questions/answerkindrule/add/", {"phrases": "no"}),
    Case("see headings in no topic", VIEWER, "questions/topic/headings/"),
]
