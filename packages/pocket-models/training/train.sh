#!/usr/bin/env bash
# Makes the models in one go, two hours at most on two cores: bash train.sh <python> <work folder>
# Stopped and called again it goes on where it was; the catalog must be built. Files go to ../models, logs to log/.
set -euo pipefail
cd "$(dirname "$0")"
python=$1 work=$2
mkdir -p "$work/log"
if [ ! -e "$work/tokenizer.model" ]; then
  git rev-parse HEAD > "$work/commit"
  "$python" generate.py "$work"
  "$python" tokenizer.py "$work"
fi

# Two equals make no arena: the small model learns from the first stage alone, the large one from both.
"$python" train.py small "$work" "$work/run" > >(tee -ia "$work/log/small-1.log") &
"$python" train.py large "$work" "$work/first" > >(tee -ia "$work/log/large-1.log")
"$python" train.py large "$work" "$work/run" --begin "$work/first" > >(tee -ia "$work/log/large-2.log")
wait $!
cp "$work"/log/*.log log/

"$python" export.py "$work" "$work/run" ../models "$(cat "$work/commit")"
"$python" check.py "$work" "$work/run" ../models
"$python" evaluate.py "$work/fresh.jsonl" ../models answers.jsonl pocket-5m-2611-q8_0 pocket-1m-2611-f16 pocket-1m-2611-q8_0 pocket-1m-2611-q4_0
