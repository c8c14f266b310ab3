"""What each role may do at the desk, and what it is refused."""

from .accounts import ACCOUNTS
from .answers import ANSWERS
from .questions import QUESTIONS
from .records import RECORDS
from .work import WORK

CASES = [*QUESTIONS, *ANSWERS, *RECORDS, *WORK, *ACCOUNTS]
