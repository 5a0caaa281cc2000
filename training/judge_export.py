"""Turn the judge's checkpoint into the ONNX file that sayso ships, and fit how its logits become probabilities."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

from sayso.link.judge import OnnxJudge
from sayso.link.judge.encoding import SIZES
from sayso.link.records import VERDICTS
from training.export import quantize
from training.judge import figures
from training.judge_data import load_pairs
from training.judge_model import Judge
from training.reader import base_model


def export(judge: Judge, path: Path) -> None:
    ids = torch.tensor([[101, 2003, 102, 2009, 102]])
    features = torch.zeros(1, 5, len(SIZES), dtype=torch.long)
    features[0, 1, 0], features[0, 3, 0] = 2, 4
    axes = {"ids": {1: "pieces"}, "features": {1: "pieces"}}
    torch.onnx.export(
        judge.eval(), (ids, features), str(path), input_names=["ids", "features"],
        output_names=["verdict", "embedding"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def fit(logits: np.ndarray, labels: np.ndarray) -> tuple[float, tuple[float, ...]]:
    """Temperature and bias by likelihood."""
    x, y = torch.from_numpy(logits).double(), torch.from_numpy(labels)
    heat = torch.zeros((), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(len(VERDICTS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([heat, bias], max_iter=200)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(x / heat.exp() + bias, y) + 0.01 * (bias**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return round(float(heat.exp()), 4), tuple(round(float(b), 4) for b in bias)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="of one start; their weights are averaged")
    parser.add_argument("--out", type=Path, required=True, help="folder for model, vocabulary and manifest")
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="pairs to fit the probabilities on")
    parser.add_argument("--joined-dev", type=Path, help="joined training pairs, of which the dev split is taken")
    parser.add_argument("--float32", action="store_true")
    options = parser.parse_args()
    judge = Judge()
    held_weights = [load_file(path) for path in options.checkpoints]
    judge.load_state_dict({k: sum(one[k] for one in held_weights) / len(held_weights) for k in held_weights[0]})
    options.out.mkdir(parents=True, exist_ok=True)
    target = options.out / "judge.onnx"
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "judge.onnx"
        export(judge, plain)
        if options.float32:
            shutil.copy(plain, target)
        else:
            quantize(plain, target)
    vocabulary = options.out / "vocabulary.txt"
    if not vocabulary.exists():
        shutil.copy(base_model() / "vocab.txt", vocabulary)
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (target, vocabulary)}
    told = {"judge": target.name, "files": digests, "temperature": 1.0, "bias": [0.0] * len(VERDICTS)}
    manifest = options.out / "judge.json"
    manifest.write_text(json.dumps(told, indent=1) + "\n")
    held = load_pairs(options.held) + (load_pairs([options.joined_dev], "dev") if options.joined_dev else [])
    if held:
        scores = np.log(
            np.array([list(j.scores.values()) for j in OnnxJudge(options.out).judge([e.pair for e in held])])
        )
        temperature, bias = fit(scores, np.array([e.label for e in held]))
        told |= {"temperature": temperature, "bias": list(bias)}
        manifest.write_text(json.dumps(told, indent=1) + "\n")
        print(
            len(held),
            "held pairs:",
            {k: round(100 * v, 1) for k, v in figures(scores / temperature + bias, held).items()},
        )
    print(json.dumps(told, indent=1), target.stat().st_size)


if __name__ == "__main__":
    main()
