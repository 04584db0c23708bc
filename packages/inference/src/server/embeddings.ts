import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { type EmbeddingRequest, inputsOf } from "./requests/index.ts";

/** Vectors of length one for texts, or for their tokens. */
export async function embeddings(engine: Engine, model: string, body: EmbeddingRequest) {
  const { isEmbeddingModel } = await engine.info(model);
  if (isEmbeddingModel === false)
    throw new InferenceError("unsupported", `${model} is a model that writes, and none that was made to turn texts into vectors.`, {
      param: "model",
    });
  const inputs = inputsOf(body);
  const vectors = await engine.embed(model, inputs);
  const tokens = await countOf(engine, model, inputs);
  return {
    object: "list" as const,
    model,
    data: vectors.map((vector, index) => {
      const unit = unitOf(shortened(vector, body.dimensions ?? vector.length));
      const embedding = body.encoding_format === "base64" ? Buffer.from(new Float32Array(unit).buffer).toString("base64") : unit;
      return { object: "embedding" as const, index, embedding };
    }),
    usage: tokens === null ? null : { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** The first numbers of a vector, as OpenAI's `dimensions` has it. */
function shortened(vector: readonly number[], dimensions: number): readonly number[] {
  if (dimensions > vector.length)
    throw new InferenceError("bad-request", `The vectors have ${vector.length} dimensions; ${dimensions} are more.`, {
      param: "dimensions",
    });
  return vector.slice(0, dimensions);
}

function unitOf(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** The tokens of some texts; null where the engine cannot count them. */
async function countOf(engine: Engine, model: string, inputs: readonly (string | readonly number[])[]): Promise<number | null> {
  try {
    const lengths = await Promise.all(
      inputs.map(async (input) =>
        typeof input === "string" ? (await engine.tokenize(model, input, { special: false, bos: true })).length : input.length,
      ),
    );
    return lengths.reduce((sum, length) => sum + length, 0);
  } catch (error) {
    if (InferenceError.isInstance(error) && error.code === "unsupported") return null;
    throw error;
  }
}
