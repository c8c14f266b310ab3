"""Which days mean what they say: year 1 stands for no date, a day far ahead for no end, and what is on record has come.

Programs write 1 January of year 1 where they have no date (.NET's empty one), and the end of the year 9999, 2999 or
2099 where nothing has ended.
"""

from __future__ import annotations

from datetime import date

FAR = 50  # years ahead: nobody plans so far
NO_DATE = "Year 1 means no date. Enter the date, or leave the field empty."
IN_THE_FUTURE = "This date is in the future."
TOO_FAR = f"This date is more than {FAR} years in the future."


def today() -> date:
    return date.today()  # noqa: DTZ011  (a day is all that is compared)


def is_told(day: date) -> bool:
    return day.year > date.min.year


def has_come(day: date) -> bool:
    return day <= today()


def is_far(day: date) -> bool:
    return day.year > today().year + FAR


def near(day: date | None) -> date | None:
    """The day; None of one that is so far ahead that it stands for none."""
    return None if day is None or is_far(day) else day


def fault(day: date | None, *, has_happened: bool = False) -> str:
    """What is wrong with a day that somebody typed; "" if nothing is."""
    if day is None:
        return ""
    if has_happened and not has_come(day):
        return IN_THE_FUTURE
    return NO_DATE if not is_told(day) else TOO_FAR if is_far(day) else ""
