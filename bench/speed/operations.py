"""Counts the operations of the networks from their graphs, and measures the matrix-multiply peak of this machine."""

import json
import sys
import time

import numpy as np
import onnx
from onnx import shape_inference

# Pixels per step of the recogniser.
STEP = 8
# Side of the square matrices of the peak, and how long it is measured, in seconds.
SIDE, SECONDS = 2048, 3.0


def per_element(path: str, height: int, width: int) -> float:
    """Operations (a multiplication and an addition are two) per number of the input [1, 3, height, width]."""
    model = onnx.load(path)
    for axis, size in zip(model.graph.input[0].type.tensor_type.shape.dim, (1, 3, height, width)):
        axis.ClearField("dim_param")
        axis.dim_value = size
    graph = shape_inference.infer_shapes(model).graph
    shapes = {
        value.name: [axis.dim_value for axis in value.type.tensor_type.shape.dim]
        for value in [*graph.value_info, *graph.output]
    }
    weights = {weight.name: list(weight.dims) for weight in graph.initializer}
    total = 0
    for node in graph.node:
        if node.op_type in ("Conv", "ConvTranspose") and node.input[1] in weights:
            over = shapes[node.output[0] if node.op_type == "Conv" else node.input[0]]
            total += 2 * over[2] * over[3] * int(np.prod(weights[node.input[1]]))
        elif node.op_type == "MatMul" and node.input[1] in weights:
            total += 2 * (width // STEP) * int(np.prod(weights[node.input[1]]))
    return total / (3 * height * width)


def peak() -> float:
    """Single-precision operations per second of numpy's matrix product, on as many threads as the environment allows."""
    one = np.random.default_rng(1).random((SIDE, SIDE), dtype=np.float32)
    one @ one
    best, end = 0.0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        one @ one
        best = max(best, 2 * SIDE**3 / (time.perf_counter() - start))
    return best


def main() -> None:
    detection, recognition = sys.argv[1:3]
    print(
        json.dumps(
            {
                "peak": peak(),
                "detection": per_element(detection, 960, 736),
                "recognition": per_element(recognition, 48, 480),
            }
        )
    )


main()
