"""The code of earlier versions, from the project's history."""

import io
import subprocess
import tarfile
from functools import cache
from pathlib import Path

from tests import ROOT

# The last commit of each version that archives in use may have been made by.
EARLIER = {
    "before deadlines by cohorts": "c78177b",
    "before the layout in packages": "1ac9b51",
    "before the worker": "a987f22",
}
PREVIOUS = EARLIER["before the worker"]


@cache
def has_earlier_commits() -> bool:
    """Whether this is a clone with the history: a copy of the files, or a shallow clone, has none."""
    asked = ["git", "cat-file", "--batch-check=%(objecttype)"]
    try:
        found = subprocess.run(asked, cwd=ROOT, input="\n".join(EARLIER.values()), capture_output=True, text=True)
    except FileNotFoundError:
        return False
    return found.stdout.split() == ["commit"] * len(EARLIER)


def unpack(commit: str, folder: Path) -> Path:
    """Write the files of a commit to the folder."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    return folder
