"""The archive's tables. Import them from here: `from questions.models import Question`."""

from .changes import Archive, Change
from .departments import Department, DepartmentLink
from .imports import ImportRun, RefusedRow
from .members import Member, Membership, Post
from .questions import (
    Answer,
    Attachment,
    Evidence,
    FormerAddress,
    GroupLink,
    Question,
    QuestionEvent,
)
from .topics import Topic, TopicAssignment

__all__ = [
    "Answer",
    "Archive",
    "Attachment",
    "Change",
    "Department",
    "DepartmentLink",
    "Evidence",
    "FormerAddress",
    "GroupLink",
    "ImportRun",
    "Member",
    "Membership",
    "Post",
    "Question",
    "QuestionEvent",
    "RefusedRow",
    "Topic",
    "TopicAssignment",
]
