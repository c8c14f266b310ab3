"""A process with a lifeline ends with its parent, however the parent ends."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

# Starts a child, which says so once it is ready, and waits to be killed.
PARENT = """
import subprocess, sys, time
from pq_archive.lifeline import open_lifeline
subprocess.Popen([sys.executable, "-c", sys.argv[1]], **open_lifeline(GIVEN="x"))
time.sleep(60)
"""
CHILD = """
import os, signal, subprocess, sys, time
from pq_archive.lifeline import end_with_parent
{before}
end_with_parent(grace=0.2)
print(os.getpid(), os.environ["GIVEN"], flush=True)
time.sleep(60)
"""
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
# A program that the child starts has no lifeline: it would read another file of the same number.
GRANDCHILD = "import os, pq_archive.lifeline as l; l.end_with_parent(); print('LIFELINE_FD' in os.environ)"


def start(child: str) -> tuple[subprocess.Popen[str], str]:
    """A parent, and the first line that its child writes."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, child], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    return parent, parent.stdout.readline()


@pytest.mark.parametrize("before", ["", DEAF], ids=["that obeys", "that ignores SIGTERM"])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_child_ends_when_its_parent_is_gone(before: str, how: signal.Signals) -> None:
    parent, said = start(CHILD.format(before=before))
    assert said.split()[1] == "x"
    parent.send_signal(how)
    # The child writes to the same stream, which ends only once both have ended.
    assert parent.communicate(timeout=30)[0] == ""


def test_what_the_child_starts_has_no_lifeline() -> None:
    run = f"end_with_parent(); subprocess.run([sys.executable, '-c', {GRANDCHILD!r}])"
    parent, said = start(CHILD.format(before=run))
    parent.kill()
    parent.communicate(timeout=30)
    assert said == "False\n"


def test_without_a_parent_that_watches_nothing_happens() -> None:
    code = "from pq_archive.lifeline import end_with_parent; import threading; end_with_parent(); "
    done = subprocess.run(
        [sys.executable, "-c", f"{code} print(threading.active_count())"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout == "1\n", done.stderr
