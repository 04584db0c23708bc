"""The rows of a folder of published files, as the hub has them: read independently of the package that is compared."""

import csv
import json
import os

LETTERS = "ABCD"


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def targets(answers):
    return {"choices": list(answers), "labels": list(answers.values())}


def split_rows(folder, path, name, split):
    """Rows of a split, or None where the folder has none."""
    own = [f"{folder}/{path_in_folder}/{split}.jsonl" for path_in_folder in hub_folders(path, name)]
    for file in own:
        if os.path.exists(file):
            return lines(file)
    if path == "openai/gsm8k":
        return None
    if path == "truthfulqa/truthful_qa":
        with open(f"{folder}/truthfulqa/mc_task.json", encoding="utf-8") as file:
            rows = json.load(file)
        fields = ("mc1_targets", "mc2_targets")
        return [{"question": row["question"], **{field: targets(row[field]) for field in fields}} for row in rows]
    if path == "cais/mmlu":
        short = {"validation": "val"}.get(split, split)
        with open(f"{folder}/mmlu/{short}/{name}_{short}.csv", encoding="utf-8", newline="") as file:
            return [
                {"question": row[0], "subject": name, "choices": row[1:5], "answer": LETTERS.index(row[5])} for row in csv.reader(file)
            ]
    if path == "allenai/ai2_arc":
        return [arc(row) for row in lines(f"{folder}/arc/{name.lower().replace('-', '_')}.jsonl")] if split == "test" else None
    if path == "allenai/winogrande":
        return [winogrande(row) for row in lines(f"{folder}/winogrande/winogrande.jsonl")] if split == "validation" else None
    return None


def hub_folders(path, name):
    base = {"allenai/ai2_arc": "arc", "cais/mmlu": "mmlu", "Rowan/hellaswag": "hellaswag", "allenai/winogrande": "winogrande"}
    short = base.get(path) or path.split("/")[0].replace("openai", "gsm8k")
    return [f"{short}/{name}", short]


def arc(row):
    labels = [chr(65 + index) for index in range(len(row["choices"]))]
    question = row["query"].removeprefix("Question: ")
    return {"question": question, "choices": {"text": row["choices"], "label": labels}, "answerKey": labels[row["gold"]]}


def winogrande(row):
    shared = os.path.commonprefix(row["context_options"])
    begin = shared.rfind(" ") + 1
    options = [context[begin:] for context in row["context_options"]]
    sentence = f"{shared[:begin]}_ {row['continuation']}"
    return {"sentence": sentence, "option1": options[0], "option2": options[1], "answer": str(row["gold"] + 1)}
