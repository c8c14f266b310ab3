"""Sites for browser tests, served as `make run` does: on SQLite, with the demo archive."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.served import PASSWORD, START, bare_environment, free_port, run_to_its_end, started


class Site(NamedTuple):
    """A served site: its address, and the settings given in its environment."""

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
    """Serve the site with its data in this folder. If there is none, it is made with the demo archive."""
    given = {"DATA_DIR": str(folder), "PORT": str(free_port()), "WEB_WORKERS": "1", **given}
    with started([*START, "--local"], bare_environment(**given), folder.with_suffix(".log")):
        yield Site(f"http://127.0.0.1:{given['PORT']}", given)


@contextmanager
def served_copy(prepared: Path, folder: Path, **given: str) -> Iterator[Site]:
    """Serve a copy of the prepared site, which is much faster than making a new one."""
    shutil.copytree(prepared, folder)
    with served(folder, **given) as site:
        yield site


def prepare(folder: Path) -> None:
    """Make the demo archive with two superusers, Anna and Berta, who have no second factor yet."""
    with served(folder) as site:
        for name in ("anna", "berta"):
            site.manage("createsuperuser", "--noinput", f"--username={name}", "--email=a@archive.example")
