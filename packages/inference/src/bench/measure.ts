import type { Engine, GenerationEvent } from "../engine/engine.ts";

/** What is measured, as llama-bench names it: `pp512` reads 512 tokens, `tg128` writes 128; `users` conversations at once. */
export interface Measurement {
  readonly test: string;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly users: number;
  /** Tokens per second of all users together, one for each repetition. */
  readonly samples: readonly number[];
}

export interface BenchOptions {
  /** Tokens to read; 512 by default. */
  readonly promptTokens?: number;
  /** Tokens to write; 128 by default. */
  readonly outputTokens?: number;
  readonly users?: readonly number[];
  readonly repetitions?: number;
  readonly onMeasured?: (measurement: Measurement) => void;
}

const TIMEOUT_MS = 600_000;
const greedy = { temperature: 0, topP: 1, topK: 1, seed: 1, ignoreEnd: true, timeoutMs: TIMEOUT_MS };
type End = Extract<GenerationEvent, { type: "generation-end" }>;

/**
 * Measures how fast a model reads and writes, once warm.
 *
 * @returns Tokens per second: of the prompt up to the first token, and of the answer after it.
 * @example
 * ```ts
 * const [reading, writing] = await measureModel(engine, "smollm2", { users: [1] });
 * ```
 */
export async function measureModel(engine: Engine, model: string, options: BenchOptions = {}): Promise<Measurement[]> {
  const { promptTokens = 512, outputTokens = 128, users = [1], repetitions = 5, onMeasured } = options;
  const { vocabularySize, bosTokenId } = await engine.info(model);
  const vocabulary = vocabularySize ?? 1000;
  let next = 1;
  /** Tokens that no earlier prompt began with, so that nothing is found in memory. */
  const fresh = (count: number) => {
    next += 7919;
    return Array.from({ length: count }, (_, index) =>
      index === 0 && bosTokenId !== null ? bosTokenId : (next * (index + 1)) % vocabulary,
    );
  };
  const generate = async (prompt: number[], maxTokens: number): Promise<End> => {
    for await (const event of engine.generate(model, { prompt, maxTokens, ...greedy })) if (event.type === "generation-end") return event;
    throw new Error("An answer came without its end.");
  };
  const measurements: Measurement[] = [];
  const repeat = async (name: string, sizes: Omit<Measurement, "test" | "samples">, once: () => Promise<number>) => {
    const samples: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) samples.push(await once());
    const measurement = { test: name, ...sizes, samples };
    measurements.push(measurement);
    onMeasured?.(measurement);
  };

  await generate(fresh(16), 2);
  await repeat(`pp${promptTokens}`, { promptTokens, outputTokens: 0, users: 1 }, async () => {
    const { firstTokenMs } = await generate(fresh(promptTokens), 1);
    return (1000 * promptTokens) / (firstTokenMs ?? Number.NaN);
  });
  for (const count of users) {
    await repeat(`tg${outputTokens}${count === 1 ? "" : ` x ${count}`}`, { promptTokens: 0, outputTokens, users: count }, async () => {
      const begun = performance.now();
      const ends = await Promise.all(Array.from({ length: count }, () => generate(fresh(8), outputTokens)));
      if (count > 1) return (1000 * count * outputTokens) / (performance.now() - begun);
      const [{ firstTokenMs, totalMs } = { firstTokenMs: 0, totalMs: 0 }] = ends;
      return (1000 * (outputTokens - 1)) / (totalMs - (firstTokenMs ?? 0));
    });
  }
  return measurements;
}

/** Mean and sample standard deviation. */
export function meanOf(samples: readonly number[]): { mean: number; deviation: number } {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const squares = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: samples.length > 1 ? Math.sqrt(squares / (samples.length - 1)) : 0 };
}
