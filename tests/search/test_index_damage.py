"""A search index that is missing, damaged or cannot be written: what the site says, what goes on, what heals it."""

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


def let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the index from its files again, as another process does: to cut what is mapped into memory kills."""
    monkeypatch.setattr(store, "_reader", store.Reader())


def make_index() -> None:
    """An index of two commits, the second with a deletion in it."""
    question = make_answered("Family Hubs", "<p>We are.</p>", uin="1", topic="Childcare", department="Home Office")
    for number in range(5):
        make_answered(f"Heading {number}", f"<p>Step {number}.</p>", asked_by="Ann Example", answered_by="Max Sample")
    catch_up()
    make_question("Schools")
    log(question)
    catch_up()


def test_without_an_index_lists_say_that_it_is_being_rebuilt() -> None:
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


def test_without_an_index_all_else_goes_on() -> None:
    make_index()
    shutil.rmtree(store.folder())
    pages = ("/", "/departments/", "/topics/", "/members/", "/ministers/", "/about/", "/help/search/")
    for address in (*pages, "/questions/commons/2023-03-22/1/", "/search/suggest?q=hubs", "/healthz"):
        assert (address, Client().get(address).status_code) == (address, 200)


def test_a_deleted_index_is_built_anew() -> None:
    make_index()
    shutil.rmtree(store.folder())
    assert health() == "being rebuilt: there is no index yet"
    worker.take_in()
    assert (health(), found("hubs")) == ("ok", ["1"])
    assert is_complete()


@pytest.mark.parametrize("name", ["v1-nowhere", "../../elsewhere", "v1-../x", "", "rubbish", b"\xff\xfe", b"\x00"])
def test_a_name_that_leads_nowhere_is_no_index(name: str | bytes) -> None:
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
def test_a_damaged_file_never_fails_a_page_and_the_next_start_of_the_indexer_heals_it(
    file: str, damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_index()
    path = largest(file)
    let_go(monkeypatch)
    damage(path)
    assert not is_sound(path.parent)
    for address in ("/questions/?q=%22step+1%22", "/questions/?sort=answered", "/", "/healthz"):
        assert Client().get(address).status_code in (200, 503)
    make_question("Zebra crossings", uin="2")
    assert writer.mend().rebuilt
    assert (health(), found("zebra"), found("hubs")) == ("ok", ["2"], ["1"])
    assert is_complete()


@pytest.mark.parametrize("file", ["meta.json", "*.fast"])
def test_what_a_page_finds_damaged_is_built_anew_by_the_watcher(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_index()
    let_go(monkeypatch)
    overwrite(largest(file))
    assert Client().get("/questions/?q=hubs").status_code == 503
    assert health().startswith("being rebuilt: ")
    let_go(monkeypatch)
    worker.take_in()
    assert (health(), found("hubs")) == ("ok", ["1"])


def test_damage_that_no_search_comes_upon_is_found_by_the_check_and_mended_without_a_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_index()
    let_go(monkeypatch)
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


def test_an_index_that_cannot_be_opened_for_want_of_file_handles_is_not_condemned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_index()
    let_go(monkeypatch)
    most, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(store.IndexUnavailable):
            store.snapshot()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    assert (health(), found("hubs")) == ("ok", ["1"])


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let this process write no file beyond that size, in bytes: a write that would do so fails, as on a full disk."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


@pytest.mark.parametrize("size", [0, 300, 1000, 5000])
def test_a_disk_that_is_full_while_an_index_is_built_leaves_the_old_one(size: int) -> None:
    make_index()
    make_question("Zebra crossings", uin="2")
    before = built()
    with largest_file(size), pytest.raises(IndexNotWritten):
        rebuild()
    assert (built(), found("hubs"), count_waiting()) == (before, ["1"], 1)
    rebuild()
    assert found("zebra") == ["2"]
    assert is_complete()


@pytest.mark.parametrize("size", [0, 300, 1000, 5000])
def test_a_disk_that_is_full_while_changes_are_taken_in_loses_none(size: int) -> None:
    make_index()
    make_question("Zebra crossings", uin="2")
    with largest_file(size):
        with pytest.raises(IndexNotWritten):
            catch_up()
        catch_up_if_free()
        assert (found("hubs"), found("zebra"), count_waiting()) == (["1"], [], 1)
    assert catch_up()._replace(seconds=0) == Outcome(1, 0)
    assert found("zebra") == ["2"]
    assert is_complete()


def test_a_disk_that_is_full_before_there_is_an_index_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int = 4096

    with largest_file(0), pytest.raises(IndexNotWritten):
        catch_up()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage())
    assert health() == "being rebuilt: there is no index yet; its disk is full"
    assert Client().get("/questions/").status_code == 503


def test_a_folder_that_cannot_be_made_is_told_and_an_import_saves_nonetheless(index_dir: Path, tmp_path: Path) -> None:
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


def test_a_folder_that_cannot_be_written_to_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make_index()
    (store.folder() / "current").unlink()
    monkeypatch.setattr(store.os, "access", lambda *_: False)
    assert health() == "being rebuilt: there is no index yet; its folder cannot be written to"


def test_a_build_that_is_stopped_leaves_the_old_index_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
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
