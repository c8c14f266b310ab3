"""Settings from the environment: each is read correctly, or stops the start with one line that names it."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from pq_archive import environment
from pq_archive.databases import with_options
from tests.support.served import START, free_port, run_to_its_end

KEY = "a-key-that-was-given-a-key-that-was-given-a-key-that-was-given"
POSTGRES = "postgres://archive:p%40ss+word@db.example:5433/pq"

REFUSED = {
    "DEBUG": ["maybe", "2"],
    "HTTPS": ["of course"],
    "PORT": ["http", "0", "65536", "-1", "8000.5"],
    "WEB_WORKERS": ["0", "many"],
    "WEB_THREADS": ["0", "1000"],
    "LOG_LEVEL": ["LOUD"],
    "ALLOWED_HOSTS": ["https://archive.example", "archive.example:8000", "a b", "archive.example/"],
    "CSRF_TRUSTED_ORIGINS": ["archive.example", "ftp://archive.example", "https://archive.example/path"],
    "TRUSTED_PROXIES": ["proxy.example", "10.0.0.1/8", "300.0.0.1"],
    "DESK_SECOND_FACTOR": ["never"],
    "DESK_FAILURES": ["0", "many"],
    "DESK_LOCKOUT_MINUTES": ["0"],
    "DESK_IDLE_MINUTES": ["0"],
    "DESK_SESSION_HOURS": ["0"],
    "SECURITY_LOG_DAYS": ["forever"],
    "CONTACT_EMAIL": ["somebody", "a@b@c"],
    "DATABASE_URL": ["mysql://a@b/c", "archive.sqlite3", "postgres://host", "postgres://h:port/n", "sqlite://:memory:"],
    "EMAIL_URL": ["imap://mail.example", "smtp://", "smtp://mail.example:port", "mail.example"],
    "DATA_DIR": ["/proc/archive", "/dev/null"],
    "ENV_FILE": ["missing.env"],
    "SYNC_QUESTIONS_URL": ["questions.parliament.uk", "ftp://questions.example"],
    "SYNC_SINCE": ["yesterday", "2014-13-01"],
    "SYNC_CONCURRENCY": ["0", "many"],
    "SYNC_SCHEDULED": ["hourly"],
    "BACKUP_AT": ["noon", "24:00", "3", "03:60"],
    "BACKUP_TO": ["s3://", "s3:///folder", "s3:/bucket"],
    "EXPORTS_AT_ONCE": ["4"],  # as many as WEB_THREADS
    "BACKUP_KEEP": ["seven", "7", "7d;4w", "0d", "7d,3d"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_bad_value_ends_the_start_with_one_line_that_names_the_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        settings()
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{name}: expected ")


def settings() -> dict[str, Any]:
    """The settings of a process with the current environment."""
    module = importlib.reload(importlib.import_module("pq_archive.settings"))
    return {name: value for name, value in vars(module).items() if name.isupper()}


@pytest.fixture(autouse=True)
def separate_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)


PROGRAMS = {
    "manage.py": [sys.executable, "manage.py", "check"],
    "a web process": [sys.executable, "-m", "pq_archive.server", "--socket", "0", "--alive", "1"],
    "another server": [sys.executable, "-c", "import pq_archive.wsgi"],
    "start": START,
    "local start": [*START, "--local"],
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
@pytest.mark.parametrize(("name", "value"), [("DEBUG", "maybe"), ("DATABASE_URL", "mysql://a@b/c"), ("PORT", "http")])
def test_every_way_to_start_refuses_a_bad_value_in_one_line(
    program: list[str], name: str, value: str, tmp_path: Path
) -> None:
    given = {"DATA_DIR": str(tmp_path), "SECRET_KEY": KEY, "PORT": str(free_port()), name: value}
    ended = run_to_its_end(program, **given)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert [line.partition(":")[0] for line in ended.stderr.splitlines()] == [name]


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_secret_key_is_refused_unless_debugging(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRET_KEY", value)
    with pytest.raises(SystemExit):
        settings()
    assert capsys.readouterr().err.startswith("SECRET_KEY: expected ")
    monkeypatch.setenv("DEBUG", "1")
    assert settings()["SECRET_KEY"]


def test_a_stored_secret_key_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text(f"{KEY}\n")
    assert settings()["SECRET_KEY"] == KEY


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    unset = settings()
    for name in REFUSED.keys() - {"DATA_DIR"}:
        monkeypatch.setenv(name, "")
    assert settings() == unset


def test_settings_have_defaults(tmp_path: Path) -> None:
    found = settings()
    assert (found["DEBUG"], found["HTTPS"]) == (False, False)
    assert (found["HOST"], found["PORT"]) == ("127.0.0.1", 8000)
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "data" / "archive.sqlite3")
    assert "SECURE_SSL_REDIRECT" not in found


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("True", True), ("ON", True), ("0", False), ("no", False)])
def test_yes_and_no_can_be_written_in_several_ways(word: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", word)
    assert environment.boolean("DEBUG", default=not meant) is meant


def test_with_https_cookies_are_secure_and_browsers_must_use_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS", "1")
    found = settings()
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 31536000
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("host", "also_allowed"),
    [("192.0.2.7", "192.0.2.7"), ("::2", "[::2]"), ("[::2]", "[::2]"), ("archive.test", "archive.test")],
)
def test_the_address_that_the_site_listens_on_is_an_allowed_host(
    host: str, also_allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", host)
    assert environment.allowed_hosts() == ["localhost", "127.0.0.1", "[::1]", also_allowed]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "localhost"])
def test_listening_on_every_address_allows_no_other_host(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", host)
    assert environment.allowed_hosts() == ["localhost", "127.0.0.1", "[::1]"]


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "archive.example, .archive.example,[::1],")
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "https://archive.example,https://*.archive.example:8443")
    assert environment.allowed_hosts() == ["archive.example", ".archive.example", "[::1]"]
    assert environment.trusted_origins() == ["https://archive.example", "https://*.archive.example:8443"]


def test_encoded_parts_of_a_postgres_address_are_decoded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRES)
    found = settings()["DATABASES"]["default"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("archive", "p@ss+word")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "pq")
    assert found["OPTIONS"]["pool"]["max_size"] > settings()["WEB_THREADS"]


def test_a_relative_sqlite_file_is_in_the_projects_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere/archive.sqlite3")
    assert environment.database(tmp_path)["NAME"] == str(environment.BASE_DIR / "elsewhere/archive.sqlite3")


def test_options_in_an_address_are_kept_beside_those_of_the_engine() -> None:
    found = with_options({"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"sslmode": "require"}}, threads=3)
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["max_size"] == 5


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p%40@mail.example", 587, True, False),
        ("smtps://mail.example:4465", 4465, False, True),
    ],
)
def test_the_mail_servers_address_is_read(
    url: str, port: int, starttls: bool, tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    found = environment.email()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)
    assert found["EMAIL_HOST_PASSWORD"] == ("p@" if "u:" in url else "")


def test_the_file_gives_settings_that_the_environment_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.env"
    file.write_text("PORT=8123\nLOG_LEVEL=ERROR  # quiet\nCONTACT_EMAIL='a@archive.example'\n")
    monkeypatch.setattr(os, "environ", {**os.environ, "ENV_FILE": str(file), "PORT": "9000"})
    environment.read_env_file()
    assert [os.environ[name] for name in ("PORT", "LOG_LEVEL", "CONTACT_EMAIL")] == [
        "9000",
        "ERROR",
        "a@archive.example",
    ]


def test_the_example_file_names_every_variable() -> None:
    named = {line.partition("=")[0] for line in (environment.BASE_DIR / ".env.example").read_text().splitlines()}
    assert REFUSED.keys() - {"ENV_FILE"} <= named


@pytest.mark.django_db
def test_the_connection_has_the_options_of_its_engine() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT * FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys, pragma_busy_timeout"
            )
            assert cursor.fetchone() == ("wal", 1, 1, 20000)
        else:
            assert connection.settings_dict["OPTIONS"]["pool"]
