import type { Clock } from "../engine/clock.ts";
import type { GenerateRequest, GenerationEvent } from "../engine/engine.ts";
import type { AttemptEvent } from "../queue/queued-engine.ts";
import { chunk, tokensOf } from "./chunks.ts";
import type { Endpoint } from "./endpoint.ts";
import { EndpointError, excerpt } from "./endpoint-error.ts";
import { type RemoteName, requestBody } from "./request-body.ts";

type End = Extract<GenerationEvent, { type: "generation-end" }>;

/** The events of one streamed answer. An abort ends it as `aborted`. */
export async function* streamAnswer(
  endpoint: Endpoint,
  name: RemoteName,
  request: GenerateRequest,
  { ended, clock }: { readonly ended: AbortSignal; readonly clock: Clock },
): AsyncGenerator<AttemptEvent> {
  const begun = clock.now();
  const { path, body } = requestBody(name, request);
  const top = request.logProbabilities ?? 0;
  let reason: End["reason"] | null = null;
  let firstTokenMs: number | null = null;
  let usage: Pick<End, "promptTokens" | "outputTokens" | "cachedTokens"> = { promptTokens: null, outputTokens: null };
  try {
    for await (const event of endpoint.events(path, body, ended)) {
      const { choices, usage: told, error } = read(event);
      if (error !== undefined && error !== null) throw endpoint.errorOf(error);
      if (told) {
        const cachedTokens = told.prompt_tokens_details?.cached_tokens;
        usage = {
          promptTokens: told.prompt_tokens ?? null,
          outputTokens: told.completion_tokens ?? null,
          ...(typeof cachedTokens === "number" ? { cachedTokens } : {}),
        };
      }
      const choice = choices?.[0];
      if (!choice) continue;
      const { delta, logprobs, finish_reason: finish } = choice;
      const text = delta?.content ?? delta?.refusal ?? choice.text ?? "";
      const tokens = request.logProbabilities === undefined ? [] : tokensOf(logprobs, top);
      const isUnshown = text === "" && Boolean(delta?.reasoning_content ?? delta?.reasoning);
      if (text !== "" || tokens.length > 0 || isUnshown) firstTokenMs ??= clock.now() - begun;
      for (const token of tokens) yield { type: "token-scored", token };
      if (text !== "") yield { type: "text-delta", text };
      if (isUnshown) yield { type: "token-unshown" };
      if (finish) reason = reasonOf(finish);
    }
  } catch (error) {
    if (!ended.aborted) throw error;
    reason = "aborted";
  }
  if (reason === null) throw new EndpointError("remote-failed", "The endpoint ended the connection before the answer had ended.");
  yield { type: "generation-end", reason, ...usage, firstTokenMs, totalMs: clock.now() - begun };
}

function read(event: unknown) {
  const { data, success } = chunk.safeParse(event);
  if (!success)
    throw new EndpointError("remote-failed", "The endpoint sent what is no chunk of an answer.", {
      detail: excerpt(JSON.stringify(event)),
    });
  return data;
}

function reasonOf(finish: string): "stop" | "length" {
  if (finish === "stop" || finish === "length") return finish;
  throw new EndpointError("remote-failed", `The endpoint ended the answer with "${excerpt(finish)}", not by itself or at its length.`);
}
