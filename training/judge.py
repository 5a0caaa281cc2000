"""Train the judge of pairs. `python -m training.judge --help`; docs/judge.md tells the way from data to digest.

Two stages: general inference sets give a start (`--inference`), labelled pairs of news teach the five verdicts.
Beside them the embedding learns which propositions answer one question.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

from gold.pairs.measure import Judged, macro_f1, precision_at
from sayso.link.judge.encoding import Encoded, encode_alone, stack
from sayso.link.records import VERDICTS
from sayso.reader.pieces import Pieces
from training.judge_data import Example, Tellings, batches, encoded, load_inference, load_pairs
from training.judge_model import Judge
from training.reader import base_model

ONE_QUESTION = {VERDICTS.index(v) for v in ("same", "contradicts", "shift")}
TEMPERATURE = 0.05
MOST_NEAR = 12  # pairs of a batch that the embedding learns from
CONTRADICTS = VERDICTS.index("contradicts")


def tensors(rows: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
    ids, features = stack(rows)
    return torch.from_numpy(ids), torch.from_numpy(features)


def told(model: Judge, examples: Sequence[Example], pieces: Pieces, size: int = 64) -> np.ndarray:
    """Logits (examples, 5), in order."""
    model.eval()
    rows = [encoded(e, pieces, None) for e in examples]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    out = np.zeros((len(rows), len(VERDICTS)), dtype=np.float32)
    with torch.inference_mode():
        for i in range(0, len(order), size):
            part = order[i : i + size]
            out[part] = model(*tensors([rows[j] for j in part]))[0].numpy()
    return out


def figures(logits: np.ndarray, examples: Sequence[Example]) -> dict[str, float]:
    scores = torch.from_numpy(logits).softmax(1).numpy()
    judged = [
        Judged(group=e.group, gold=VERDICTS[e.label], verdict=VERDICTS[int(s.argmax())], score=float(s[CONTRADICTS]))
        for e, s in zip(examples, scores, strict=True)
    ]
    right = sum(j.gold == j.verdict for j in judged) / max(1, len(judged))
    return {"macro": macro_f1(judged), "p@.5": precision_at(judged), "right": right}


def event_nearness(model: Judge, tellings: Tellings, pieces: Pieces, rng: random.Random, size: int) -> Tensor:
    """How badly sentences that tell one event are told from others, of the same topic too, by their embeddings."""
    pairs = tellings.draw(rng, size)
    a, b = (model.embed(*tensors([encode_alone(pair[side].text, pieces) for pair in pairs])) for side in (0, 1))
    near = a @ b.T / TEMPERATURE
    shared = [
        [bool(x.events & y.events) and i != j for j, (_, y) in enumerate(pairs)] for i, (x, _) in enumerate(pairs)
    ]
    near = near.masked_fill(torch.tensor(shared), -1e4)
    target = torch.arange(len(pairs))
    return (F.cross_entropy(near, target) + F.cross_entropy(near.T, target)) / 2


def nearness(model: Judge, group: Sequence[Example], pieces: Pieces) -> Tensor:
    """How badly sides of one question are told from the batch's others by their embeddings alone."""
    chosen = [e for e in group if e.label in ONE_QUESTION][:MOST_NEAR]
    if len(chosen) < 2:
        return torch.zeros(())
    a, b = (model.embed(*tensors([encode_alone(e.pair[side].text, pieces) for e in chosen])) for side in (0, 1))
    near = a @ b.T / TEMPERATURE
    target = torch.arange(len(chosen))
    return (F.cross_entropy(near, target) + F.cross_entropy(near.T, target)) / 2


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    folder = base_model()
    pieces = Pieces((folder / "vocab.txt").read_text(encoding="utf-8"))
    model = Judge(dropout=options.dropout)
    model.encoder.load_base(load_file(folder / "model.safetensors"))
    if options.warm:
        model.load_state_dict(load_file(options.warm))
    # What is learned from so few pairs should not move words that none of them has.
    for table in (model.encoder.words, model.encoder.positions):
        table.requires_grad_(requires_grad=False)
    learning = [p for p in model.parameters() if p.requires_grad]
    inference = load_inference(options.inference) if options.inference else []
    pairs = load_pairs(options.pairs, "train") if options.pairs else []
    tests = {path.stem: load_pairs([path]) for path in options.dev}
    if options.joined_dev:
        tests["events"] = load_pairs([options.joined_dev], "dev")
    tellings = Tellings(options.events) if options.events else None
    if inference:
        rng.shuffle(inference)
        tests_inference, inference = inference[:1000], inference[1000:]
    counts = np.bincount([e.label for e in pairs] or [0], minlength=len(VERDICTS)) + 1
    weight = torch.tensor((counts.mean() / counts) ** options.balance, dtype=torch.float32)
    inner = {id(p) for p in model.encoder.parameters()} - {id(p) for p in model.encoder.features.parameters()}
    groups = [
        {"params": [p for p in learning if id(p) in inner], "lr": options.rate},
        {"params": [p for p in learning if id(p) not in inner], "lr": options.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rates = [g["lr"] for g in groups]
    options.out.mkdir(parents=True, exist_ok=True)
    moving = dict(model.named_parameters())
    moving = {k: p for k, p in moving.items() if p.requires_grad}
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    steps_each = sum(-(-len(part) // options.batch) for part in (inference, pairs))
    total, step, begun = steps_each * options.epochs, 0, time.time()
    for number in range(options.epochs):
        model.train()
        steps = [("inference", g) for g in batches(inference, options.batch, rng)]
        steps += [("pairs", g) for g in batches(pairs, options.batch, rng)]
        rng.shuffle(steps)
        seen = {"inference": [0.0, 0], "pairs": [0.0, 0], "near": [0.0, 0]}
        for kind, group in steps:
            share = step / total
            rate = min(1.0, share / options.warmup) * max(0.02, 1 - share)
            for part, top in zip(optimizer.param_groups, rates, strict=True):
                part["lr"] = top * rate
            target = torch.tensor([e.label for e in group])
            ids, features = tensors([encoded(e, pieces, rng) for e in group])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bfloat16):
                seen_as = model.compared(ids, features)
                near = torch.zeros(())
                if kind == "pairs" and options.near and step % 4 == 0:
                    near = nearness(model, group, pieces)
                if kind == "pairs" and tellings and step % 4 == 2:
                    near = event_nearness(model, tellings, pieces, rng, MOST_NEAR)
            seen_as = seen_as.float()
            if kind == "pairs":
                loss = F.cross_entropy(model.verdict(seen_as), target, weight, label_smoothing=options.smoothing)
            else:
                loss = F.cross_entropy(model.inference(seen_as), target)
            whole = loss + options.near * near.float()
            optimizer.zero_grad(set_to_none=True)
            whole.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            step += 1
            decay = min(options.average, step / (step + 20))
            with torch.no_grad():
                for name, value in moving.items():
                    average[name].lerp_(value, 1 - decay)
            for name, one in ((kind, loss), ("near", near)):
                seen[name][0] += float(one.detach())
                seen[name][1] += 1
            if step % 50 == 0:
                print(f"  step {step}/{total} {(time.time() - begun) / 60:.1f} min", flush=True)
        kept = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        print(
            f"epoch {number} {(time.time() - begun) / 60:.1f} min",
            " ".join(f"{k} {v / max(1, n):.3f}" for k, (v, n) in seen.items()),
            {
                name: {k: round(100 * v, 1) for k, v in figures(told(model, examples, pieces), examples).items()}
                for name, examples in tests.items()
            },
            flush=True,
        )
        if inference:
            with torch.inference_mode():
                model.eval()
                right = 0
                for i in range(0, len(tests_inference), 50):
                    some = tests_inference[i : i + 50]
                    x = model.compared(*tensors([encoded(e, pieces, None) for e in some]))
                    right += int((model.inference(x).argmax(1) == torch.tensor([e.label for e in some])).sum())
                print("  inference", right / len(tests_inference), flush=True)
        save_file({k: v.contiguous() for k, v in average.items()}, options.out / "checkpoint.safetensors")
        model.load_state_dict(kept)
    (options.out / "options.json").write_text(json.dumps({k: str(v) for k, v in vars(options).items()}, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[], help="pairs to train on (their train split)")
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="pairs to measure on after each epoch")
    parser.add_argument(
        "--joined-dev", type=Path, help="file of joined training pairs, of which the dev split is taken"
    )
    parser.add_argument("--inference", type=Path, help="folder of the unpacked inference sets")
    parser.add_argument("--events", type=Path, help="folder of ECB+, whose topics 1 to 24 teach the embedding")
    parser.add_argument("--warm", type=Path, help="checkpoint to go on from")
    parser.add_argument("--out", type=Path, default=Path("build/judge"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--warmup", type=float, default=0.08)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--balance", type=float, default=0.5, help="power of the inverse frequency of labels")
    parser.add_argument("--near", type=float, default=0.2, help="weight of the embedding's loss")
    parser.add_argument("--average", type=float, default=0.99)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat16", action=argparse.BooleanOptionalAction, default=True)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
