"""A search index that is missing, damaged or not writable: what the site says, what still works, what repairs it."""

from __future__ import annotations

import random
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError
from django.test import Client

from questions.operations import worker
from questions.search.index import store, writer
from questions.search.index.checksums import is_sound
from questions.search.index.store import EngineFailed
from questions.search.index.writer import IndexNotWritten, Outcome, catch_up, catch_up_if_free, count_waiting, rebuild
from tests.support.factories import log, make_answered, make_question
from tests.support.indexing import built, found, index_dir, is_complete, run
from tests.support.records import unanswered, write_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def health() -> str:
    response = Client().get("/healthz")
    assert response.status_code == 200
    return response.json().get("search", "ok")


def reopen_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the index again, as another process would: truncating a file that is mapped into memory kills this one."""
    monkeypatch.setattr(store, "_reader", store.Reader())


def make_index() -> None:
    """Make an index of two commits. The second one contains a deletion."""
    question = make_answered("Family Hubs", "<p>We are.</p>", uin="1", topic="Childcare", department="Home Office")
    for number in range(5):
        make_answered(f"Heading {number}", f"<p>Step {number}.</p>", asked_by="Ann Example", answered_by="Max Sample")
    catch_up()
    make_question("Schools")
    log(question)
    catch_up()


def test_without_an_index_lists_say_that_search_is_being_rebuilt() -> None:
    make_index()
    shutil.rmtree(store.folder())
    lists = (
        "/questions/",
        "/questions/?q=hubs",
        "/questions/by/month/",
        "/departments/home-office/",
        "/topics/childcare/",
    )
    for address in (*lists, "/questions/export.csv"):
        response = Client().get(address)
        assert (address, response.status_code) == (address, 503)
        assert "Search is being rebuilt" in response.content.decode()
        assert int(response.headers["Retry-After"]) > 0
        assert "no-store" in response.headers["Cache-Control"]


def test_without_an_index_other_pages_still_work() -> None:
    make_index()
    shutil.rmtree(store.folder())
    pages = ("/", "/departments/", "/topics/", "/members/", "/ministers/", "/about/", "/help/search/")
    for address in (*pages, "/questions/commons/2023-03-22/1/", "/search/suggest?q=hubs", "/healthz"):
        assert (address, Client().get(address).status_code) == (address, 200)


def test_a_deleted_index_is_rebuilt() -> None:
    make_index()
    shutil.rmtree(store.folder())
    assert health() == "being rebuilt: there is no index yet"
    worker.take_in()
    assert (health(), found("hubs")) == ("ok", ["1"])
    assert is_complete()


@pytest.mark.parametrize("name", ["v1-nowhere", "../../elsewhere", "v1-../x", "", "rubbish", b"\xff\xfe", b"\x00"])
def test_an_invalid_name_in_the_current_file_rebuilds_the_index(name: str | bytes) -> None:
    make_index()
    (store.folder() / "current").write_bytes(name.encode() if isinstance(name, str) else name)
    assert Client().get("/questions/").status_code == 503
    assert health().startswith("being rebuilt: ")
    worker.take_in()
    assert (health(), found("hubs"), len(built())) == ("ok", ["1"], 1)
    assert is_complete()


def largest(pattern: str) -> Path:
    return max(store.current().glob(pattern), key=lambda path: path.stat().st_size)


def remove(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    content = path.read_bytes()
    start, end = len(content) // 4, len(content) // 2
    path.write_bytes(content[:start] + random.Random(1).randbytes(end - start) + content[end:])


FILES = ("meta.json", "*.term", "*.idx", "*.pos", "*.fast", "*.fieldnorm", "*.store", "*.del")


@pytest.mark.parametrize("damage", [remove, cut, overwrite])
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_breaks_no_page_and_the_index_worker_repairs_it_when_it_starts(
    file: str, damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_index()
    path = largest(file)
    reopen_index(monkeypatch)
    damage(path)
    assert not is_sound(path.parent)
    for address in ("/questions/?q=%22step+1%22", "/questions/?sort=answered", "/", "/healthz"):
        assert Client().get(address).status_code in (200, 503)
    make_question("Zebra crossings", uin="2")
    assert writer.mend().rebuilt
    assert (health(), found("zebra"), found("hubs")) == ("ok", ["2"], ["1"])
    assert is_complete()


@pytest.mark.parametrize("file", ["meta.json", "*.fast"])
def test_the_index_worker_rebuilds_an_index_that_a_page_found_damaged(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_index()
    reopen_index(monkeypatch)
    overwrite(largest(file))
    assert Client().get("/questions/?q=hubs").status_code == 503
    assert health().startswith("being rebuilt: ")
    reopen_index(monkeypatch)
    worker.take_in()
    assert (health(), found("hubs")) == ("ok", ["1"])


def test_check_archive_finds_damage_that_searches_miss_and_index_repairs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_index()
    reopen_index(monkeypatch)
    path = largest("*.fieldnorm")
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    assert (health(), found("hubs")) == ("ok", ["1"])
    with pytest.raises(CommandError, match="the index is damaged"):
        run("check_archive")
    assert found("hubs") == ["1"]
    assert run("index").endswith("; the whole index was rebuilt: the index is damaged\n")
    assert is_complete()


def test_a_search_that_the_engine_refuses_does_not_condemn_a_sound_index() -> None:
    make_index()
    with pytest.raises(EngineFailed):
        store.snapshot().search(store.Query.all_query(), 0)
    assert health() == "ok"


def test_a_lack_of_file_handles_does_not_condemn_a_sound_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_index()
    reopen_index(monkeypatch)
    most, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(store.IndexUnavailable):
            store.snapshot()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    assert (health(), found("hubs")) == ("ok", ["1"])


@contextmanager
def limited_file_size(size: int) -> Iterator[None]:
    """Limit the size in bytes of files that this process writes. A larger write fails, as on a full disk."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


