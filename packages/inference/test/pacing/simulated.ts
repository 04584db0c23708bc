import type { Trace } from "./traces.ts";

/** Numbers between 0 and 1, the same ones for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How a model writes, in milliseconds and characters. */
export interface Writer {
  readonly firstTokenMs: number;
  readonly tokenMs: number;
  /** Of a token, on average. */
  readonly characters: number;
  /** Tokens that arrive together, as from an endpoint behind a gateway. */
  readonly burst?: number;
  /** How often a token waits for somebody else's prompt, and for how long. */
  readonly pauses?: { readonly share: number; readonly milliseconds: number };
}

/** An answer of about so many characters. */
export function simulate({ firstTokenMs, tokenMs, characters, burst = 1, pauses }: Writer, length: number, random: () => number): Trace {
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const trace: [number, string][] = [];
  let written = 0;
  let waited = firstTokenMs * Math.exp(0.2 * bell());
  let chunk = "";
  for (let token = 1; written < length; token++) {
    const size = Math.min(length - written, 1 + Math.floor(2 * random() * (characters - 0.5)));
    chunk += "abcdefghij".slice(0, size);
    written += size;
    waited += tokenMs * Math.exp(0.3 * bell()) + (pauses && random() < pauses.share ? pauses.milliseconds : 0);
    if (token % burst !== 0 && written < length) continue;
    trace.push([waited, chunk]);
    [waited, chunk] = [0, ""];
  }
  return trace;
}
