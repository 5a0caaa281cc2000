#!/usr/bin/env bash
# From data to digest: training/make.sh DATA_FOLDER WORK_FOLDER MODEL_FOLDER [options of training.reader]
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 work=$2 models=$3
shift 3
# Large blocks go back to the system after each step otherwise, which costs a third of the time.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=100000000
python -m training.reader --data "$data/polnear-train.jsonl.gz" --out "$work" "$@"
python -m training.export "$work/checkpoint.pt" --out "$models"
python -m training.calibrate "$models" "$data/polnear-dev.jsonl.gz"
