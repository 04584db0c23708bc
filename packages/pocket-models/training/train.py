"""Trains one model, and goes on where it was stopped: python train.py <small|large> <data> <run> [--begin <run of the first stage>]"""

import argparse
import json
import math
import signal
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from model import SHAPES, Llama
from tokenizer import Tokenizer

SEED = 7
EXAMPLES_A_BATCH = 64
BATCHES_SORTED_TOGETHER = 32
RATE, RATE_OF_SECOND_STAGE = 5e-3, 2.5e-3
WARM_UP_STEPS = 60
SECONDS_BETWEEN_CHECKPOINTS = 120


def load_examples(path: Path, tokenizer: Tokenizer) -> list[tuple[np.ndarray, np.ndarray]]:
    conversations = (tokenizer.conversation(json.loads(line)["turns"]) for line in path.open())
    return [(np.array(tokens, np.int64), np.array(learned, bool)) for tokens, learned in conversations]


def in_batches(examples: list) -> list[np.ndarray]:
    """Indices of each batch: at random, but with examples of like length together so that little is padded."""
    random = np.random.default_rng(SEED)
    order = random.permutation(len(examples))
    lengths = np.array([len(tokens) for tokens, _ in examples])
    batches = []
    for start in range(0, len(order), EXAMPLES_A_BATCH * BATCHES_SORTED_TOGETHER):
        group = order[start : start + EXAMPLES_A_BATCH * BATCHES_SORTED_TOGETHER]
        group = group[np.argsort(lengths[group], kind="stable")]
        batches += [group[i : i + EXAMPLES_A_BATCH] for i in range(0, len(group), EXAMPLES_A_BATCH)]
    return [batches[i] for i in random.permutation(len(batches))]


def padded(examples: list, indices: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(examples[i][0]) for i in indices)
    tokens, learned = np.zeros((len(indices), longest), np.int64), np.zeros((len(indices), longest), bool)
    for row, i in enumerate(indices):
        tokens[row, : len(examples[i][0])], learned[row, : len(examples[i][1])] = examples[i]
    return torch.from_numpy(tokens), torch.from_numpy(learned)


def optimizers_of(model: Llama, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for the embedding and the norms, as Muon's authors do."""
    matrices = [weight for name, weight in model.named_parameters() if weight.dim() == 2 and name.startswith("blocks")]
    others = [weight for name, weight in model.named_parameters() if weight.dim() != 2 or not name.startswith("blocks")]
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("size", choices=SHAPES)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("run", type=Path)
    arguments.add_argument("--begin", type=Path)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    options.run.mkdir(parents=True, exist_ok=True)

    rate = RATE if options.begin is None else RATE_OF_SECOND_STAGE
    examples = load_examples(options.data / ("train.jsonl" if options.begin is None else "train-2.jsonl"), Tokenizer(options.data / "tokenizer.model"))
    model = Llama(SHAPES[options.size])
    optimizers = optimizers_of(model, rate)
    if options.begin is not None:
        model.load_state_dict(torch.load(options.begin / f"{options.size}.pt")["model"])
    batches = in_batches(examples)
    steps = len(batches)

    checkpoint = options.run / f"{options.size}.pt"
    step = seen = 0
    spent = 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        for optimizer, saved in zip(optimizers, state["optimizers"]):
            optimizer.load_state_dict(saved)
        step, seen, spent = state["step"], state["seen"], state["spent"]

    def save() -> None:
        partial = checkpoint.with_suffix(".partial")
        torch.save({"model": model.state_dict(), "optimizers": [o.state_dict() for o in optimizers], "step": step, "seen": seen, "spent": spent}, partial)
        partial.replace(checkpoint)

    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    tokens_in_set = sum(len(tokens) for tokens, _ in examples)
    parameters = sum(weight.numel() for weight in model.parameters())
    print(f"{options.size}: {parameters} parameters, {len(examples)} examples of {tokens_in_set} tokens, {steps} steps, from step {step}", flush=True)

    began, before, saved_at, losses = time.monotonic(), spent, time.monotonic(), []
    first_step = step
    while step < steps and not stopped:
        factor = min(1.0, (step + 1) / WARM_UP_STEPS) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * factor
        tokens, learned = padded(examples, batches[step])
        targets = learned[:, 1:]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model.logits(model.hidden(tokens[:, :-1])[targets])
        loss = F.cross_entropy(logits.float(), tokens[:, 1:][targets])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        step, seen = step + 1, seen + int((tokens != 0).sum())
        spent = before + time.monotonic() - began
        losses.append(loss.item())
        if step % 50 == 0 or step == steps:
            left = (time.monotonic() - began) / (step - first_step) * (steps - step)
            print(f"step {step}/{steps}  loss {sum(losses) / len(losses):.4f}  {seen} tokens  {spent / 60:.1f} min  {left / 60:.1f} min left", flush=True)
            losses = []
        if time.monotonic() - saved_at > SECONDS_BETWEEN_CHECKPOINTS:
            save()
            saved_at = time.monotonic()
    save()
    if stopped:
        raise SystemExit("stopped; the same command goes on")
    print("done", flush=True)


if __name__ == "__main__":
    main()
