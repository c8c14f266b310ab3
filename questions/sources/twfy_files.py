"""TheyWorkForYou's file names: which files hold written answers."""

from __future__ import annotations

import re

from .records import SkippedSource

EXPECTED = "TheyWorkForYou's XML of written answers, in files like answers2024-03-12.xml and lordswrans2024-03-12.xml"
# Other files published beside them, by the start of their names.
OTHER_KINDS = {
    "daylord": "debates of the Lords",
    "debates": "debates of the Commons",
    "future-business": "future business",
    "lmqs": "questions to the Mayor of London",
    "lordspages": "debates of the Lords",
    "lordswms": "written statements",
    "ministerial": "written statements",
    "ni": "the Northern Ireland Assembly",
    "regmem": "registers of interests",
    "scotland": "the Scottish Parliament",
    "scotwrans": "the Scottish Parliament",
    "senedd": "the Senedd",
    "sp": "the Scottish Parliament",
    "spq": "the Scottish Parliament",
    "spwa": "the Scottish Parliament",
    "standing": "committees on bills",
    "westminhall": "debates in Westminster Hall",
    "westminster": "debates in Westminster Hall",
    "wms": "written statements",
}
KIND = re.compile(r"([a-z]+(?:-[a-z]+)*?)-?_?\d")


def refuse_other_kinds(name: str) -> None:
    """Raises SkippedSource for a file whose name shows that it holds something else."""
    found = KIND.match(re.split(r"[/\\]", name)[-1].lower())
    if found and found[1] in OTHER_KINDS:
        raise SkippedSource(f"{name}: skipped, as it has {OTHER_KINDS[found[1]]}, not written answers at Westminster")
