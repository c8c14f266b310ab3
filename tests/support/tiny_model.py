"""A stand-in for the model of search by meaning: each word has a vector of its own, and a text their mean.

So texts with the same words are close, and words that are given together, as the same thing, are the same. It is a
real ONNX file, written field by field, because nothing else of that format is needed.
"""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Iterable
from pathlib import Path

SIZE = 64
MARKS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]")
FLOAT, INT64 = 1, 7  # kinds of numbers in ONNX


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
    node = _text(1, "table") + _text(1, "input_ids") + _text(2, "hidden") + _text(4, "Gather")
    raw = b"".join(struct.pack(f"<{SIZE}f", *row) for row in table)
    tensor = _number(1, len(table)) + _number(1, SIZE) + _number(2, FLOAT) + _text(8, "table") + _bytes(9, raw)
    inputs = [_bytes(11, _value(name, INT64, ("batch", "pieces"))) for name in ("input_ids", "attention_mask")]
    output = _bytes(12, _value("hidden", FLOAT, ("batch", "pieces", SIZE)))
    graph = _bytes(1, node) + _text(2, "tiny") + _bytes(5, tensor) + b"".join(inputs) + output
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, 13))


def _value(name: str, kind: int, shape: Iterable[str | int]) -> bytes:
    dims = (_number(1, one) if isinstance(one, int) else _text(2, one) for one in shape)
    tensor = _number(1, kind) + _bytes(2, b"".join(_bytes(1, dim) for dim in dims))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


# The wire format of protocol buffers: a field's number and kind, then its value.


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
