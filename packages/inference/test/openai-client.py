"""Asks an OpenAI-compatible server through OpenAI's own client for Python and prints what came back as JSON: openai.py BASE_URL KEY MODEL"""
import json
import sys
from typing import Literal, Union

from openai import AuthenticationError, BadRequestError, OpenAI
from pydantic import BaseModel, Field

base_url, key, model = sys.argv[1:]
client = OpenAI(base_url=base_url, api_key=key, max_retries=0)
question = {"role": "user", "content": "What is the capital of France?"}
messages = [{"role": "system", "content": "You are a helpful assistant."}, question]
ask = {"model": model, "messages": messages, "temperature": 0, "max_tokens": 24}


class Person(BaseModel):
    age: int = Field(ge=18, le=30)
    code: str = Field(pattern=r"^[A-Z]{2}-\d{3}$", max_length=6)
    kind: Union[Literal["guest"], None]


def param_of(call):
    try:
        call()
    except BadRequestError as error:
        return error.param
    return None


answer = client.chat.completions.create(**ask)
streamed = "".join(chunk.choices[0].delta.content or "" for chunk in client.chat.completions.create(**ask, stream=True) if chunk.choices)
scored = client.completions.create(model=model, prompt="The capital of France is", max_tokens=1, temperature=0, logprobs=1, echo=True)
parsed = client.chat.completions.parse(model=model, messages=messages, response_format=Person, seed=3, max_tokens=100).choices[0].message.parsed
look_up = {
    "type": "function",
    "function": {"name": "look_up", "parameters": {"type": "object", "properties": {"city": {"enum": ["Paris", "Rome"]}}, "required": ["city"]}},
}
called = client.chat.completions.create(
    model=model, messages=[question], tools=[look_up], tool_choice="required", parallel_tool_calls=False, max_tokens=60
).choices[0]
history = [question, called.message, {"role": "tool", "tool_call_id": called.message.tool_calls[0].id, "content": "2 million people"}]
after = client.chat.completions.create(model=model, messages=history, tools=[look_up], tool_choice="none", max_tokens=8).choices[0]
begun = client.chat.completions.create(
    model=model, messages=[*messages, {"role": "assistant", "content": "The capital of France is"}], temperature=0, max_tokens=4
).choices[0]
try:
    OpenAI(base_url=base_url, api_key="wrong", max_retries=0).models.list()
    refused = False
except AuthenticationError:
    refused = True

print(
    json.dumps(
        {
            "models": [one.id for one in client.models.list()],
            "retrieved": client.models.retrieve(model).id,
            "text": answer.choices[0].message.content,
            "finishReason": answer.choices[0].finish_reason,
            "totalTokens": answer.usage.total_tokens,
            "streamed": streamed,
            "logProbabilities": scored.choices[0].logprobs.token_logprobs,
            "age": parsed.age,
            "called": [called.finish_reason, called.message.tool_calls[0].function.name, json.loads(called.message.tool_calls[0].function.arguments)],
            "after": after.finish_reason,
            "begun": begun.message.content,
            "embeddingParam": param_of(lambda: client.embeddings.create(model=model, input="a river")),
            "seedParam": param_of(lambda: client.chat.completions.create(**ask, seed=-7)),
            "refused": refused,
        }
    )
)
