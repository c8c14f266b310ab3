"""The addresses for programs. Parliament's are found in any case, with or without a slash at their end."""

from django.urls import path, re_path

from .official.member_views import BiographyView, MembersView, MemberView, PortraitView
from .official.views import AnsweringBodiesView, QuestionsView, QuestionView
from .page import ProgramsView
from .problems import no_such_address


def in_any_case(address: str) -> str:
    """The pattern of an address. Django cannot reverse one with the flag that ignores case."""
    return "".join(f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else letter for letter in address)


QUESTIONS, MEMBERS = in_any_case("writtenquestions/questions"), in_any_case("members")
MEMBER = rf"{MEMBERS}/(?P<id>\d+)"

urlpatterns = [
    path("", ProgramsView.as_view(), name="programs"),
    re_path(rf"^{QUESTIONS}/?$", QuestionsView.as_view(), name="api-questions"),
    re_path(rf"^{QUESTIONS}/(?P<id>[^/]+)/?$", QuestionView.as_view(), name="api-question"),
    re_path(rf"^{QUESTIONS}/(?P<date>[^/]+)/(?P<uin>[^/]+)/?$", QuestionView.as_view(), name="api-question-by-day"),
    re_path(rf"^{in_any_case('reference/answeringbodies')}/?$", AnsweringBodiesView.as_view(), name="api-bodies"),
    re_path(rf"^{MEMBERS}/{in_any_case('search')}/?$", MembersView.as_view(), name="api-members"),
    re_path(rf"^{MEMBER}/?$", MemberView.as_view(), name="api-member"),
    re_path(rf"^{MEMBER}/{in_any_case('biography')}/?$", BiographyView.as_view(), name="api-biography"),
    re_path(rf"^{MEMBER}/{in_any_case('portrait')}/?$", PortraitView.as_view(), name="api-portrait"),
    re_path(rf"^{MEMBER}/{in_any_case('thumbnail')}/?$", PortraitView.as_view(), name="api-thumbnail"),
    path("<path:path>", no_such_address),
]
