"""Turn a checkpoint into the ONNX file that sayso ships: float32 for comparison, int8 for use."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn

from training.model import Reader
from training.reader import base_model

LEVELS = ("outer", "inner")
PAIRS = ("bilinear", "mix", "distance", "apart", "bias", "cue_moves", "role_moves")
CONSTANTS = (*(f"{level}_{name}" for level in LEVELS for name in PAIRS), "link_apart")
HEADS = ("cue", "role", "first", "last", "word")
OUTPUTS = (*(f"{level}_{name}" for level in LEVELS for name in HEADS), "tag", "name", "link")


class Shipped(nn.Module):
    """The network with the pair scorer's weights as outputs, so that one file holds everything."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, features: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        zero = (firsts.sum() * 0).float()  # ties the constants to an input, which the exporter wants
        levels = [getattr(getattr(self.reader, level), name) for level in LEVELS for name in PAIRS]
        constants = [*levels, self.reader.link_apart]
        return (*self.reader(ids, features, firsts), *(one + zero for one in constants))


def export(reader: Reader, path: Path) -> None:
    ids = torch.tensor([[101, 2003, 2009, 102, 0], [101, 2003, 2009, 2003, 102]])
    features = torch.zeros(2, 5, 4, dtype=torch.long)
    firsts = torch.tensor([[1, 2, 0], [1, 2, 3]])
    axes = {
        "ids": {0: "windows", 1: "pieces"},
        "features": {0: "windows", 1: "pieces"},
        "firsts": {0: "windows", 1: "words"},
    }
    axes |= {name: {0: "windows", 1: "words"} for name in OUTPUTS}
    torch.onnx.export(
        Shipped(reader).eval(), (ids, features, firsts), str(path),
        input_names=["ids", "features", "firsts"], output_names=[*OUTPUTS, *CONSTANTS],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def quantize(source: Path, target: Path) -> None:
    """8-bit weights of matrices and embeddings; activations are scaled as they come.

    Signed weights have the fast kernels; a zero point of their own (not symmetric) costs less accuracy.
    """
    quantize_dynamic(
        source, target, weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True, "WeightSymmetric": False},
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder for model, vocabulary and manifest")
    parser.add_argument("--float32", action="store_true", help="keep float32 instead of int8")
    options = parser.parse_args()
    reader = Reader()
    reader.load_state_dict(load_file(options.checkpoint))
    reader.outer.center()
    reader.inner.center()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "reader.onnx"
        export(reader, plain)
        if options.float32:
            shutil.copy(plain, options.out / "reader.onnx")
        else:
            quantize(plain, options.out / "reader.onnx")
    shutil.copy(base_model() / "vocab.txt", options.out / "vocabulary.txt")
    files = {n: hashlib.sha256((options.out / n).read_bytes()).hexdigest() for n in ("reader.onnx", "vocabulary.txt")}
    told = {"reader": "reader.onnx", "files": files, "calibration": [], "threshold": 0.0, "cue_bias": 0.0}
    told |= {"inner_threshold": 0.0, "inner_bias": 0.0}
    old = options.out / "manifest.json"
    if old.exists():
        told = json.loads(old.read_text()) | {"files": files}
    old.write_text(json.dumps(told, indent=1) + "\n")
    print(json.dumps(told, indent=1), (options.out / "reader.onnx").stat().st_size)


if __name__ == "__main__":
    main()
