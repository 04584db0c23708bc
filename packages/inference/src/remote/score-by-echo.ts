import type { ScoredText, ScoreRequest } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { completion, tokensOf } from "./chunks.ts";
import type { Endpoint } from "./endpoint.ts";
import { EndpointError } from "./endpoint-error.ts";
import type { RemoteName } from "./request-body.ts";

/**
 * The probabilities of a text by `echo` and `logprobs` of completions. Some servers take these and ignore one of them: the answer is checked to hold the
 * prompt's tokens, all of them.
 *
 * @throws InferenceError `unsupported` where it does not.
 */
export async function scoreByEcho(
  endpoint: Endpoint,
  { model }: RemoteName,
  { prompt, top }: ScoreRequest,
  ended: AbortSignal,
): Promise<ScoredText> {
  const asked = Math.max(1, top);
  const body = { model, prompt, echo: true, logprobs: asked, max_tokens: 1, temperature: 0 };
  const { data } = completion.safeParse(await endpoint.json("completions", body, ended));
  const [choice] = data?.choices ?? [];
  if (!choice) throw new EndpointError("remote-failed", "The endpoint sent what is no completion.");
  const all = tokensOf(choice.logprobs, asked);
  const read = data?.usage?.prompt_tokens;
  const count = typeof prompt === "string" ? read : prompt.length;
  if (typeof read === "number" && read !== count)
    throw new InferenceError(
      "unsupported",
      `This endpoint read ${read} tokens of a prompt of ${count}: it adds tokens of its own, or cuts prompts, so that its probabilities are those of another text.`,
    );
  const [first, ...others] = all.slice(0, count ?? 0);
  const isWhole =
    first !== undefined &&
    others.length + 1 === count &&
    first.logProbability === null &&
    others.every(({ logProbability }) => logProbability !== null);
  if (!isWhole)
    throw new InferenceError(
      "unsupported",
      "This endpoint does not tell the probabilities of a prompt: it takes echo and logprobs, and ignores them.",
    );
  const tokens = [first, ...others].map((token, index) => ({
    ...token,
    token: typeof prompt === "string" ? token.token : (prompt[index] ?? null),
    top: token.top.slice(0, top),
  }));
  return { tokens, next: all[count]?.top ?? [] };
}
