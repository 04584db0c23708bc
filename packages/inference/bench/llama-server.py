"""llama.cpp's own server, as the PyPI package xllamacpp ships it: python llama-server.py MODEL PORT THREADS PARALLEL CONTEXT"""
import sys
import time

import xllamacpp

model, port, threads, parallel, context = sys.argv[1], *map(int, sys.argv[2:6])
params = xllamacpp.CommonParams()
params.model.path = model
params.port = port
params.n_parallel = parallel
params.n_ctx = context * parallel
params.cpuparams.n_threads = threads
params.cpuparams_batch.n_threads = threads
params.cache_ram_mib = 0
server = xllamacpp.Server(params)
print("xllamacpp", xllamacpp.__version__, flush=True)
while True:
    time.sleep(3600)
