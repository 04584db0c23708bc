"""Writes the GGUF files of a run: python export.py <data> <run> <folder> <training commit>

No weight is permuted: the model turns the pairs of its rotary positions as llama.cpp does. Nothing in the files depends on the time or the machine."""

import hashlib
import re
import sys
from pathlib import Path

import gguf
import numpy as np
import torch

from model import NORM_EPSILON, ROPE_BASE, SHAPES, Llama, Shape
from tokenizer import ASSISTANT, USER, Tokenizer
from world import catalog_version

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if message['role'] == 'user' %}" + USER + "{{ message['content'] }}"
    "{% elif message['role'] == 'assistant' %}" + ASSISTANT + "{{ message['content'] }}</s>"
    "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}" + ASSISTANT + "{% endif %}"
)
FILES = [("large", "Q8_0"), ("small", "F16"), ("small", "Q8_0"), ("small", "Q4_0")]
F16 = gguf.GGMLQuantizationType.F16


def llama_cpp_name(name: str) -> str:
    names = {
        "attention_norm": "attn_norm", "query": "attn_q", "key": "attn_k", "value": "attn_v", "output": "attn_output",
        "feed_forward_norm": "ffn_norm", "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
    }  # fmt: skip
    if found := re.fullmatch(r"blocks\.(\d+)\.(\w+)\.weight", name):
        return f"blk.{found[1]}.{names[found[2]]}.weight"
    return {"embedding.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}[name]


def add_tokenizer(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    pieces = tokenizer.pieces
    types = gguf.TokenType
    count = range(pieces.get_piece_size())
    writer.add_tokenizer_model("llama")
    writer.add_token_list([pieces.id_to_piece(i) for i in count])
    writer.add_token_scores([pieces.get_score(i) for i in count])
    writer.add_token_types(
        [
            types.UNKNOWN if pieces.is_unknown(i) else types.CONTROL if pieces.is_control(i) else types.BYTE if pieces.is_byte(i) else types.NORMAL
            for i in count
        ]
    )
    writer.add_bos_token_id(pieces.bos_id())
    writer.add_eos_token_id(pieces.eos_id())
    writer.add_unk_token_id(pieces.unk_id())
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def export(model: Llama, shape: Shape, tokenizer: Tokenizer, quantization: str, path: Path, commit: str) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(f"llmlist {shape.name} {quantization}")
    writer.add_organization("llmlist")
    writer.add_license("mit")
    writer.add_description("A very small chat model, trained on the facts of @llmlist/catalog.")
    writer.add_languages(["en", "zh"])
    writer.add_string("llmlist.training_commit", commit)
    writer.add_string("llmlist.catalog_version", catalog_version())
    writer.add_file_type({"F16": gguf.LlamaFileType.MOSTLY_F16, "Q8_0": gguf.LlamaFileType.MOSTLY_Q8_0, "Q4_0": gguf.LlamaFileType.MOSTLY_Q4_0}[quantization])
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_value_heads)
    writer.add_rope_dimension_count(shape.head_size)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_layer_norm_rms_eps(NORM_EPSILON)
    writer.add_vocab_size(tokenizer.pieces.get_piece_size())
    add_tokenizer(writer, tokenizer)
    for name, weight in model.state_dict().items():
        values = weight.float().numpy()
        if values.ndim == 1:
            writer.add_tensor(llama_cpp_name(name), values)
            continue
        kind = gguf.GGMLQuantizationType[quantization]
        # The embedding is the output matrix too, where four bits do the most harm.
        if quantization == "Q4_0" and name == "embedding.weight":
            kind = gguf.GGMLQuantizationType.Q5_1
        data = values.astype(np.float16) if kind == F16 else gguf.quants.quantize(values, kind)
        writer.add_tensor(llama_cpp_name(name), data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def load_model(run: Path, size: str) -> Llama:
    model = Llama(SHAPES[size])
    model.load_state_dict(torch.load(run / f"{size}.pt")["model"])
    return model.eval()


def main() -> None:
    data, run, folder, commit = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    tokenizer = Tokenizer(data / "tokenizer.model")
    folder.mkdir(parents=True, exist_ok=True)
    for size, quantization in FILES:
        shape = SHAPES[size]
        path = folder / f"{shape.name.lower().replace(' ', '-')}-{quantization.lower()}.gguf"
        export(load_model(run, size), shape, tokenizer, quantization, path, commit)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f'{path.name}: bytes: {path.stat().st_size}, sha256: "{digest}"')


if __name__ == "__main__":
    main()
