"""Asks an OpenAI-compatible server through OpenAI's own client for Python and prints what came back as JSON: openai.py BASE_URL KEY MODEL"""
import json
import sys

from openai import AuthenticationError, OpenAI

base_url, key, model = sys.argv[1:]
client = OpenAI(base_url=base_url, api_key=key, max_retries=0)
ask = {"model": model, "messages": [{"role": "user", "content": "What is the capital of France?"}], "temperature": 0, "max_tokens": 24}

answer = client.chat.completions.create(**ask)
streamed = "".join(chunk.choices[0].delta.content or "" for chunk in client.chat.completions.create(**ask, stream=True) if chunk.choices)
scored = client.completions.create(model=model, prompt="The capital of France is", max_tokens=1, temperature=0, logprobs=1, echo=True)
try:
    OpenAI(base_url=base_url, api_key="wrong", max_retries=0).models.list()
    refused = False
except AuthenticationError:
    refused = True

print(
    json.dumps(
        {
            "models": [one.id for one in client.models.list()],
            "text": answer.choices[0].message.content,
            "finishReason": answer.choices[0].finish_reason,
            "totalTokens": answer.usage.total_tokens,
            "streamed": streamed,
            "logProbabilities": scored.choices[0].logprobs.token_logprobs,
            "embedding": len(client.embeddings.create(model=model, input="a river").data[0].embedding),
            "refused": refused,
        }
    )
)
