import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import type { ConfigPath, ConfigProblem, LocatedJson } from "./locate";
import { arenaConfig } from "./schema";

type ParsedConfig = z.infer<typeof arenaConfig>;

/** Of a misspelt word the one that was meant, unless nothing is like it. */
export function suggestionFor(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closest(
    word.toLowerCase(),
    known.map((one) => one.toLowerCase()),
  );
  const meant = known.find((one) => one.toLowerCase() === nearest) ?? null;
  return meant !== null && distance(word.toLowerCase(), nearest) <= Math.max(2, Math.floor(meant.length / 3)) ? meant : null;
}

/** Checks the file against its schema; an unknown key gets the known ones as a hint. */
export function checkShape(json: LocatedJson): { config: ParsedConfig } | { problems: ConfigProblem[] } {
  const parsed = arenaConfig.safeParse(json.value);
  if (parsed.success) return { config: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(json, issue)) };
}

function problemsOf(json: LocatedJson, issue: z.core.$ZodIssue): ConfigProblem[] {
  const path = issue.path as ConfigPath;
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path);
    return issue.keys.map((key) => {
      const meant = suggestionFor(key, known);
      const hint = meant === null ? `Known keys: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
      return json.problemAt(path, `Unknown key ${JSON.stringify(key)}.`, { key, hint });
    });
  }
  const value = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], json.value);
  const last = path.at(-1);
  if (value === undefined && last !== undefined)
    return [json.problemAt(path.slice(0, -1), `The key ${JSON.stringify(String(last))} is missing.`)];
  if (issue.code === "invalid_value" && typeof value === "string") {
    const choices = issue.values.map(String);
    const meant = suggestionFor(value, choices);
    const hint = meant === null ? null : `Did you mean ${JSON.stringify(meant)}?`;
    return [
      json.problemAt(path, `${JSON.stringify(value)} is not one of ${choices.map((one) => JSON.stringify(one)).join(", ")}.`, { hint }),
    ];
  }
  return [json.problemAt(path, sentenceOf(issue.message))];
}

const sentenceOf = (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;

/** The keys that an object at this path may have, from the schema itself. */
function knownKeys(path: ConfigPath): string[] {
  let at: z.core.$ZodType | undefined = arenaConfig;
  for (const key of path) {
    at = unwrapped(at);
    if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodObject) at = at.shape[key] as z.core.$ZodType | undefined;
    else return [];
  }
  at = unwrapped(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

const unwrapped = (schema: z.core.$ZodType | undefined) => (schema instanceof z.ZodOptional ? schema.unwrap() : schema);
