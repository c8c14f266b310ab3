"""A model with weights of 8 bits multiplies with them as they are, and gives nearly the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from questions.search.vectors.encoder import start_session
from questions.search.vectors.whole_numbers import is_faster, multiply_whole_numbers
from tests.support.tiny_model import build

CHANCE = np.random.default_rng(1)
ROWS, COLUMNS = 64, 12


def make_model(rows: int, kind: type = np.int8, version: int = 17) -> bytes:
    """It multiplies rows of numbers with weights: whole numbers, and a scale for each column."""
    weights = CHANCE.integers(-127, 128, (rows, COLUMNS)).astype(kind)
    scale = CHANCE.uniform(0.001, 0.01, (1, COLUMNS)).astype(np.float32)
    nodes = [
        helper.make_node("Cast", ["numbers"], ["cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["cast", "scale"], ["weights"]),
        helper.make_node("MatMul", ["given", "weights"], ["found"]),
    ]
    given, found = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ("texts", size))
        for name, size in (("given", rows), ("found", COLUMNS))
    )
    arrays = [numpy_helper.from_array(weights, "numbers"), numpy_helper.from_array(scale, "scale")]
    return build(nodes, [given], [found], arrays, version)


def operations(content: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_from_string(content).graph.node]


def run(content: bytes, given: Any) -> Any:
    [found] = start_session(content).run(None, {"given": given})
    return found


@pytest.mark.parametrize("version", [17, 18])
def test_weights_of_eight_bits_are_multiplied_as_they_are(version: int) -> None:
    model = make_model(ROWS, version=version)
    changed = multiply_whole_numbers(model)
    assert "DynamicQuantizeMatMul" in operations(changed)
    assert "MatMul" not in operations(changed)
    given = CHANCE.normal(size=(5, ROWS)).astype(np.float32)
    exact, found = run(model, given), run(changed, given)
    assert np.linalg.norm(found - exact) < 0.03 * np.linalg.norm(exact)


def test_rows_of_small_numbers_are_rounded_as_well_as_the_large_ones_beside_them() -> None:
    model = make_model(ROWS)
    given = CHANCE.normal(size=(5, ROWS)).astype(np.float32) * np.float32([[1], [0.001], [1], [1000], [1]])
    exact, found = run(model, given), run(multiply_whole_numbers(model), given)
    assert (np.linalg.norm(found - exact, axis=1) < 0.03 * np.linalg.norm(exact, axis=1)).all()


def test_a_row_of_zeros_gives_zeros() -> None:
    assert not run(multiply_whole_numbers(make_model(ROWS)), np.zeros((2, ROWS), np.float32)).any()


def test_larger_whole_numbers_are_left_as_they_are() -> None:
    model = make_model(ROWS, np.int16)
    assert multiply_whole_numbers(model) == model


@pytest.mark.parametrize(("flags", "expected"), [("fpu avx2 avx512_vnni", True), ("fpu avx2 avx512f", False)])
def test_this_is_done_where_the_processor_has_an_instruction_for_it(tmp_path: Path, flags: str, expected: bool) -> None:
    (tmp_path / "cpuinfo").write_text(f"processor : 0\nflags : {flags}\n")
    assert is_faster(tmp_path / "cpuinfo") is expected


def test_it_is_not_done_where_nothing_says_what_the_processor_can_do(tmp_path: Path) -> None:
    assert not is_faster(tmp_path / "missing")
