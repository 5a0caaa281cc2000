#!/usr/bin/env bash
# The judge of pairs, from data to digest: training/make_judge.sh DATA_FOLDER SETS_FOLDER WORK_FOLDER MODEL_FOLDER
# DATA_FOLDER has the two archives of news, SETS_FOLDER the unpacked inference sets and ECB+ (docs/judge.md).
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 sets=$2 work=$3 models=$4
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
python -m gold.pairs_train.join "$data/raw-feeds-autumn-2022.jsonl.xz" "$data/raw-us-news-2012-2020.jsonl.xz" --out "$work/pairs.jsonl"
# General inference sets give a start.
python -m training.judge --inference "$sets" --epochs 1 --batch 48 --rate 2e-4 --near 0 --out "$work/inference"
# Pairs of news, labelled by reading, teach the five verdicts; so do these and pairs written for it. The two are averaged.
pairs=("$work/pairs.jsonl" gold/pairs/train.jsonl)
watched=(--dev gold/pairs/dev.jsonl --joined-dev "$work/pairs.jsonl")
start=(--warm "$work/inference/checkpoint.safetensors" --events "$sets/ecbplus" --near 0.5)
python -m training.judge "${start[@]}" --pairs "${pairs[@]}" "${watched[@]}" --epochs 4 --out "$work/read"
python -m training.judge "${start[@]}" --pairs "${pairs[@]}" gold/pairs_written/pairs.jsonl "${watched[@]}" \
  --epochs 3 --dropout 0.15 --rate 8e-5 --average 0.995 --out "$work/written"
python -m training.judge_export "$work/read/checkpoint.safetensors" "$work/written/checkpoint.safetensors" \
  --out "$models" --held gold/pairs/dev.jsonl --joined-dev "$work/pairs.jsonl"
