"""The log-probability of each token of texts, by transformers in float32 from the same GGUF file: python log-likelihoods.py MODEL.gguf < token ids as JSON"""

import json
import os
import sys

import torch
from transformers import AutoModelForCausalLM

folder, file = os.path.split(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
answers = []
with torch.no_grad():
    for tokens in json.load(sys.stdin):
        logs = model(torch.tensor([tokens])).logits[0].double().log_softmax(-1)
        answers.append([logs[place - 1, token].item() for place, token in enumerate(tokens) if place > 0])
json.dump(answers, sys.stdout)
