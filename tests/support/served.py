"""The site as it is really served: started by its own command, in separate processes, and requested over HTTP."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests import ROOT

START = [sys.executable, "-m", "pq_archive.start"]
SECONDS_TO_START = 180
PASSWORD = "correct horse battery staple"  # of the desk's users


def bare_environment(**given: str) -> dict[str, str]:
    """An environment with only the PATH of this one. The project's .env is not read."""
    return {"PATH": os.environ["PATH"], "ENV_FILE": "", "LOG_LEVEL": "WARNING", "MEANING_MODEL": "none", **given}


def run_to_its_end(command: list[str], **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's root until it ends."""
    return run_in(ROOT, command, **given)


def run_in(folder: Path, command: list[str], **given: str) -> subprocess.CompletedProcess[str]:
    environment = bare_environment(**given)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(
    command: list[str], environment: dict[str, str], output: Path, **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that serves until the block ends. Its output goes to the file `output`."""
    with output.open("wb") as file:
        streams = {"stdin": subprocess.DEVNULL, "stdout": file, "stderr": file}
        process = subprocess.Popen(command, env=environment, **{"cwd": ROOT, **streams, **options})
    try:
        wait_until_served(process, int(environment["PORT"]), output)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def get(port: int, path: str) -> http.client.HTTPResponse:
    """The response of the site at this port, already read."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response


def wait_until_served(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    """Wait until /healthz responds with 200. If the process ends instead, fail with its output."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert process.poll() is None, output.read_text()
        try:
            if get(port, "/healthz").status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing served port {port} in {SECONDS_TO_START} seconds: {output.read_text()}")
