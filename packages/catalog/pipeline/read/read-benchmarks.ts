import { join } from "node:path";
import type { Benchmark, Platform } from "../../src/evaluation.ts";
import type { Claim } from "../../src/source.ts";
import { type ClaimContext, validateClaim } from "../prove/check-claim.ts";
import { type DataError, type Excerpt, readDataFile, type Reading } from "../parse/data-file.ts";
import { benchmarksInput, platformsInput } from "../parse/input.ts";
import { quantitiesIn, same } from "../parse/quantities.ts";

export type BenchmarkField = "dataset" | "split" | "examples" | "metric" | "leaderboardShots" | "paper";
type BenchmarkClaims = Readonly<Partial<Record<BenchmarkField, readonly Claim[]>>>;

/**
 * Reads `benchmarks.yaml`.
 *
 * @throws DataErrors where the file itself cannot be read.
 */
export function readBenchmarks(
  folder: string,
  { sources }: ClaimContext,
): Reading & { readonly benchmarks: readonly Benchmark[]; readonly claims: ReadonlyMap<string, BenchmarkClaims> } {
  const { file, data, error } = readDataFile(join(folder, "benchmarks.yaml"), "benchmarks.yaml", benchmarksInput);
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  const claims = new Map<string, BenchmarkClaims>();
  const benchmarks = Object.entries(data).map(([id, { facts, ...benchmark }]) => {
    for (const [name, { value, source, quote }] of Object.entries(facts)) {
      const wrong = (problem: string) => errors.push(error([id, "facts", name], problem));
      if (!sources.has(source)) wrong(`names the source ${source}, which sources/ does not have`);
      const holds =
        typeof value === "number" ? quantitiesIn(quote, "count").some((count) => same(count, value)) : quote.includes(String(value));
      if (!holds) wrong(`the excerpt ${JSON.stringify(quote)} does not contain ${value}`);
      excerpts.push({ source, quote, where: `${file} ${id} ${name}` });
    }
    claims.set(id, Object.fromEntries(Object.entries(facts).map(([name, claim]) => [name, [claim]])));
    const values = Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));
    return { id, ...benchmark, ...values } as Benchmark;
  });
  return { benchmarks, claims, excerpts, errors };
}

/**
 * Reads `platforms.yaml`.
 *
 * @throws DataErrors where the file itself cannot be read.
 */
export function readPlatforms(folder: string, context: ClaimContext): Reading & { readonly platforms: readonly Platform[] } {
  const { file, data, error } = readDataFile(join(folder, "platforms.yaml"), "platforms.yaml", platformsInput);
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  const platforms = Object.entries(data).map(([id, { period, ...platform }]): Platform => {
    for (const [name, claim] of Object.entries(period ?? {})) {
      const problem = validateClaim("released", claim, context);
      if (problem !== null) errors.push(error([id, "period", name], problem));
      excerpts.push({ source: claim.source, quote: claim.quote, where: `${file} ${id} ${name}` });
    }
    const dates = Object.fromEntries(Object.entries(period ?? {}).map(([name, { value }]) => [name, value]));
    return { id, ...platform, ...(period ? { period: dates } : {}) };
  });
  return { platforms, excerpts, errors };
}
