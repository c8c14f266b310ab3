"""The closest vectors are found among any rows, as a comparison with every number would find them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from questions.models.change_log import Mark
from questions.search.vectors.nearest import Narrowed, nearest, score, vector_of
from questions.search.vectors.rows import HEAD, Rows, compress
from questions.search.vectors.rows_written import RowsWriter

SIZE = 64
NUMBER = 5_000


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    chance = np.random.default_rng(1)
    found = chance.normal(size=(NUMBER, SIZE)) + 2 * chance.normal(size=(50, SIZE))[chance.integers(50, size=NUMBER)]
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def rows(vectors: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Question 1 to 5,000; every fifth is of department 5, and the days count upwards."""
    folder = tmp_path_factory.mktemp("rows")
    write(folder, [(key, 0, 5 if key % 5 == 0 else 1, key) for key in range(1, NUMBER + 1)], vectors)
    return Rows(folder)


def write(folder: Path, heads: list[tuple[int, int, int, int]], vectors: np.ndarray) -> RowsWriter:
    writer = RowsWriter(folder, vectors.shape[1])
    writer.append(np.array(heads, HEAD), *compress(vectors))
    writer.commit(Mark("archive", 1), None)
    return writer


def exactly(vectors: np.ndarray, vector: np.ndarray, keys: list[int], limit: int = 10) -> set[int]:
    scores = {key: float(vectors[key - 1] @ vector) for key in keys}
    return set(sorted(scores, key=scores.__getitem__, reverse=True)[:limit])


def test_nearly_all_of_the_closest_are_found(rows: Rows, vectors: np.ndarray) -> None:
    every = [*range(1, NUMBER + 1)]
    found = [
        exactly(vectors, one, every) & {key for key, _ in nearest(rows, one, 10, Narrowed())} for one in vectors[:100]
    ]
    assert sum(map(len, found)) > 0.97 * 1000


@pytest.mark.parametrize(
    ("narrowed", "keys"),
    [
        (Narrowed(departments=[5]), range(5, NUMBER + 1, 5)),
        (Narrowed(first=4_000), range(4_000, NUMBER + 1)),
        (Narrowed(first=100, last=200), range(100, 201)),
        (Narrowed(among=[7, 3, 3, 9, 99_999]), [3, 7, 9]),
        (Narrowed(departments=[5, 9], last=100), range(5, 101, 5)),
        (Narrowed(departments=[5], among=[5, 7, 10]), [5, 10]),
        (Narrowed(departments=[2]), []),
    ],
)
def test_only_rows_that_are_asked_for_are_looked_at(
    rows: Rows, vectors: np.ndarray, narrowed: Narrowed, keys: range | list[int]
) -> None:
    found = {key for key, _ in nearest(rows, vectors[2], 10, narrowed)}
    assert len(found & exactly(vectors, vectors[2], [*keys])) >= 0.9 * min(10, len(keys))
    assert found <= set(keys)


def test_the_cosines_are_nearly_those_of_the_whole_vectors(rows: Rows, vectors: np.ndarray) -> None:
    for key, cosine in score(rows, vectors[0], [1, 2, 3, 99_999]):
        assert cosine == pytest.approx(float(vectors[0] @ vectors[key - 1]), abs=0.02)


def test_a_questions_own_vector_is_found_by_its_key(rows: Rows, vectors: np.ndarray) -> None:
    assert vector_of(rows, 17) @ vectors[16] > 0.999
    assert vector_of(rows, 99_999) is None


def test_the_last_row_of_a_question_counts(vectors: np.ndarray, tmp_path: Path) -> None:
    writer = write(tmp_path, [(1, 0, 0, 0), (2, 0, 0, 0)], vectors[:2])
    writer.append(np.array([(1, 0, 0, 0)], HEAD), *compress(vectors[2:3]))
    writer.commit(Mark("archive", 2), None)
    assert [key for key, cosine in nearest(Rows(tmp_path), vectors[2], 9, Narrowed()) if cosine > 0.999] == [1]
    assert len(nearest(Rows(tmp_path), vectors[0], 9, Narrowed())) == 2


def test_an_empty_file_has_nothing_close(tmp_path: Path, vectors: np.ndarray) -> None:
    RowsWriter(tmp_path, SIZE)
    assert nearest(Rows(tmp_path), vectors[0], 9, Narrowed()) == []


def test_rows_that_were_not_committed_are_written_over(tmp_path: Path, vectors: np.ndarray) -> None:
    writer = write(tmp_path, [(1, 0, 0, 0)], vectors[:1])
    writer.append(np.array([(2, 0, 0, 0)], HEAD), *compress(vectors[1:2]))  # and killed before the commit
    again = RowsWriter(tmp_path, SIZE)
    again.append(np.array([(3, 0, 0, 0)], HEAD), *compress(vectors[2:3]))
    again.commit(Mark("archive", 2), None)
    assert Rows(tmp_path).keys.tolist() == [1, 3]


@pytest.mark.parametrize("damage", ["heads", "bits", "numbers", "state.json"])
def test_files_that_are_cut_or_missing_are_made_anew(tmp_path: Path, vectors: np.ndarray, damage: str) -> None:
    write(tmp_path, [(1, 0, 0, 0)], vectors[:1])
    next(tmp_path.glob(f"*{damage}")).write_bytes(b"1")
    assert RowsWriter(tmp_path, SIZE).state.rows == 0
    assert Rows(tmp_path).keys.tolist() == []
