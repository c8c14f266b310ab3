"""The archive's tables. Import them from here: `from questions.models import Question`."""

from .acronyms import Acronym
from .answer_kinds import AnswerKind, AnswerKindRule, AnswerKindsInForce
from .answers import Answer, Attachment
from .audit_entries import AuditEntry
from .change_log import Archive, Change
from .departments import Department, DepartmentLink
from .external import ExternalId
from .imports import ImportRun, RefusedRow
from .jobs import JobRun
from .kept_forms import KeptForm
from .leases import Lease
from .members import Member, Membership, Post
from .mistakes import MistakeReport
from .question_events import Evidence, FormerAddress, GroupLink, QuestionEvent
from .questions import Question
from .references import Citation, CitedDocument, Reference
from .security import FailedSignIns, KnownPlace, SecurityEvent
from .sessions import ParliamentarySession, SessionsInForce
from .spellings import Spelling
from .sync import ListedQuestion, SyncPlan, SyncWindow, Validator
from .topics import FormerTopicSlug, Topic, TopicAssignment
from .uploads import Upload

__all__ = [
    "Acronym",
    "Answer",
    "AnswerKind",
    "AnswerKindRule",
    "AnswerKindsInForce",
    "Archive",
    "Attachment",
    "AuditEntry",
    "Change",
    "Citation",
    "CitedDocument",
    "Department",
    "DepartmentLink",
    "Evidence",
    "ExternalId",
    "FailedSignIns",
    "FormerAddress",
    "FormerTopicSlug",
    "GroupLink",
    "ImportRun",
    "JobRun",
    "KeptForm",
    "KnownPlace",
    "Lease",
    "ListedQuestion",
    "Member",
    "Membership",
    "MistakeReport",
    "ParliamentarySession",
    "Post",
    "Question",
    "QuestionEvent",
    "Reference",
    "RefusedRow",
    "SecurityEvent",
    "SessionsInForce",
    "Spelling",
    "SyncPlan",
    "SyncWindow",
    "Topic",
    "TopicAssignment",
    "Upload",
    "Validator",
]
