"""A llama in PyTorch: root-mean-square norms, rotary positions, grouped-query attention, SwiGLU, one matrix for input and output."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tokenizer import PIECES

ROPE_BASE = 10_000.0
NORM_EPSILON = 1e-5


@dataclass(frozen=True)
class Shape:
    name: str
    width: int
    layers: int
    heads: int
    key_value_heads: int
    feed_forward: int
    context: int = 512

    @property
    def head_size(self) -> int:
        return self.width // self.heads


SHAPES = {
    "small": Shape("Pocket 1M 2611", width=128, layers=4, heads=4, key_value_heads=2, feed_forward=352),
    "large": Shape("Pocket 5M 2611", width=256, layers=6, heads=8, key_value_heads=4, feed_forward=768),
}


class Norm(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.weight.shape, self.weight, NORM_EPSILON)


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turns neighbouring pairs, as llama.cpp does for this architecture: no weight has to be permuted on export."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        key_value_width = shape.key_value_heads * shape.head_size
        self.attention_norm = Norm(shape.width)
        self.query = nn.Linear(shape.width, shape.width, bias=False)
        self.key = nn.Linear(shape.width, key_value_width, bias=False)
        self.value = nn.Linear(shape.width, key_value_width, bias=False)
        self.output = nn.Linear(shape.width, shape.width, bias=False)
        self.feed_forward_norm = Norm(shape.width)
        self.gate = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.up = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        batch, length, width = x.shape
        h = self.attention_norm(x)
        query, key, value = (
            linear(h).view(batch, length, -1, self.shape.head_size).transpose(1, 2) for linear in (self.query, self.key, self.value)
        )
        query, key = rotate(query, cosine, sine), rotate(key, cosine, sine)
        attended = F.scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
        x = x + self.output(attended.transpose(1, 2).reshape(batch, length, width))
        h = self.feed_forward_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(PIECES, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                deep = name.endswith(("output.weight", "down.weight"))
                nn.init.normal_(weight, std=0.02 if name.startswith("embedding") else shape.width**-0.5 / (2 * shape.layers) ** (0.5 * deep))
        angles = torch.outer(torch.arange(shape.context), ROPE_BASE ** (-torch.arange(0, shape.head_size, 2) / shape.head_size))
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)

    def hidden(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x, self.cosine[: tokens.shape[1]], self.sine[: tokens.shape[1]])
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return F.linear(hidden, self.embedding.weight)


@torch.inference_mode()
def greedy(model: Llama, prompts: list[list[int]], end: int, most: int = 96) -> list[list[int]]:
    """The most likely answer to each prompt, token by token; prompts of one length go together."""
    answers: list[list[int]] = [[] for _ in prompts]
    by_length: dict[int, list[int]] = {}
    for index, prompt in enumerate(prompts):
        by_length.setdefault(len(prompt), []).append(index)
    for indices in by_length.values():
        open_indices, tokens = indices, torch.tensor([prompts[index] for index in indices])
        for _ in range(most):
            following = model.logits(model.hidden(tokens)[:, -1]).argmax(-1)
            going_on = following != end
            open_indices = [index for index, on in zip(open_indices, going_on.tolist()) if on]
            if not open_indices:
                break
            tokens = torch.cat((tokens[going_on], following[going_on, None]), 1)
            for index, token in zip(open_indices, tokens[:, -1].tolist()):
                answers[index].append(token)
    return answers
