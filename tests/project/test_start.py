"""Starting the site: the stored secret key, preparing the database, and errors that stop the start."""

import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pq_archive import start
from tests.support.databases import empty_database
from tests.support.served import ROOT, START, bare_environment, free_port, get, run_to_its_end, started
from tests.support.whole_site import wait_until

KEY = "a-key-that-was-given-a-key-that-was-given-a-key-that-was-given"

# A request comes to a thread that has used the database before.
ANSWER_LATE = """
from django.core.signals import request_started
from django.db import connection
connection.ensure_connection()
import pq_archive.wsgi
request_started.send(sender=None, environ={"REQUEST_METHOD": "GET"})
connection.ensure_connection()
"""


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    with empty_database(tmp_path) as url:
        yield url


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY")
    return tmp_path


def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(data_dir: Path) -> None:
    start.keep_secret_key()
    kept = (data_dir / "secret_key").read_text()
    start.keep_secret_key()
    assert (data_dir / "secret_key").read_text() == kept
    assert len(kept) >= 50
    assert stat.S_IMODE((data_dir / "secret_key").stat().st_mode) == 0o600


def test_an_empty_stored_key_is_replaced(data_dir: Path) -> None:
    (data_dir / "secret_key").touch()
    start.keep_secret_key()
    assert (data_dir / "secret_key").read_text()


def test_no_key_is_stored_if_the_environment_gives_one(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    start.keep_secret_key()
    assert not (data_dir / "secret_key").exists()


def test_a_port_in_use_is_reported_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        ended = run_to_its_end(START, DATA_DIR=str(tmp_path), SECRET_KEY=KEY, PORT=str(port))
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [f"PORT: expected a free port; {port} is in use (try PORT={port % 65535 + 1})"]


def test_an_address_of_another_machine_is_refused_in_one_line(tmp_path: Path) -> None:
    ended = run_to_its_end(START, DATA_DIR=str(tmp_path), SECRET_KEY=KEY, HOST="192.0.2.1", PORT=str(free_port()))
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == ["HOST: expected a name or address of this machine; 192.0.2.1 is not one"]


def test_a_database_that_does_not_reply_is_reported_in_one_line(tmp_path: Path) -> None:
    nobody = f"postgres://archive@127.0.0.1:{free_port()}/archive"
    ended = run_to_its_end(
        START, DATA_DIR=str(tmp_path), SECRET_KEY=KEY, DATABASE_URL=nobody, PORT=str(free_port()), LOG_LEVEL="INFO"
    )
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("The archive cannot start: connection")


def test_a_start_needs_a_secret_key(tmp_path: Path) -> None:
    ended = run_to_its_end(START, DATA_DIR=str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.startswith("SECRET_KEY: expected a long random string")
    assert not (tmp_path / "secret_key").exists()


def test_a_thread_can_have_used_the_database_before_its_first_request(tmp_path: Path, database_url: str) -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", ANSWER_LATE]
    ended = run_to_its_end(command, DATA_DIR=str(tmp_path), DATABASE_URL=database_url, SECRET_KEY=KEY)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.slow
def test_two_starts_at_the_same_time_prepare_one_database_and_both_serve(tmp_path: Path, database_url: str) -> None:
    """If both migrated at the same time, one would fail because a table already exists."""

    def serve(name: str) -> int:
        environment = at_a_free_port(tmp_path / name, database_url, SECRET_KEY=KEY, STATIC_ROOT=str(tmp_path))
        with started(START, environment, tmp_path / f"{name}.log"):
            return get(int(environment["PORT"]), "/healthz").status

    with ThreadPoolExecutor() as pool:
        assert list(pool.map(serve, ["one", "other"])) == [200, 200]


@pytest.mark.slow
def test_a_reload_that_is_asked_for_during_the_start_does_not_end_it(tmp_path: Path, database_url: str) -> None:
    environment = at_a_free_port(tmp_path, database_url, SECRET_KEY=KEY, STATIC_ROOT=str(tmp_path))
    with subprocess.Popen(START, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: ignores_reloads(process.pid), "it has begun")
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: get(int(environment["PORT"]), "/healthz").status == 200, "it serves")
        finally:
            process.terminate()
    assert process.returncode == 0


def ignores_reloads(pid: int) -> bool:
    [mask] = re.findall(r"SigIgn:\s+(\w+)", Path(f"/proc/{pid}/status").read_text())
    return bool(int(mask, 16) >> (signal.SIGHUP - 1) & 1)


@pytest.mark.slow
def test_a_local_start_serves_the_demo_and_a_second_one_keeps_its_key_and_data(
    tmp_path: Path, database_url: str
) -> None:
    environment = at_a_free_port(tmp_path, database_url)
    first = local_start(environment, tmp_path / "first.log")
    key = (tmp_path / "secret_key").read_text()
    second = local_start(environment, tmp_path / "second.log")
    assert f"http://127.0.0.1:{environment['PORT']}/" in first
    assert f"DATA_DIR={tmp_path} ENV_FILE='' .venv/bin/python manage.py createsuperuser" in first
    assert first.endswith(second)
    assert len(first) > len(second), "only the first start loads the demo"
    assert (tmp_path / "secret_key").read_text() == key
    managed = run_to_its_end([sys.executable, "manage.py", "check", "--database", "default"], **environment)
    assert managed.returncode == 0, managed.stderr


def at_a_free_port(data_dir: Path, database_url: str, **given: str) -> dict[str, str]:
    return bare_environment(DATA_DIR=str(data_dir), DATABASE_URL=database_url, PORT=str(free_port()), **given)


def local_start(environment: dict[str, str], output: Path) -> str:
    """Serve the site once, and return the output."""
    with started([*START, "--local"], environment, output):
        assert get(int(environment["PORT"]), "/").status == 200
    return output.read_text()
