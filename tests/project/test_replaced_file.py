"""SQLite's file can be moved away and another put in its place while a process lasts, such as by a restore."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.processes import Archive
from tests.support.served import bare_environment, run_to_its_end

SHOW = """
import django, os, sys
django.setup()
from pq_archive.waits import close_replaced_file
from questions.models import Topic
for new in sys.argv[1:]:
    os.replace(new, "{file}")
    close_replaced_file()
    print(*Topic.objects.values_list("name", flat=True))
"""
MAKE = "from questions.models import Topic; Topic.objects.create(name={name!r}, slug='a')"


def test_a_process_that_lasts_uses_the_file_that_is_there_now(tmp_path: Path) -> None:
    files = [make_archive(tmp_path, name) for name in ("First", "Second")]
    environment = bare_environment(DATA_DIR=str(tmp_path), SECRET_KEY="x" * 60)
    environment |= {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'now.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "pq_archive.settings",
    }
    code = SHOW.format(file=tmp_path / "now.sqlite3")
    done = run_to_its_end([sys.executable, "-c", code, *files], **environment)
    assert done.stdout.split() == ["First", "Second"], done.stderr


def make_archive(folder: Path, name: str) -> str:
    """The file of an archive with a topic of this name."""
    file = folder / f"{name}.sqlite3"
    Archive(folder, f"sqlite:///{file}").shell(MAKE.format(name=name))
    return str(file)
