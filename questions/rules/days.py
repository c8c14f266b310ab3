"""Which days are real: year 1 means no date, a day far ahead means no end, and recorded events are never in the future.

Programs write 1 January of year 1 for no date (.NET's default), and the end of the year 9999, 2999 or 2099 for a
period that has not ended.
"""

from __future__ import annotations

from datetime import date

FAR = 50  # years ahead: no real plan goes further
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
    """The day; None if it is so far ahead that it means no date."""
    return None if day is None or is_far(day) else day


def fault(day: date | None, *, has_happened: bool = False) -> str:
    """What is wrong with a day that somebody typed; "" if nothing is."""
    if day is None:
        return ""
    if has_happened and not has_come(day):
        return IN_THE_FUTURE
    return NO_DATE if not is_told(day) else TOO_FAR if is_far(day) else ""
