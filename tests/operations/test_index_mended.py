"""A served site whose index is deleted or damaged."""

from __future__ import annotations

import html
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.databases import NewDatabase
from tests.support.served import START, bare_environment, free_port, run_to_its_end, started
from tests.support.traffic import beside, end_well, fetch

pytestmark = pytest.mark.slow

PATIENCE = 30  # seconds to wait for something that should happen soon


@pytest.fixture
def environment(tmp_path: Path, new_database: NewDatabase) -> Iterator[dict[str, str]]:
    """The environment of a site with questions and an index, which is not served yet."""
    with new_database(tmp_path) as url:
        given = {"DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static"), "PORT": str(free_port())}
        given = bare_environment(DATABASE_URL=url, SECRET_KEY="x" * 60, **given)
        manage(given, "collectstatic", "--noinput", "--verbosity=0")
        with beside(given, "seed", "4") as editor:
            end_well(editor, PATIENCE)
        manage(given, "index")
        yield given


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = run_to_its_end([sys.executable, "manage.py", *arguments], **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether the condition becomes true in time. Failed connections are retried."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if holds():
                return True
        except (OSError, ConnectionError):
            pass
        time.sleep(0.1)
    return False


def finds(port: int, typed: str) -> bool:
    status, body = fetch(port, f"/questions/?q={typed}")
    return status == 200 and 'data-count="1"' in html.unescape(body.decode())


def cut(folder: Path) -> None:
    """Empty the files that the site has mapped into memory. The system kills a process that reads them there."""
    for path in folder.glob("v*-*/*.fast"):
        path.write_bytes(b"")


def delete(folder: Path) -> None:
    """Also while the site writes there, so that a file may be gone or new."""
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("damage", [delete, cut])
def test_a_served_site_repairs_its_index_after_deletion_or_damage(
    environment: dict[str, str], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    port = int(environment["PORT"])
    with started(START, environment, tmp_path / "served.log"):
        assert fetch(port, "/questions/?q=zebra")[0] == 200
        damage(tmp_path / "index")
        assert eventually(lambda: fetch(port, "/questions/?q=step")[0] in (200, 503))
        assert eventually(lambda: finds(port, "zebra+seed"))
        assert eventually(lambda: b'"ok"' in fetch(port, "/healthz")[1])
    assert "missing 0, different 0, extra 0, twice 0" in manage(environment, "check_archive")
