"""The tokenizer of both models, byte-pair encoding with single bytes for what it has not seen: python tokenizer.py <data>"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import sentencepiece

PIECES = 2560
USER, ASSISTANT = "<|user|>", "<|assistant|>"


def train_tokenizer(lines: Iterable[str], path: Path) -> None:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_prefix=str(path.with_suffix("")), model_type="bpe", vocab_size=PIECES,
        byte_fallback=True, character_coverage=1.0, split_digits=True, max_sentencepiece_length=16,
        # llama.cpp knows no normalization, so that a text must reach the pieces as it is.
        normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=False,
        control_symbols=[USER, ASSISTANT], num_threads=1, minloglevel=2,
    )  # fmt: skip


class Tokenizer:
    def __init__(self, path: Path) -> None:
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.user, self.assistant = (self.pieces.piece_to_id(symbol) for symbol in (USER, ASSISTANT))
        self.end = self.pieces.eos_id()

    def prompt(self, turns: list[tuple[str, str]], question: str) -> list[int]:
        """What stands before the answer to `question`."""
        return self.conversation(turns)[0] + [self.user, *self.pieces.encode(question), self.assistant]

    def conversation(self, turns: list[tuple[str, str]]) -> tuple[list[int], list[bool]]:
        """The tokens, and for each whether the model is to learn to write it."""
        tokens: list[int] = []
        learned: list[bool] = []
        for question, answer in turns:
            asked = [self.user, *self.pieces.encode(question), self.assistant]
            answered = [*self.pieces.encode(answer), self.end]
            tokens += asked + answered
            learned += [False] * len(asked) + [True] * len(answered)
        return tokens, learned


if __name__ == "__main__":
    data = Path(sys.argv[1])
    turns = (turn for line in (data / "train.jsonl").open() for turn in json.loads(line)["turns"])
    train_tokenizer((line for turn in turns for text in turn for line in text.split("\n") if line), data / "tokenizer.model")
