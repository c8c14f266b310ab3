"""An archive used by separate processes, as in real use, and whether a process runs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests import ROOT
from tests.support.served import bare_environment, run_in


class Archive:
    """An archive in this folder, with its database at this address, used by the code in another folder."""

    def __init__(self, folder: Path, url: str, code: Path = ROOT, *, is_empty: bool = False):
        self.code = code
        self.environment = bare_environment(DATA_DIR=str(folder), DATABASE_URL=url, SECRET_KEY="x" * 60)
        if not is_empty:
            self.manage("migrate", "--verbosity=0")

    def manage(self, *arguments: str) -> str:
        """Run a command, and return its output."""
        return self.run("manage.py", *arguments)

    def try_to(self, *arguments: str) -> str:
        """Run a command that may fail, and return all that it says."""
        done = run_in(self.code, [sys.executable, "manage.py", *arguments], **self.environment)
        return done.stdout + done.stderr

    def shell(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "--command", code)

    def state(self) -> str:
        """A digest of each table's rows."""
        return self.run("-m", "tests.support.state")

    def run(self, *arguments: str) -> str:
        done = run_in(self.code, [sys.executable, *arguments], **self.environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def kill_at_random(environment: dict[str, str], seconds: float, *arguments: str) -> bool:
    """Whether the command was killed before it ended."""
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, **quiet)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def is_running(pid: int) -> bool:
    """Whether the process has not ended. Nobody may have waited for one that has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
