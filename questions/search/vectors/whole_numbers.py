"""Makes a model whose weights are whole numbers of 8 bits multiply with them as they are.

Its graph turns them into other numbers before it multiplies: `MatMul(x, Mul(Cast(numbers), scale))`. onnxruntime's
`DynamicQuantizeMatMul` rounds `x` instead, and takes less than half the time where the processor has an instruction
for it. See https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md.

It rounds all rows of `x` by the largest number in any of them, and some rows have numbers much larger than all other
rows. So each row is divided by its own largest number first, and its product multiplied by that. A text's vector then
hardly depends on the texts beside it.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import onnx
from onnx import helper, numpy_helper

DOMAIN = "com.microsoft"
INSTRUCTIONS = {"avx512_vnni", "avx_vnni"}  # without one of them, sums of products can overflow
LEAST = "least"  # what a row of zeros is divided by
LAST_AXIS = "last_axis"
AXES_AS_INPUT = 18  # from this version of ONNX on, an operation takes its axes as an input, not as an attribute


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
    if not any(is_product(node, products) for node in model.graph.node):
        return content
    has_axes_as_input = version_of(model) >= AXES_AS_INPUT
    replaced = (replace(node, products, has_axes_as_input) for node in model.graph.node)
    nodes = keep_used([*chain(*replaced)], [output.name for output in model.graph.output])
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    add_arrays(model.graph, products)
    if has_axes_as_input:
        model.graph.initializer.append(helper.make_tensor(LAST_AXIS, onnx.TensorProto.INT64, [1], [-1]))
    if DOMAIN not in {used.domain for used in model.opset_import}:
        model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    return bytes(model.SerializeToString())


def version_of(model: Any) -> int:
    return next(int(used.version) for used in model.opset_import if used.domain == "")


def add_arrays(graph: Any, products: dict[str, Product]) -> None:
    """What the operations need; they take scales without rows."""
    scales = {product.scale.name: product.scale for product in products.values()}
    for scale in scales.values():
        scale.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(scale).reshape(-1), scale.name))
    graph.initializer.append(helper.make_tensor(LEAST, onnx.TensorProto.FLOAT, [1], [1e-30]))


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
    return list(scale.dims) == [1, numbers.dims[1]]


def is_product(node: Any, products: dict[str, Product]) -> bool:
    return node.op_type == "MatMul" and node.input[1] in products


def replace(node: Any, products: dict[str, Product], has_axes_as_input: bool) -> list[Any]:
    if not is_product(node, products):
        return [node]
    product, rows, found = products[node.input[1]], node.input[0], node.output[0]
    sizes, most, largest, divided, multiplied = (
        f"{found}_{name}" for name in ("sizes", "most", "largest", "divided", "multiplied")
    )
    arrays, axes = ([LAST_AXIS], {}) if has_axes_as_input else ([], {"axes": [-1]})
    given = [divided, product.numbers.name, product.scale.name]
    return [
        helper.make_node("Abs", [rows], [sizes]),
        helper.make_node("ReduceMax", [sizes, *arrays], [most], keepdims=1, **axes),
        helper.make_node("Max", [most, LEAST], [largest]),
        helper.make_node("Div", [rows, largest], [divided]),
        helper.make_node("DynamicQuantizeMatMul", given, [multiplied], node.name, domain=DOMAIN),
        helper.make_node("Mul", [multiplied, largest], [found]),
    ]


def keep_used(nodes: list[Any], outputs: list[str]) -> list[Any]:
    """Those that the outputs are made from. Each node comes after those that it uses."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if not wanted.isdisjoint(node.output):
            kept.append(node)
            wanted.update(node.input)
    return kept[::-1]
