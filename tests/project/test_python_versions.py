"""The oldest Python that the project runs on is the same wherever it is named."""

import re
import tomllib

from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OLDEST = PROJECT["project"]["requires-python"].removeprefix(">=")


def test_tools_check_for_the_oldest_python() -> None:
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{OLDEST.replace('.', '')}"
    assert PROJECT["tool"]["mypy"]["python_version"] == OLDEST


def test_packages_are_locked_for_the_oldest_python_and_later_ones() -> None:
    lock = re.search(r"--universal --python-version (\S+)", (ROOT / "Makefile").read_text())
    assert lock
    assert lock[1] == OLDEST


def test_the_image_has_a_python_that_is_not_older() -> None:
    versions = re.findall(r"^FROM python:(\d+)\.(\d+)", (ROOT / "Dockerfile").read_text(), re.M)
    assert versions
    assert all((int(major), int(minor)) >= tuple(map(int, OLDEST.split("."))) for major, minor in versions)
