"""The site's addresses. They are permanent: a page that moves leaves a redirect behind."""

from django.urls import include, path, register_converter

from questions.views import (
    asked_before,
    corrections,
    departments,
    documents,
    home,
    lists,
    media,
    members,
    mistakes,
    questions,
    search,
    site,
    statistics,
    subjects,
    topics,
)

from . import converters

register_converter(converters.House, "house")
register_converter(converters.Day, "day")
register_converter(converters.DayOrNone, "day_or_none")

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("questions/", lists.QuestionListView.as_view(), name="questions"),
    path("questions/export.csv", search.export_csv, name="questions-csv"),
    path("questions/by/<str:name>/", search.BreakdownView.as_view(), name="breakdown"),
    path("questions/<house:house>/<day:day>/<str:uin>/", questions.QuestionView.as_view(), name="question"),
    path(
        "questions/<house:house>/answered-<day_or_none:day>/<str:uin>/",
        questions.QuestionByAnswerView.as_view(),
        name="question-by-answer",
    ),
    path("questions/<house:house>/<day:day>/<str:uin>/report/", mistakes.ReportView.as_view(), name="report"),
    path("questions/<house:house>/<day:day>/<str:uin>/report/sent/", mistakes.SentView.as_view(), name="report-sent"),
    path(
        "questions/<house:house>/answered-<day_or_none:day>/<str:uin>/report/",
        mistakes.ReportByAnswerView.as_view(),
        name="report-by-answer",
    ),
    path(
        "questions/<house:house>/answered-<day_or_none:day>/<str:uin>/report/sent/",
        mistakes.SentByAnswerView.as_view(),
        name="report-sent-by-answer",
    ),
    path("asked-before/", asked_before.AskedBeforeView.as_view(), name="asked-before"),
    path("asked-before/findings.txt", asked_before.findings_file, name="asked-before-file"),
    path("departments/", departments.DepartmentsView.as_view(), name="departments"),
    path("departments/<slug:slug>/", departments.DepartmentView.as_view(), name="department"),
    path("topics/", topics.TopicsView.as_view(), name="topics"),
    path("topics/<slug:slug>/", topics.TopicView.as_view(), name="topic"),
    path("subjects/", subjects.SubjectsView.as_view(), name="subjects"),
    path("subjects/<slug:slug>/", subjects.SubjectView.as_view(), name="subject"),
    path("documents/", documents.DocumentsView.as_view(), name="documents"),
    path("documents/<slug:key>/", documents.DocumentView.as_view(), name="document"),
    path("members/", members.MembersView.as_view(), name="members"),
    path("members/<str:slug>/", members.MemberView.as_view(), name="member"),
    path("members/<str:slug>/answered/", members.MemberAnsweredView.as_view(), name="member-answered"),
    path("ministers/", members.MinistersView.as_view(), name="ministers"),
    path("corrections/", corrections.CorrectionsView.as_view(), name="corrections"),
    path("search/suggest", search.suggest, name="suggest"),
    path("help/search/", search.SearchHelpView.as_view(), name="search-help"),
    path("help/answers/", site.AnswerKindsView.as_view(), name="answer-kinds"),
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path("statistics/by-<str:name>.csv", statistics.statistics_csv, name="statistics-csv"),
    path("coverage/", site.CoverageView.as_view(), name="coverage"),
    path("glossary/", site.GlossaryView.as_view(), name="glossary"),
    path("about/", site.AboutView.as_view(), name="about"),
    path("accessibility/", site.AccessibilityView.as_view(), name="accessibility"),
    path("styleguide/", site.StyleguideView.as_view(), name="styleguide"),
    path("healthz", site.healthz, name="healthz"),
    path("media/portraits/<str:name>", media.portrait, name="portrait"),
    path("api/", include("questions.api.urls")),
    path("robots.txt", site.RobotsView.as_view(), name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]
