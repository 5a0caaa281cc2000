"""The weights of a shipped ONNX file, to go on training from. 8-bit weights come back as the numbers they stand for."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

PREFIX = "reader."


def shipped_weights(path: Path) -> dict[str, Tensor]:
    """Parameter name → weights, float32. Raises SystemExit where the file is none that training.export wrote."""
    graph = onnx.load(str(path)).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    out: dict[str, Tensor] = {}
    for name, values in held.items():
        if name.startswith(PREFIX) and values.dtype == "float32" and not name.endswith("_scale"):
            out[name.removeprefix(PREFIX)] = torch.from_numpy(values.copy())
        if name.startswith(PREFIX) and name.endswith("_quantized"):
            base = name.removesuffix("_quantized")
            whole = values.astype("float32") - held[f"{base}_zero_point"].astype("float32")
            out[base.removeprefix(PREFIX)] = torch.from_numpy(whole * held[f"{base}_scale"])
    for node in graph.node:
        if node.op_type != "MatMulInteger" or not node.name.startswith("/reader/"):
            continue
        module = node.name.removeprefix("/reader/").removesuffix("/MatMul_quant").replace("/", ".")
        base = node.input[1].removesuffix("_quantized")
        whole = held[node.input[1]].astype("float32") - held[f"{base}_zero_point"].astype("float32")
        out[f"{module}.weight"] = torch.from_numpy((whole * held[f"{base}_scale"]).T.copy())
    first = {"cue", "role", "first", "last", "word", "bilinear", "mix", "distance", "apart", "bias", "cue_moves"}
    first |= {"role_moves"}  # heads of the first model, which had one level
    out = {f"outer.{k}" if k.split(".")[0] in first else k: v for k, v in out.items()}
    if "encoder.words.weight" not in out:
        raise SystemExit(f"{path}: no weights of a reader are in it")
    return out
