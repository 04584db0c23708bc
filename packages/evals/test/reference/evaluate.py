"""Runs tasks with the reference on a server: python evaluate.py FOLDER TASKS SHOTS LIMIT MODEL_ARGS. Prints results and samples as JSON.

MODEL_ARGS are those of `lm_eval --model local-completions`, or of `--model hf` where they begin with `hf:`."""

import json
import sys
import time

from local_harness import use_folder

folder, names, shots, limit, model_args = sys.argv[1:]
use_folder(folder)
import lm_eval  # noqa: E402

model, args = ("hf", model_args.removeprefix("hf:")) if model_args.startswith("hf:") else ("local-completions", model_args)
begun = time.time()
done = lm_eval.simple_evaluate(
    model=model,
    model_args=args,
    tasks=names.split(","),
    num_fewshot=int(shots),
    limit=int(limit) or None,
    bootstrap_iters=0 if model == "hf" else 1000,
    log_samples=True,
)
fields = ("doc_id", "filter", "filtered_resps", "doc_hash", "prompt_hash", "target_hash", "acc", "acc_norm", "exact_match")
samples = {name: [{key: row[key] for key in fields if key in row} for row in rows] for name, rows in done["samples"].items()}
json.dump({"results": done["results"], "samples": samples, "seconds": time.time() - begun}, sys.stdout, default=str)
