"""PostgreSQL's own programs: which ones are accepted, and that no password is among their arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.operations.backup.errors import BackupError, first_line
from questions.operations.backup.postgresql import dumping, restore
from questions.operations.backup.programs import environment_of, find_program


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def write_program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_missing_program_is_named_with_what_to_install(programs):
    with pytest.raises(BackupError, match=r"pg_dump was not found: install .* version 15 .*archive_dump"):
        find_program("pg_dump", 15)


def test_a_program_older_than_the_server_is_refused(programs):
    write_program(programs / "pg_dump", "echo 'pg_dump (PostgreSQL) 13.9 (Debian 13.9-1)'")
    with pytest.raises(BackupError, match=r"pg_dump is too old \(pg_dump \(PostgreSQL\) 13.9 .*version 15 or later"):
        find_program("pg_dump", 15)


@pytest.mark.parametrize("version", ["15.18 (Debian 15.18-0+deb12u1)", "17.0", "18beta1"])
def test_a_program_as_new_as_the_server_is_used(programs, version):
    write_program(programs / "pg_dump", f"echo 'pg_dump (PostgreSQL) {version}'")
    assert find_program("pg_dump", 15) == str(programs / "pg_dump")


def test_a_password_goes_into_the_environment():
    given = {"host": "db.example", "port": 5433, "dbname": "archive", "user": "anna", "password": "sesame"}
    environment = environment_of({**given, "sslmode": "verify-full", "context": object()})
    named = {name: environment[f"PG{name}"] for name in ("HOST", "PORT", "DATABASE", "USER", "PASSWORD", "SSLMODE")}
    assert list(named.values()) == ["db.example", "5433", "archive", "anna", "sesame", "verify-full"]


@pytest.mark.django_db
def test_the_arguments_of_pg_dump_say_nothing_of_the_server(programs):
    write_program(programs / "pg_dump", f'echo "$@" > {programs}/arguments')
    with dumping(str(programs / "pg_dump"), programs / "database.dump", "00000003-1"):
        pass
    assert (programs / "arguments").read_text() == (
        "--format=custom --compress=0 --no-owner --no-privileges --snapshot=00000003-1 "
        f"--file={programs}/database.dump\n"
    )


@pytest.mark.django_db
def test_the_first_error_of_a_program_is_reported(programs):
    write_program(programs / "pg_dump", "echo 'pg_dump: error: no space left' >&2; echo 'more' >&2; exit 1")
    with (
        pytest.raises(BackupError, match=r"^pg_dump: error: no space left \(exit status 1\)$"),
        dumping(str(programs / "pg_dump"), programs / "database.dump", "00000003-1"),
    ):
        pass


def test_an_error_without_a_message_is_named():
    assert [first_line(error) for error in (OSError(), ValueError("No space.\nMore."))] == ["OSError", "No space"]


@pytest.mark.django_db
def test_the_reason_is_reported_although_psql_has_ended_before_it_got_everything(programs, tmp_path):
    version = 'case "$1" in --version) echo "program (PostgreSQL) 15.1"; exit;; esac'
    write_program(programs / "psql", f"{version}; exit 2")
    write_program(programs / "pg_restore", f"{version}; /bin/sleep 0.5; echo 'pg_restore: error: no space' >&2; exit 1")
    with pytest.raises(BackupError, match=r"^pg_restore: error: no space \(exit status 1\)$"):
        restore(tmp_path / "database.dump", [])
