/**
 * Turns tokens into text that may be shown: a character cut over several tokens waits for its end, and text that could still
 * become a stop string waits until it is decided.
 */
export interface TextStream<Token> {
  /** `stopped` is true once a stop string was met; nothing of it or after it is ever shown. */
  push(token: Token): { text: string; stopped: boolean };
  /** What is still buffer back, when generation ended without a stop string. */
  end(): string;
}

const REPLACEMENT = "\uFFFD";
/** No character takes more tokens than it has bytes. */
const TOKENS_PER_CHARACTER = 4;
const CONTEXT_FOR_DETOKENIZER = 16;

export function createTextStream<Token>(
  detokenize: (tokens: readonly Token[], before: readonly Token[]) => string,
  { stops, trimStart }: { stops: readonly string[]; trimStart: boolean },
): TextStream<Token> {
  let pending: Token[] = [];
  const before: Token[] = [];
  let buffer = "";
  let started = false;

  /** An answer begins with its first visible character; a transcript's label leaves a space before it. */
  function shown(text: string): string {
    const kept = started || !trimStart ? text : text.trimStart();
    started ||= kept !== "";
    return kept;
  }

  function decode(final: boolean): string {
    const text = detokenize(pending, before.slice(-CONTEXT_FOR_DETOKENIZER));
    if (!final && text.endsWith(REPLACEMENT) && pending.length < TOKENS_PER_CHARACTER) return "";
    before.push(...pending);
    pending = [];
    return text;
  }

  function release(): { text: string; stopped: boolean } {
    const found = stops.map((stop) => buffer.indexOf(stop)).filter((index) => index >= 0);
    if (found.length > 0) {
      const text = buffer.slice(0, Math.min(...found));
      buffer = "";
      return { text: shown(text), stopped: true };
    }
    let start = buffer.length;
    for (const stop of stops) {
      for (let length = Math.min(stop.length - 1, buffer.length); length > 0; length--) {
        if (buffer.endsWith(stop.slice(0, length))) start = Math.min(start, buffer.length - length);
      }
    }
    const text = buffer.slice(0, start);
    buffer = buffer.slice(start);
    return { text: shown(text), stopped: false };
  }

  return {
    push(token) {
      pending.push(token);
      buffer += decode(false);
      return release();
    },
    end() {
      // Drops an incomplete UTF-8 character at the end of the answer.
      if (pending.length > 0) buffer += decode(true).replace(/\uFFFD+$/u, "");
      const { text, stopped } = release();
      return stopped ? text : text + shown(buffer);
    },
  };
}
