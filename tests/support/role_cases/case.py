"""A case of what roles may do, and the parts that cases share."""

from collections.abc import Callable
from typing import Any, NamedTuple

from questions.accounts.roles import ROLES
from questions.models import Question

SUPERUSER, NOBODY = "Superuser", "nobody"
PEOPLE = (*ROLES, SUPERUSER)
PERIOD = {"started_on": "2020-01-01"}
SURE = {"sure": "on"}
NAMES = {"username": "new", "password1": "correct horse battery", "password2": "correct horse battery"}


class Case(NamedTuple):
    """An action, and the first of PEOPLE who may do it; `{question}` and so on stand for primary keys."""

    action: str
    first: str
    address: str
    form: dict[str, Any] | None = None  # None: it is only looked at
    is_done: Callable[[], bool] | None = None  # None: it is done where it is not refused


def chosen(action: str, heading: str, **given: Any) -> dict[str, Any]:
    return {"action": action, "_selected_action": f"{{{heading}}}", **given}


def as_it_is(text: str) -> str:
    """A text whose braces stand for nothing."""
    return text.replace("{", "{{").replace("}", "}}")


def of(heading: str) -> Any:
    return Question.objects.filter(heading=heading)
