#!/usr/bin/env bash
# From data to digest: training/make.sh DATA_FOLDER SETS_FOLDER WORK_FOLDER MODEL_FOLDER
# DATA_FOLDER has PolNeAR and the war news, SETS_FOLDER the unpacked open sets (docs/training.md).
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 sets=$2 work=$3 models=$4
# Large blocks go back to the system after each step otherwise, which costs a third of the time.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
# The reader of outer attributions: encoder and outer heads.
python -m training.reader --data "$data/polnear-train.jsonl.gz" --out "$work/outer"
python -m training.export "$work/outer/checkpoint.safetensors" --out "$work/first"
python -m training.calibrate "$work/first" "$data/polnear-dev.jsonl.gz"
# Silver of inner attributions is what that reader finds in each content read alone.
python -m training.silver "$data/polnear-train.jsonl.gz" --out "$work/nested.jsonl.gz" --models "$work/first"
# What understanding needs, over the frozen reader.
gold=gold/corpus/train.jsonl
learned=(--nested training/labels/nested-polnear.jsonl --tagged "$sets")
python -m training.reader --frozen --warm "$work/first/reader.onnx" --out "$work/understanding" \
  --data "$work/nested.jsonl.gz" $gold $gold $gold $gold "${learned[@]}" \
  --tagged-share 0.8 --epochs 2 --head-rate 7e-4 --warmup 0.03
# Then all together, slowly; once more with 80 articles of war news that were mended by reading, once more with all 292.
python -m training.reader --warm "$work/understanding/checkpoint.safetensors" --out "$work/joint" \
  --data "$work/nested.jsonl.gz" $gold $gold $gold "${learned[@]}" \
  --tagged-share 0.5 --epochs 2 --rate 6e-5 --head-rate 4e-4 --warmup 0.04
war=$work/war.jsonl first=$work/war-80.jsonl
python -m training.nested texts training/labels/war-mended.jsonl "$data/raw-ukraine-news-2022-2024.jsonl.xz" --out "$war"
head -n 80 "$war" > "$first"
python -m training.reader --warm "$work/joint/checkpoint.safetensors" --out "$work/joint2" \
  --data "$work/nested.jsonl.gz" $gold $gold "$first" "$first" "$first" "${learned[@]}" \
  --tagged-share 0.15 --epochs 1 --rate 4e-5 --head-rate 3e-4 --warmup 0.05 --seed 2
python -m training.reader --warm "$work/joint2/checkpoint.safetensors" --out "$work/last" \
  --data "$work/nested.jsonl.gz" $gold $gold "$war" "$war" "${learned[@]}" --first-share 0.5 \
  --tagged-share 0.1 --epochs 1 --rate 5e-5 --head-rate 3e-4 --warmup 0.05 --seed 3
python -m training.export "$work/last/checkpoint.safetensors" --out "$models"
python -m training.calibrate "$models" "$data/polnear-dev.jsonl.gz" --nested gold/corpus/dev.jsonl --bias 0.0 --inner-bias 1.0
