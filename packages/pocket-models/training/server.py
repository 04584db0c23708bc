"""llama.cpp's own server, as the package xllamacpp ships it, asked greedily."""

import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import xllamacpp

PARALLEL, CONTEXT = 8, 512


class Server:
    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), {"content-type": "application/json"})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def tokens(self, text: str) -> list[int]:
        return self.ask("/tokenize", {"content": text, "add_special": False, "parse_special": False})["tokens"]

    def answer(self, turns: list[tuple[str, str]], question: str) -> str:
        said = [{"role": role, "content": text} for turn in turns for role, text in zip(("user", "assistant"), turn)]
        body = {"messages": [*said, {"role": "user", "content": question}], "temperature": 0, "max_tokens": 96, "cache_prompt": False}
        return self.ask("/v1/chat/completions", body)["choices"][0]["message"]["content"]

    def answers(self, questions: list[tuple[list[tuple[str, str]], str]]) -> list[str]:
        with ThreadPoolExecutor(PARALLEL) as threads:
            return list(threads.map(lambda one: self.answer(*one), questions))


@contextmanager
def serving(model: Path, port: int = 8417) -> Iterator[Server]:
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.port = port
    params.use_jinja = True
    params.n_parallel = PARALLEL
    params.n_ctx = CONTEXT * PARALLEL
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.cache_ram_mib = 0
    params.verbosity = 1
    server = xllamacpp.Server(params)
    yield Server(f"http://127.0.0.1:{port}")
    del server