@pytest.mark.parametrize("size", [0, 300, 1000, 5000])
def test_a_full_disk_during_a_rebuild_leaves_the_old_index(size: int) -> None:
    make_index()
    make_question("Zebra crossings", uin="2")
    before = built()
    with limited_file_size(size), pytest.raises(IndexNotWritten):
        rebuild()
    assert (built(), found("hubs"), count_waiting()) == (before, ["1"], 1)
    rebuild()
    assert found("zebra") == ["2"]
    assert is_complete()


@pytest.mark.parametrize("size", [0, 300, 1000, 5000])
def test_a_full_disk_while_catching_up_loses_no_change(size: int) -> None:
    make_index()
    make_question("Zebra crossings", uin="2")
    with limited_file_size(size):
        with pytest.raises(IndexNotWritten):
            catch_up()
        catch_up_if_free()
        assert (found("hubs"), found("zebra"), count_waiting()) == (["1"], [], 1)
    assert catch_up()._replace(seconds=0) == Outcome(1, 0)
    assert found("zebra") == ["2"]
    assert is_complete()


def test_health_reports_a_full_disk_if_there_is_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int = 4096

    with limited_file_size(0), pytest.raises(IndexNotWritten):
        catch_up()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage())
    assert health() == "being rebuilt: there is no index yet; its disk is full"
    assert Client().get("/questions/").status_code == 503


def test_health_reports_a_folder_that_cannot_be_created_and_imports_still_save(index_dir: Path, tmp_path: Path) -> None:
    index_dir.write_text("a file where the folder should be")
    told = run("import_questions", write_list(tmp_path / "1.json", unanswered()))
    assert "created 1," in told
    assert "The search index could not be written (" in told
    assert "run `manage.py index` to finish." in told
    assert health() == "being rebuilt: there is no index yet; a file is in the place of its folder"
    assert Client().get("/questions/commons/2024-09-02/2001/").status_code == 200
    index_dir.unlink()
    worker.take_in()
    assert (health(), found("hubs")) == ("ok", ["2001"])


def test_health_reports_a_folder_that_is_not_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    make_index()
    (store.folder() / "current").unlink()
    monkeypatch.setattr(store.os, "access", lambda *_: False)
    assert health() == "being rebuilt: there is no index yet; its folder cannot be written to"


def test_a_stopped_rebuild_leaves_only_the_old_index(monkeypatch: pytest.MonkeyPatch) -> None:
    make_index()
    before = built()

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(stop)
    monkeypatch.setattr(writer, "_take_in", stop)
    with pytest.raises(CommandError, match="stopped; the index has not changed"):
        run("index", "--rebuild")
    assert (built(), found("hubs")) == (before, ["1"])
