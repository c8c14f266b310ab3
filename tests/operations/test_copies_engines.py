"""An archive copied from SQLite to PostgreSQL and back, in separate processes, keeps the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.postgres import temporary_server
from tests.support.copying import content, sha256
from tests.support.databases import NewDatabase
from tests.support.processes import Archive
from tests.support.records import answered, corrected, grouped, holding, write_list

pytestmark = pytest.mark.slow

STAFF = """
from django.contrib.auth.models import User
from questions.models import Question, TopicAssignment
anna = User.objects.create_superuser("anna", password="sesame")
TopicAssignment.objects.update(assigned_by=anna)
"""


@contextmanager
def database(engine: str, folder: Path, new_database: NewDatabase) -> Iterator[str]:
    """A database of this engine: a copy of the suite's if the engine is the same, else an empty one."""
    folder.mkdir()
    if engine == connection.vendor:
        with new_database(folder) as url:
            yield url
    elif engine == "postgresql":
        with temporary_server() as url:
            yield url
    else:
        yield f"sqlite:///{folder}/archive.sqlite3"


def fill(site: Archive, folder: Path) -> None:
    """The demo archive, and records that leave evidence, history, links and refused rows."""
    neighbours = grouped(("2001", "2024-09-02"), ("9999", "2024-09-02"))
    records = answered(), holding(id=102, uin="2002"), corrected(id=103, uin="2003", groupedQuestionsDates=neighbours)
    for day, values in (("01", records), ("30", [{**value, "heading": "Young carers’ ½ 🙂"} for value in records])):
        site.manage("import_questions", write_list(folder / f"2024-10-{day}.json", *values, {"id": 104}))
    site.manage("demo")
    site.manage("load_topics")
    site.manage("shell", "-c", STAFF)


def test_every_row_is_the_same_after_copying_to_postgresql_and_back(tmp_path: Path, new_database: NewDatabase) -> None:
    copies = [tmp_path / f"{number}.gz" for number in range(3)]
    with ExitStack() as stack:
        sites = []
        for number, engine in enumerate(("sqlite", "postgresql", "sqlite")):
            folder = tmp_path / str(number)
            sites.append(Archive(folder, stack.enter_context(database(engine, folder, new_database))))
        fill(sites[0], tmp_path)
        for number, (site, copy) in enumerate(zip(sites, copies, strict=True)):
            if number:
                site.manage("archive_load", str(copies[number - 1]))
            site.manage("archive_dump", str(copy), "--with-accounts")
        assert len({site.state() for site in sites}) == 1
        assert sites[1].manage("check_archive").startswith("checked 70, missing 0, different 0, extra 0, twice 0")
    assert len({sha256(copy) for copy in copies}) == 1
    assert content(copies[2])[1:] == content(copies[0])[1:]
    assert min(content(copies[2])[-1]["rows"][name] for name in ("auth.user", "questions.evidence")) > 0
