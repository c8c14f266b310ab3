"""Ends a child process when its parent has ended, even if the parent was killed.

The child inherits the reading end of a pipe. Only the parent has the writing end, so the child's read returns when the
parent is gone.
"""

import os
import signal
import threading
import time
from functools import cache
from typing import Any

NAME = "LIFELINE_FD"  # the variable with the number of the child's end
GRACE = 5.0  # seconds from SIGTERM to the end


def open_lifeline(**given: str) -> dict[str, Any]:
    """The arguments that `subprocess.Popen` needs; `given` is added to the child's environment.

    All children of a process share one pipe. A process that forks without exec keeps the writing end open.
    """
    end = _childs_end()
    return {"pass_fds": (end,), "env": {**os.environ, **given, NAME: str(end)}}


@cache
def _childs_end() -> int:
    return os.pipe()[0]  # the other end stays open until this process ends


def end_with_parent(grace: float = GRACE) -> None:
    """From now on, end when the parent does: by SIGTERM, and `grace` seconds later at once.

    Does nothing without a lifeline. Children of this process do not inherit it.
    """
    if number := os.environ.pop(NAME, ""):
        os.set_inheritable(int(number), False)
        threading.Thread(target=_wait_and_end, args=(int(number), grace), name="lifeline", daemon=True).start()


def _wait_and_end(end: int, grace: float) -> None:
    os.read(end, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os._exit(128 + signal.SIGTERM)
