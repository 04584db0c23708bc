"""Measures the files on held-out questions, each answer that llama.cpp's server gives at temperature 0:
python evaluate.py <questions.jsonl> <folder> <answers.jsonl> <file>...

An answer is right if it holds all that was expected, with no digit before or behind. Intervals are Wilson's, 95 %. Every fourth question is
written down with its answers: tests go on with them."""

import json
import re
import sys
import time
from collections import defaultdict
from math import sqrt
from pathlib import Path

from server import serving

WRITTEN_EVERY = 4


def is_right(answer: str, expected: list[str]) -> bool:
    return all(re.search(rf"(?<![\d.]){re.escape(part)}(?!\d)", answer, re.IGNORECASE) for part in expected)


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    share = right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def cell(rights: list[bool]) -> str:
    low, high = wilson(sum(rights), len(rights))
    return f"{100 * sum(rights) / len(rights):.0f} ({100 * low:.0f}–{100 * high:.0f})"


def main() -> None:
    asked, folder, written, *files = sys.argv[1:]
    questions = [json.loads(line) for line in Path(asked).open()]
    rights: dict[str, list[bool]] = {}
    for file in files:
        began = time.monotonic()
        with serving(Path(folder) / f"{file}.gguf") as server:
            answers = server.answers([(one["turns"][:-1], one["turns"][-1][0]) for one in questions])
        rights[file] = [is_right(answer, one["expected"]) for answer, one in zip(answers, questions)]
        for one, answer in zip(questions, answers):
            one.setdefault("answers", {})[file] = answer
        print(f"{file}: {len(answers)} answers in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    Path(written).write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in questions[::WRITTEN_EVERY]))

    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(questions):
        groups[one["kind"], one["language"]].append(index)
        groups["all", one["language"]].append(index)
        groups["all", "en, zh"].append(index)
    print("| kind | language | questions | " + " | ".join(files) + " |\n| --- | --- | --- |" + " --- |" * len(files))
    for (kind, language), indices in sorted(groups.items(), key=lambda group: (group[0][0] == "all", group[0])):
        print(f"| {kind} | {language} | {len(indices)} | " + " | ".join(cell([rights[file][i] for i in indices]) for file in files) + " |")


if __name__ == "__main__":
    main()
