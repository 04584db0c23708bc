"""Prints the requests of tasks as the reference builds them: python print_requests.py FOLDER TASKS SHOTS [LIMIT]. A line of compact JSON each."""

import json
import sys

from local_harness import load_tasks, use_folder

folder, names, shots, *limit = sys.argv[1:]
use_folder(folder)
for name, task in sorted(load_tasks(names.split(",")).items()):
    if task.config.num_fewshot != 0:
        task.set_config("num_fewshot", int(shots))
    task.set_fewshot_seed(1234)
    task.build_all_requests(limit=int(limit[0]) if limit else None)
    subject = [name.removeprefix("mmlu_")] if name.startswith("mmlu_") else []
    for instance in task.instances:
        context, continuation = instance.args
        line = [*subject, instance.doc_id, instance.idx, context, continuation if isinstance(continuation, str) else None]
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
