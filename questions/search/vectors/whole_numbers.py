"""Makes a model whose weights are whole numbers of 8 bits multiply with them as they are.

Its graph turns them into other numbers before it multiplies: `MatMul(x, Mul(Cast(numbers), scale))`. onnxruntime's
`DynamicQuantizeMatMul` rounds `x` instead, and takes less than half the time where the processor has an instruction
for it. See https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import onnx
from onnx import helper, numpy_helper

DOMAIN = "com.microsoft"
INSTRUCTIONS = {"avx512_vnni", "avx_vnni"}  # without one of them, sums of products can overflow
# Of the numbers that a layer's activation gives, a few are much larger than the rest. Rounding these changes a text's
# vector more than all other rounding does. Only there are there as many numbers.
MOST_NUMBERS = 1_024


class Product(NamedTuple):
    """`numbers` and `scale` are the graph's arrays, of int8 and of one float for each column."""

    numbers: Any
    scale: Any


def is_faster(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor has the instruction."""
    try:
        return not INSTRUCTIONS.isdisjoint(cpuinfo.read_text().split())
    except OSError:
        return False


def multiply_whole_numbers(content: bytes) -> bytes:
    """The model, with such operations replaced; unchanged if it has none."""
    model = onnx.load_from_string(content)
    products = find_products(model.graph)
    nodes = [replace(node, products) for node in model.graph.node]
    if nodes == list(model.graph.node):
        return content
    scales = {product.scale.name: product.scale for product in products.values()}
    for scale in scales.values():
        scale.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(scale).reshape(-1), scale.name))
    del model.graph.node[:]
    model.graph.node.extend(keep_used(nodes, [output.name for output in model.graph.output]))
    model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    return bytes(model.SerializeToString())


def find_products(graph: Any) -> dict[str, Product]:
    """By the name of what is `Mul(Cast(numbers), scale)`."""
    arrays = {array.name: array for array in graph.initializer}
    cast = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast" and node.input[0] in arrays}
    scaled = [
        node for node in graph.node if node.op_type == "Mul" and node.input[0] in cast and node.input[1] in arrays
    ]
    found = {node.output[0]: Product(arrays[cast[node.input[0]]], arrays[node.input[1]]) for node in scaled}
    return {name: product for name, product in found.items() if can_be_replaced(*product)}


def can_be_replaced(numbers: Any, scale: Any) -> bool:
    if numbers.data_type != onnx.TensorProto.INT8 or len(numbers.dims) != 2:
        return False
    rows, columns = numbers.dims
    return rows <= MOST_NUMBERS and list(scale.dims) == [1, columns]


def replace(node: Any, products: dict[str, Product]) -> Any:
    if node.op_type != "MatMul" or node.input[1] not in products:
        return node
    product = products[node.input[1]]
    given = [node.input[0], product.numbers.name, product.scale.name]
    return helper.make_node("DynamicQuantizeMatMul", given, list(node.output), node.name, domain=DOMAIN)


def keep_used(nodes: list[Any], outputs: list[str]) -> list[Any]:
    """Those that the outputs are made from. Each node comes after those that it uses."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if not wanted.isdisjoint(node.output):
            kept.append(node)
            wanted.update(node.input)
    return kept[::-1]
