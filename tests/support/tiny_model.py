"""A stand-in for the model of search by meaning: each word has a vector of its own, and a text their mean.

So texts with the same words are close, and words that are given together, as the same thing, are the same.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

SIZE = 64
MARKS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]")


def make_model(folder: Path, words: Iterable[str | tuple[str, ...]]) -> Path:
    """A folder for MEANING_MODEL, with a model that knows these words; those in a tuple mean the same."""
    things = [(one,) if isinstance(one, str) else one for one in words]
    vocabulary = [*MARKS, *(word for thing in things for word in thing)]
    table = [[0.0] * SIZE for _ in MARKS]
    for number, thing in enumerate(things):
        table += [_vector(number)] * len(thing)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    (folder / "model.onnx").write_bytes(_onnx(table))
    write_sums(folder)
    return folder


def write_sums(folder: Path) -> None:
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "vocab.txt")}
    (folder / "SHA256SUMS").write_text("".join(f"{sums[name]}  {name}\n" for name in sums), encoding="utf-8")


def _vector(number: int) -> list[float]:
    chance = random.Random(number)
    return [chance.gauss(0, 1) for _ in range(SIZE)]


def _onnx(table: list[list[float]]) -> bytes:
    """A model that looks up each number of `input_ids` in the table."""
    rows = numpy_helper.from_array(np.array(table, dtype=np.float32), "table")
    inputs = [_value(name, TensorProto.INT64) for name in ("input_ids", "attention_mask")]
    output = _value("hidden", TensorProto.FLOAT, SIZE)
    node = helper.make_node("Gather", ["table", "input_ids"], ["hidden"])
    return build([node], inputs, [output], [rows])


def _value(name: str, kind: int, *size: int) -> Any:
    return helper.make_tensor_value_info(name, kind, ("batch", "pieces", *size))


def build(nodes: list[Any], inputs: list[Any], outputs: list[Any], arrays: list[Any], version: int = 17) -> bytes:
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, arrays)
    opsets = [helper.make_opsetid("", version)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString())
