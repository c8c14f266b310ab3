"""Collected static files: the stylesheet is one file that contains everything it imports."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from pq_archive.statics import joined, report
from tests import ROOT

CSS = ROOT / "static" / "css"


@pytest.fixture
def collected(tmp_path, settings) -> Path:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # not the admin's files
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "pq_archive.statics.Storage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def stylesheet(root: Path) -> str:
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    return (root / names["css/site.css"]).read_text()


def test_an_import_is_replaced_by_the_file_beside_it():
    files = {
        "css/site.css": '@layer a;\n@import "a.css";\n@import "b.css";\n',
        "css/a.css": "a {}",
        "css/b.css": "b {}",
    }
    assert joined("css/site.css", files.__getitem__) == "@layer a;\na {}\nb {}\n"


def test_an_import_of_a_missing_file_fails():
    with pytest.raises(KeyError):
        joined("css/site.css", {"css/site.css": '@import "gone.css";'}.__getitem__)


def test_the_collected_stylesheet_imports_nothing(collected):
    assert "@import" not in stylesheet(collected)
    imports = re.findall(r'@import "(.+)";', (CSS / "site.css").read_text())
    assert [name for name in imports if (CSS / name).read_text() not in stylesheet(collected)] == []


def test_collecting_again_includes_a_changed_file(collected, settings, tmp_path):
    changed = tmp_path / "source"
    (changed / "css").mkdir(parents=True)
    for name in CSS.glob("*.css"):
        (changed / "css" / name.name).write_text(name.read_text())
    (changed / "css" / "tokens.css").write_text("@layer tokens { :root { --ink: #123456; } }")
    settings.STATICFILES_DIRS = [changed]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert "--ink: #123456" in stylesheet(collected)


def test_a_collected_module_imports_the_version_collected_with_it(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert Path(names["js/places.js"]).name in (collected / names["js/listing.js"]).read_text()


@pytest.mark.parametrize("manifest", [None, "", "{", "[]", '{"version": "9"}'])
def test_without_a_readable_list_of_static_files_pages_name_the_files_without_a_hash(collected, settings, manifest):
    (collected / "staticfiles.json").unlink()
    if manifest is not None:
        (collected / "staticfiles.json").write_text(manifest)
    settings.STATIC_URL = "/static/"  # makes Django read the list again
    assert staticfiles_storage.url("css/site.css") == "/static/css/site.css"


@pytest.fixture
def more(settings, tmp_path_factory) -> Path:
    """Another folder of static files."""
    report.cache_clear()
    folder = tmp_path_factory.mktemp("more")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, folder]
    return folder


def test_a_file_that_was_not_collected_is_reported(collected, more, caplog):
    (more / "new.css").write_text("")
    assert staticfiles_storage.url("new.css") == "/static/new.css"
    assert "'new.css': run collectstatic" in caplog.text


def test_a_start_with_all_files_collected_reports_nothing(more, collected, settings, caplog):
    (more / "looks.hashed.js").write_text("")
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    WhiteNoiseMiddleware(lambda request: HttpResponse())
    assert caplog.text == ""


def test_the_stylesheet_names_every_layer_that_its_files_use():
    order = re.search(r"@layer ([\w, ]+);", (CSS / "site.css").read_text())
    assert order
    used = {name for file in CSS.glob("*.css") for name in re.findall(r"^@layer (\w+) \{", file.read_text(), re.M)}
    assert used <= set(order[1].split(", "))
