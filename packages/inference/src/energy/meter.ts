/** Counts the energy that processors take. */
export interface EnergySource {
  /** What is counted, for the record: `RAPL package-0`. */
  readonly of: string;
  /** Taken since some moment that stays the same; null where it cannot be told (any more). */
  joules(): number | null;
  close(): void;
}

/** The part of one answer. */
export interface EnergyShare {
  /** A token was written. */
  count(): void;
  /** Ends it; null where the source did not tell. Later calls give the same. */
  end(): number | null;
}

interface Part {
  tokens: number;
  joules: number | null;
}

/**
 * Shares out what a machine takes among the answers that are written at the time: by the tokens that each has written, evenly where none has.
 * Reads the source only when an answer begins or ends.
 */
export class EnergyMeter {
  readonly #source: EnergySource;
  readonly #running = new Set<Part>();
  #before: number | null = null;

  constructor(source: EnergySource) {
    this.#source = source;
  }

  get of(): string {
    return this.#source.of;
  }

  begin(): EnergyShare {
    this.#attribute();
    const part: Part = { tokens: 0, joules: 0 };
    this.#running.add(part);
    return {
      count: () => void part.tokens++,
      end: () => {
        if (this.#running.has(part)) this.#attribute();
        this.#running.delete(part);
        return part.joules;
      },
    };
  }

  #attribute(): void {
    const now = this.#source.joules();
    const taken = now === null || this.#before === null ? null : now - this.#before;
    this.#before = now;
    const tokens = [...this.#running].reduce((sum, part) => sum + part.tokens, 0);
    for (const part of this.#running) {
      const share = tokens === 0 ? 1 / this.#running.size : part.tokens / tokens;
      part.joules = taken === null || part.joules === null ? null : part.joules + share * taken;
      part.tokens = 0;
    }
  }
}
