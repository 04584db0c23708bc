"""Holds the files to PyTorch through llama.cpp's own server: python check.py <data> <run> <folder>

Every text of the training set must come apart into the same tokens, and every fourth fresh question must get the same greedy answer from the
F16 file as from PyTorch with its weights rounded to 16 bits."""

import json
import sys
from itertools import chain
from pathlib import Path

import torch

from export import load_model
from model import greedy
from server import serving
from tokenizer import Tokenizer

STEP = 4

def main() -> None:
    data, run, folder = (Path(argument) for argument in sys.argv[1:4])
    tokenizer = Tokenizer(data / "tokenizer.model")
    texts = sorted({text for line in chain((data / "train.jsonl").open(), (data / "train-2.jsonl").open()) for turn in json.loads(line)["turns"] for text in turn})
    asked = [json.loads(line)["turns"] for line in (data / "fresh.jsonl").open()][::STEP]
    torch.set_num_threads(1)
    model = load_model(run, "small")
    for weight in model.parameters():
        weight.data = weight.data.half().float() if weight.dim() == 2 else weight.data
    prompts = [tokenizer.prompt(turns[:-1], turns[-1][0]) for turns in asked]
    expected = [tokenizer.pieces.decode(answer) for answer in greedy(model, prompts, tokenizer.end)]
    with serving(folder / "pocket-1m-2611-f16.gguf") as server:
        # Texts go in bundles: a line end parts what stands on its sides into tokens of its own.
        bundles = ["\n".join(texts[i : i + 200]) for i in range(0, len(texts), 200)]
        same_tokens = sum(server.tokens(bundle) == tokenizer.pieces.encode(bundle) for bundle in bundles)
        answers = server.answers([(turns[:-1], turns[-1][0]) for turns in asked])
    same = sum(one == other for one, other in zip(answers, expected))
    print(f"{same_tokens} of {len(bundles)} bundles of {len(texts)} texts have the same tokens; {same} of {len(asked)} answers are the same")
    for one, other in [pair for pair in zip(answers, expected) if pair[0] != pair[1]][:10]:
        print(json.dumps({"server": one, "torch": other}, ensure_ascii=False))


if __name__ == "__main__":
    main()
