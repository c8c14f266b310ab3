"""What each role can and cannot do at the desk."""

from .accounts import ACCOUNTS
from .answers import ANSWERS
from .questions import QUESTIONS
from .records import RECORDS
from .work import WORK

CASES = [*QUESTIONS, *ANSWERS, *RECORDS, *WORK, *ACCOUNTS]
