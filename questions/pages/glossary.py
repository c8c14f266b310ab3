"""The archive's terms, explained on one page. Other pages link to each term by its `slug`."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """`slug` is the term's permanent id on the page. For statuses, types and verdicts it is the value in addresses."""

    slug: str
    name: str
    meaning: str


class Section(NamedTuple):
    slug: str
    title: str
    terms: tuple[Term, ...]


QUESTIONS = (
    Term(
        "written-question",
        "Written question",
        "A question that a member of either House puts to the government in writing. The answer is published.",
    ),
    Term(
        "tabled",
        "Tabled",
        "Put to the government by a member. The archive counts the days to an answer from the day of tabling.",
    ),
    Term(
        "uin",
        "UIN",
        "The number of a question. Lords numbers begin with HL. Numbers are reused in each session, so several "
        "questions can have the same number.",
    ),
    Term(
        "named-day",
        "Named day question",
        "A Commons question that must be answered by the day that it names. That day is its date for answer.",
    ),
    Term(
        "ordinary",
        "Ordinary question",
        "A Commons question without a named day. It must be answered within five working days, counting the date for "
        "answer as the first.",
    ),
    Term(
        "oral",
        "Oral question answered in writing",
        "A Commons question for oral answer that was answered in writing. Its UIN is 900001 or above, and it "
        "must be answered by the date for answer.",
    ),
    Term(
        "lords",
        "Lords written question",
        "A question tabled in the House of Lords. It must be answered within ten working days, by the date for answer.",
    ),
    Term(
        "date-for-answer",
        "Date for answer",
        "The day for an answer in Parliament’s record. It is the deadline, except for ordinary questions, where it is "
        "the first of five working days.",
    ),
    Term(
        "grouped",
        "Grouped",
        "Answered together with other questions, by the same answer. Each question keeps its own page.",
    ),
    Term(
        "transferred",
        "Transferred",
        "Taken over by another department. The deadline does not change.",
    ),
    Term("withdrawn", "Withdrawn", "Taken back before it was answered."),
    Term(
        "unanswered",
        "Unanswered",
        "Without an answer when the archive last saw the question. It may have been answered since.",
    ),
    Term(
        "last-seen",
        "Last seen",
        "The date of the archive’s newest record of a question.",
    ),
)

ANSWERS = (
    Term(
        "answering-body",
        "Answering body",
        "The department, or other body, that must answer a question. A department that replaces another is a new "
        "answering body.",
    ),
    Term(
        "answered",
        "Answered",
        "Given an answer that is not a holding answer. The day of the first such answer counts; a correction does "
        "not change it.",
    ),
    Term(
        "holding",
        "Holding answer",
        "A reply that says that the answer is not ready yet. The question stays open, the deadline does not change, "
        "and the final answer comes later.",
    ),
    Term(
        "will-write",
        "Will write",
        "An answer that says that the minister will write to the member. It counts as an answer.",
    ),
    Term(
        "corrected",
        "Correction",
        "An answer that a minister gives to replace an earlier one. The original stays beside it, if its text is "
        "on record.",
    ),
    Term(
        "text-incomplete",
        "Text incomplete",
        "Parliament’s lists give only the beginning of a long text. The archive shows that beginning until it has "
        "the full text.",
    ),
)

DEADLINES = (
    Term(
        "deadline",
        "Deadline",
        "The last day on which an answer is on time. It depends on the type of question.",
    ),
    Term(
        "working-day",
        "Working day",
        "Monday to Friday, except bank holidays in England.",
    ),
    Term("on-time", "On time", "Answered by the deadline. A holding answer does not count."),
    Term("late", "Late", "Answered after the deadline."),
    Term(
        "overdue",
        "Overdue",
        "Still unanswered when last seen, after the deadline.",
    ),
    Term(
        "lapsed",
        "Lapsed",
        "Unanswered when the session ended. It is never overdue, and does not count in the share on time.",
    ),
    Term(
        "share-on-time",
        "Share on time",
        "The questions answered on time, as a percentage of those on time, late and overdue. Questions from the same "
        "House, tabled and due on the same days, are left out until the outcome of all of them is known.",
    ),
)

PARLIAMENT = (
    Term("parliament", "Parliament", "The time between one general election and the next."),
    Term(
        "session",
        "Session",
        "A part of a Parliament. The UINs of the House of Commons start again at 1 in each session.",
    ),
    Term("sitting-day", "Sitting day", "A day on which the House meets."),
    Term(
        "prorogation",
        "Prorogation",
        "The end of a session. Questions without an answer lapse.",
    ),
    Term(
        "dissolution",
        "Dissolution",
        "The end of a Parliament, before a general election. Questions without an answer lapse.",
    ),
)

SECTIONS = (
    Section("questions", "Questions", QUESTIONS),
    Section("answers", "Answers", ANSWERS),
    Section("deadlines", "Deadlines", DEADLINES),
    Section("calendar", "Parliament’s calendar", PARLIAMENT),
)
