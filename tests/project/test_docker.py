"""The Docker image: what goes into it, and that it serves the site."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import dockerfile
from tests.support.databases import empty_database
from tests.support.programs import with_mounts
from tests.support.served import ROOT, free_port, get, started

STEPS = dockerfile.instructions((ROOT / "Dockerfile").read_text())
KEY = "a-key-that-was-given-a-key-that-was-given-a-key-that-was-given"


def test_only_the_sites_own_files_are_sent_to_the_build() -> None:
    sent = dockerfile.context_files(ROOT)
    tops = {path.parts[0] for path in sent}
    assert {
        "pq_archive",
        "questions",
        "templates",
        "static",
        "manage.py",
        "requirements.txt",
    } <= tops
    assert not tops & {".env", ".git", ".venv", "data", "tests", "requirements-dev.txt"}
    assert not [path for path in sent if "__pycache__" in path.parts]


def test_every_file_that_the_image_copies_is_sent_to_the_build() -> None:
    sent = {part for path in dockerfile.context_files(ROOT) for part in (path.as_posix(), path.parts[0])}
    copied = [rest.split()[:-1] for name, rest in STEPS if name == "COPY" and "--from=" not in rest]
    assert {source for sources in copied for source in sources} <= sent


def test_the_image_does_not_run_as_root_and_has_a_health_check() -> None:
    names = [name for name, _ in STEPS]
    assert re.fullmatch(r"[1-9][0-9]+:[1-9][0-9]+", dict(STEPS)["USER"])
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "pq_archive.health" in dict(STEPS)["HEALTHCHECK"]


def test_the_image_holds_no_secret_key() -> None:
    assert not [rest for name, rest in STEPS if name in ("ENV", "ARG") and "SECRET_KEY" in rest]


pytestmark = pytest.mark.xdist_group("image")  # building the image takes long, so one worker runs all of these


@pytest.fixture(scope="module")
def image() -> Iterator[dockerfile.Stage]:
    """The result of following the Dockerfile, with the optional model, in a clean directory that other users can enter
    too."""
    work = Path(tempfile.mkdtemp(prefix="pq-archive-image-", dir="/tmp"))
    work.chmod(0o755)
    try:
        for path in dockerfile.context_files(ROOT):
            (work / "context" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, work / "context" / path)
        yield dockerfile.build(ROOT / "Dockerfile", work / "context", work, MEANING="1")
    finally:
        shutil.rmtree(work)


@pytest.mark.slow
def test_the_image_serves_the_site_with_its_own_files_and_reports_that_it_is_healthy(
    image: dockerfile.Stage, tmp_path: Path
) -> None:
    with empty_database(tmp_path) as url:
        environment = {**image.variables(), "SECRET_KEY": KEY, "PORT": str(free_port()), **on_postgres(url)}
        options = {"cwd": image.below("."), **identity(image, url)}
        with started(image.entrypoint, environment, tmp_path / "log", **options):
            home = get(int(environment["PORT"]), "/")
            missing = get(int(environment["PORT"]), "/nothing-here/")
            health = subprocess.run(image.healthcheck, env=environment, cwd=image.below("."), check=False)
    assert (home.status, missing.status, health.returncode) == (200, 404, 0)
    assert not list(image.below("/data").glob("secret_key"))


@pytest.mark.slow
def test_the_image_does_not_start_without_a_secret_key(image: dockerfile.Stage) -> None:
    ended = subprocess.run(
        image.entrypoint, env=image.variables(), cwd=image.below("."), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("SECRET_KEY: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.slow
def test_the_health_check_fails_when_nothing_is_served(image: dockerfile.Stage) -> None:
    environment = {**image.variables(), "PORT": str(free_port())}
    assert subprocess.run(image.healthcheck, env=environment, cwd=image.below("."), check=False).returncode == 1


@pytest.mark.slow
def test_the_image_has_the_compressed_static_files_that_pages_use(image: dockerfile.Stage) -> None:
    collected = image.below("/app/static_collected")
    assert (collected / "staticfiles.json").is_file()
    assert list(collected.glob("admin/css/base.*.css.gz"))


@pytest.mark.slow
def test_the_model_is_in_the_image_if_the_build_asks_for_it(image: dockerfile.Stage, tmp_path: Path) -> None:
    environment = {**image.variables(), "SECRET_KEY": KEY, "DATA_DIR": str(tmp_path), "MEANING_MODEL": ""}

    def manage(*command: str) -> str:
        given: dict[str, Any] = {"env": environment, "cwd": image.below("."), "text": True}
        return subprocess.run(["python", "manage.py", *command], capture_output=True, check=True, **given).stdout

    manage("migrate", "--verbosity=0")
    assert "0 questions were given vectors" in manage("vectors")


@pytest.mark.slow
@pytest.mark.mounts
def test_the_site_writes_only_to_its_data_and_to_temporary_files(image: dockerfile.Stage, tmp_path: Path) -> None:
    """As in compose.yaml, where the containers' own files are read-only."""
    with empty_database(tmp_path) as url:
        environment = {**image.variables(), "SECRET_KEY": KEY, "PORT": str(free_port()), **on_postgres(url)}
        environment["TMPDIR"] = str(image.below("/tmp"))
        writable = [image.below("/data"), image.below("/tmp")]

        def confined(*command: str) -> int:
            return subprocess.call(only_writing_to(writable, [*command]), env=environment, cwd=image.below("."))

        site = only_writing_to(writable, image.entrypoint)
        with started(site, environment, tmp_path / "log", cwd=image.below(".")):
            done = confined("python", "manage.py", "demo"), confined("touch", str(image.below("/app/changed")))
            port = int(environment["PORT"])
            answers = [get(port, path).status for path in ("/", "/questions/?q=schools", "/questions/export.csv")]
    assert (*done, *answers) == (0, 1, 200, 200, 200)


def only_writing_to(writable: list[Path], command: list[str]) -> list[str]:
    """The command in a mount namespace where only these folders, and shared memory, can be written to."""
    binds = [f"mount --bind {path} {path}" for path in writable]
    return with_mounts([*binds, "mount -o remount,ro,bind /"], command)


def on_postgres(url: str) -> dict[str, str]:
    """The database's address. On SQLite there is none, so that the file is made in the volume."""
    return {"DATABASE_URL": url} if url.startswith("postgres") else {}


def identity(image: dockerfile.Stage, url: str) -> dict[str, Any]:
    """The image's user, as arguments of subprocess, if the tests can run as that user.

    This needs root, a Python that other users can run, and a database that they can reach. The socket of the
    temporary PostgreSQL is in a directory of another user.
    """
    python = Path(sys.base_prefix).resolve()
    reachable = all(path.stat().st_mode & stat.S_IXOTH for path in (python, *python.parents))
    if os.geteuid() != 0 or not reachable or url.startswith("postgres"):
        return {}
    return {"user": int(image.user), "group": int(image.user), "extra_groups": []}
