"""Sites as `make run` serves them, for browsers to look at: on SQLite, with the demo archive."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.served import PASSWORD, START, bare_environment, free_port, run_to_its_end, started


class Site(NamedTuple):
    """Where it is served, and what its environment was given."""

    url: str
    given: dict[str, str]

    @property
    def desk(self) -> str:
        return f"{self.url}/admin/"

    def manage(self, *arguments: str) -> None:
        given = {**self.given, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        done = run_to_its_end([sys.executable, "manage.py", *arguments], **given)
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def served(folder: Path, **given: str) -> Iterator[Site]:
    """The site whose data are in that folder, which is made with the demo archive where it is missing."""
    given = {"DATA_DIR": str(folder), "PORT": str(free_port()), "WEB_WORKERS": "1", **given}
    with started([*START, "--local"], bare_environment(**given), folder.with_suffix(".log")):
        yield Site(f"http://127.0.0.1:{given['PORT']}", given)


@contextmanager
def served_copy(prepared: Path, folder: Path, **given: str) -> Iterator[Site]:
    """A site of its own that begins as the prepared one, which takes far less time than to make one."""
    shutil.copytree(prepared, folder)
    with served(folder, **given) as site:
        yield site


def prepare(folder: Path) -> None:
    """The demo archive, and Anna and Berta, who may do everything and have no second factor yet."""
    with served(folder) as site:
        for name in ("anna", "berta"):
            site.manage("createsuperuser", "--noinput", f"--username={name}", "--email=a@archive.example")
