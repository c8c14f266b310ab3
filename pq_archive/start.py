"""Starts the site: `python -m pq_archive.start` prepares the database, then becomes pq_archive.supervisor.

`make run` adds --local, which creates a secret key in DATA_DIR, loads the demo archive into an empty database and
collects static files. A container gets its key from the environment, and its image has the static files.
"""

import argparse
import errno
import os
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from pq_archive import environment
from pq_archive.databases import close_connections
from pq_archive.locks import file_lock, starting_alone
from pq_archive.open_files import warn_of_few
from pq_archive.supervisor import replace_this_process
from questions.search.vectors import model

BANNER = """\
PQ Archive is running at {address} (press Ctrl-C to stop it).
To enter and correct records at {address}admin/, first create an administrator:
    {command}
"""


def main(arguments: list[str] | None = None) -> NoReturn:
    local, variables = parser().parse_args(arguments).local, dict(os.environ)
    # A reload that is asked for before the supervisor runs has nothing to do, and must not end this process.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.chdir(environment.BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")
    if local:
        or_one_line(keep_secret_key)
    django.setup()
    listener = bind_socket(settings.HOST, settings.PORT)
    or_one_line(prepare_locally if local else prepare)
    warn_of_few(settings.WEB_THREADS)
    if local:
        sys.stdout.write(banner())
        sys.stdout.flush()
    # The processes read the settings again: the variables are those from before .env was read.
    log_level = "WARNING" if local else settings.LOG_LEVEL
    replace_this_process(
        listener.detach(),
        workers=settings.WEB_WORKERS,
        meaning=model.is_installed(),
        log_level=log_level,
        variables=variables,
    )


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pq_archive.start", description="Prepare the database and serve.")
    parser.add_argument("--local", action="store_true", help="create a secret key, load the demo, collect static files")
    return parser


def keep_secret_key() -> None:
    """If the environment has no SECRET_KEY, create one in DATA_DIR, where settings find it; keep an existing one."""
    environment.read_env_file()
    data_dir = environment.directory("DATA_DIR", "data")
    kept = data_dir / "secret_key"
    with file_lock(data_dir / "secret_key.lock"):
        if not environment.text("SECRET_KEY") and not (kept.exists() and kept.stat().st_size):
            write_privately(kept, secrets.token_urlsafe(64))


def write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner can read; a crash leaves either the whole file or none."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def bind_socket(host: str, port: int) -> socket.socket:
    """The socket to listen on later; if the address cannot be used, end now with one line that says why."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            environment.refuse("PORT", f"a free port; {port} is in use (try PORT={port % 65535 + 1})")
        if error.errno == errno.EACCES:
            environment.refuse("PORT", f"a port that this user may use, such as 8000; this user may not use {port}")
        environment.refuse("HOST", f"a name or address of this machine; {host} is not one")
    return listener


def or_one_line(work: Callable[[], None]) -> None:
    """Do the work; if the disk, the database or a command fails, end with one line of the reason, not a traceback."""
    try:
        work()
    except (OSError, DatabaseError, CommandError) as error:
        sys.stderr.write(f"The archive cannot start: {reason_of(error)}\n")
        raise SystemExit(1) from None


def reason_of(error: Exception) -> str:
    """Its first line; for a file, also what to do."""
    if isinstance(error, OSError) and error.filename:
        advice = "mount its disk for writing, free some space, or let this user write there"
        return f"{error.filename} cannot be written to ({error.strerror}): {advice}"
    return str(error).strip().partition("\n")[0]


def prepare() -> None:
    with starting_alone():
        call_command("migrate", interactive=False, verbosity=0)
    close_connections()


def prepare_locally() -> None:
    with starting_alone():
        call_command("migrate", interactive=False, verbosity=0)
        load_demo_into_empty_archive()
    call_command("collectstatic", interactive=False, verbosity=0)
    close_connections()


def load_demo_into_empty_archive() -> None:
    from questions.models import ImportRun, Question  # models can be imported only after Django is set up

    # An archive with an import, or with its demo removed, is not new.
    if not Question.objects.exists() and not ImportRun.objects.exists():
        call_command("demo")


def banner() -> str:
    address = f"http://{environment.reachable_host()}:{settings.PORT}/"
    return BANNER.format(address=address, command=administrator_command())


def administrator_command() -> str:
    """The command to create an administrator, with this process's variables that another shell may not have."""
    given = [f"{name}={shlex.quote(os.environ[name])}" for name in ("DATA_DIR", "ENV_FILE") if name in os.environ]
    return " ".join([*given, ".venv/bin/python manage.py createsuperuser"])


if __name__ == "__main__":
    main()
