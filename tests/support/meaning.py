"""Search by meaning in tests: a tiny model, its process in this one, and vectors that are up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from questions.search.vectors import client, service
from questions.search.vectors.encoder import Encoder
from questions.search.vectors.model import find_files
from questions.search.vectors.paths import folder_of
from questions.search.vectors.rows import NEWEST, Rows, open_rows
from questions.search.vectors.rows_written import RowsWriter

from .tiny_model import make_model

# What the tiny model knows: words in one tuple mean the same.
WORDS = (
    ("homeless", "sleeping", "rough"),
    ("veterans", "soldiers"),
    ("dentist", "dental", "teeth"),
    ("bus", "coach"),
    "fares",
    "school",
    "meals",
    "prisons",
    "many",
    "help",
)


def use_tiny_model(settings: Any, folder: Path) -> None:
    settings.DATA_DIR = folder / "data"
    settings.MEANING_MODEL = str(make_model(folder / "model", WORDS))
    client._failed_at = float("-inf")


def catch_up() -> int | None:
    """Bring the vectors up to date; how many questions got one."""
    files = find_files()
    return service.take_in(folder_of(files), Encoder(files))


def rows() -> Rows:
    return open_rows(folder_of(find_files()))


def begin_anew() -> None:
    """As if all questions had to be compared again, and this had only just begun."""
    writer = RowsWriter(folder_of(find_files()), rows().state.size)
    writer.commit(writer.state.mark, NEWEST)


@contextmanager
def meaning_served(*, up_to_date: bool = True) -> Iterator[None]:
    """With all vectors made, and the model answering."""
    files = find_files()
    encoder = Encoder(files)
    if up_to_date:
        service.take_in(folder_of(files), encoder)
    with service.serving(files, encoder):
        yield
