#!/usr/bin/env bash
# onnxruntime 1.32.0 (with onnx 1.23.2): DynamicQuantizeMatMul gives a row another product if another row is beside it.
# Expected: rows of a batch do not affect each other, as with MatMul, so that a text has the same vector whatever it is
# encoded with. Tools that quantize a model replace MatMul by this operation. Its schema says nothing of how it rounds
# its first input.
# Seen: all rows are rounded by the smallest and the largest number of any of them. Beside a row with numbers 100 times
# as large, a row loses most of its digits; divided by its own largest number first, it keeps them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2
cat > "$folder/multiply.py" <<'PYTHON'
import numpy
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

numbers = numpy.random.default_rng(1)
weights = numbers.integers(-127, 128, (64, 8)).astype(numpy.int8)
scale = numpy.full(8, 0.01, numpy.float32)
row = numbers.normal(size=(1, 64)).astype(numpy.float32)
exact = row @ (weights * scale)


def multiply(rows):
    node = helper.make_node("DynamicQuantizeMatMul", ["rows", "weights", "scale"], ["products"], domain="com.microsoft")
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ("texts", 64))],
        [helper.make_tensor_value_info("products", TensorProto.FLOAT, ("texts", 8))],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(scale, "scale")],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"rows": rows})[0]


def error(found):
    return float(numpy.linalg.norm(found - exact) / numpy.linalg.norm(exact))


alone = error(multiply(row)[:1])
beside = error(multiply(numpy.vstack([row, 100 * row]))[:1])
pair = numpy.vstack([row, 100 * row])
largest = numpy.abs(pair).max(axis=1, keepdims=True)
divided = error((multiply(pair / largest) * largest)[:1])
print(f"error of a row's product: alone {alone:.1%}, beside a row 100 times as large {beside:.1%}, divided first {divided:.1%}")
raise SystemExit(not (alone < 0.03 and divided < 0.03 and beside > 0.2))
PYTHON
"$folder/venv/bin/python" "$folder/multiply.py" || { echo "This has changed."; exit 1; }
