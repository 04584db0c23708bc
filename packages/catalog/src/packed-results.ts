import type { Result } from "./evaluation.ts";

/** What one result has in common with others of its table, and how it was measured. */
type Shared = Omit<Result, "model" | "benchmark" | "value">;

/** Results as the package keeps them: what they share stands once, and each is four numbers. */
export interface PackedResults {
  readonly models: readonly string[];
  readonly benchmarks: readonly string[];
  readonly shared: readonly Shared[];
  readonly rows: readonly (readonly [model: number, benchmark: number, shared: number, value: number])[];
}

/** Gives each different value a number. */
function numbered(): { readonly numberOf: (value: string) => number; readonly values: () => readonly string[] } {
  const numbers = new Map<string, number>();
  return {
    numberOf: (value) => {
      const number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      return number;
    },
    values: () => [...numbers.keys()],
  };
}

/** The opposite of {@link unpackResults}. */
export function packResults(results: readonly Result[]): PackedResults {
  const [models, benchmarks, shared] = [numbered(), numbered(), numbered()];
  const rows = results.map(
    ({ model, benchmark, value, ...rest }) =>
      [models.numberOf(model), benchmarks.numberOf(benchmark), shared.numberOf(JSON.stringify(rest)), value] as const,
  );
  return {
    models: models.values(),
    benchmarks: benchmarks.values(),
    shared: shared.values().map((text) => JSON.parse(text) as Shared),
    rows,
  };
}

/** Results with all their fields, in the order in which they were packed. */
export const unpackResults = ({ models, benchmarks, shared, rows }: PackedResults): readonly Result[] =>
  rows.flatMap(([model, benchmark, rest, value]) => {
    const [id, test, common] = [models[model], benchmarks[benchmark], shared[rest]];
    return id === undefined || test === undefined || common === undefined ? [] : [{ model: id, benchmark: test, value, ...common }];
  });
