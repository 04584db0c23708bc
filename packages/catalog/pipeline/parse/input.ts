import { z } from "zod";
import { modalities } from "../../src/model.ts";
import { FAR } from "./excerpt.ts";
import { type FieldPath, fieldPaths } from "./fields.ts";

/** The shape of the data files. All objects are strict: a misspelled field is an error, not a fact that gets lost. */
const key = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/u, "must be lower case letters, digits, dots, hyphens");
const bilingual = z.strictObject({ en: z.string().min(10), zh: z.string().min(4) });

/** Characters of an excerpt: the shortest words that carry the value; for a list these are its items, for a default also the entry that keeps it. */
const excerptMax = (value: unknown, quote: string): number => (Array.isArray(value) || quote.includes(FAR) ? 1600 : 400);

const claim = z
  .strictObject({
    value: z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]),
    bound: z.enum(["exact", "at-least", "at-most", "about"]).optional(),
    source: key,
    quote: z.string().min(1),
  })
  .refine(({ value, quote }) => quote.length <= excerptMax(value, quote), {
    path: ["quote"],
    message: "is longer than what carries the value",
  })
  .transform(({ bound, ...rest }) => (bound === undefined ? rest : { ...rest, bound }));
export type ClaimInput = z.output<typeof claim>;

const claims = z.union([claim, z.array(claim).min(2)]).transform((value) => (Array.isArray(value) ? value : [value]));
const facts = z.partialRecord(z.enum(fieldPaths as [FieldPath, ...FieldPath[]]), claims);
export type FactsInput = z.output<typeof facts>;

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<Item>[]);
/** A repository or tag speaks for itself; what boards and services call a checkpoint needs their word. */
const name = listOf(z.union([z.string(), claim]));
const variant = {
  name: z.string(),
  kind: z.enum(["base", "instruct", "reasoning"]),
  base: z.string().optional(),
  input: z.array(z.enum(modalities)).optional(),
  aliases: z
    .strictObject({
      huggingFace: name.optional(),
      ollama: name.optional(),
      openRouter: listOf(claim).optional(),
      arena: listOf(claim).optional(),
      /** Names without a place of their own, such as a name that people shorten. */
      spellings: listOf(z.string()).optional(),
    })
    .default({}),
  description: bilingual.optional(),
  facts: facts.default({}),
};

/** A family: facts of all its models, then models, then what was tuned from them and shares their facts. */
export const familyInput = z.strictObject({
  name: z.string(),
  description: bilingual,
  input: z.array(z.enum(modalities)).default(["text"]),
  facts: facts.default({}),
  models: z.record(key, z.strictObject({ ...variant, variants: z.record(key, z.strictObject(variant)).default({}) })),
});
export type FamilyInput = z.output<typeof familyInput>;
export type VariantInput = Omit<FamilyInput["models"][string], "variants">;

/** Files that were read, each at a commit; everything in one file of `sources/` is published by the one that the file is named after. */
export const sourcesInput = z.record(
  key,
  z.strictObject({
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/u, "must be owner/name"),
    path: z.string(),
    commit: z.string().regex(/^[0-9a-f]{40}$/u, "must be a commit of 40 hexadecimal digits"),
    kind: z.enum(["card", "paper", "post", "code", "board"]),
    /** The families that the file is about, where its path does not name them. */
    about: z.array(key).min(1).optional(),
    /** What the file calls families or checkpoints, where these are no names of theirs. */
    names: z.record(z.string(), z.array(z.string()).min(1)).optional(),
  }),
);

export const licensesInput = z.record(
  z.string(),
  z.strictObject({
    name: z.string(),
    url: z.url(),
    commercialUse: z.enum(["yes", "conditional", "no"]),
    /** How sources write it: the excerpt must contain one of these. */
    spellings: z.array(z.string()).min(1),
  }),
);

export const organizationsInput = z.record(key, z.strictObject({ name: z.string(), spellings: z.array(z.string()).default([]) }));

export const benchmarksInput = z.record(
  key,
  z.strictObject({
    name: z.string(),
    measures: bilingual,
    unit: z.enum(["percent", "score"]).default("percent"),
    /** What else it is called, for example by LM Evaluation Harness. */
    spellings: z.array(z.string()).min(1).optional(),
    /** Programs that compute it differently. */
    implementations: z.array(z.string()).optional(),
    facts: z.partialRecord(z.enum(["dataset", "split", "examples", "metric", "leaderboardShots", "paper"]), claim).default({}),
  }),
);

/** A table of results as it stands in its source: the last cells of each quote are the values, in the order of `models`. */
export const resultsInput = z.strictObject({
  source: key,
  reporter: key,
  tables: z.array(
    z.strictObject({
      title: z.string(),
      /** The cells of the table's heading above the values, in the order of the columns. */
      heading: z.string(),
      /** What the table calls a model or benchmark in its heading or rows, where that is none of its names. */
      labels: z.record(z.string(), z.string()).default({}),
      /** The model of each column; `-` for a column that is left out. */
      models: z.array(z.string()).min(1).optional(),
      /** Or the benchmark of each column, where the rows are models. */
      benchmarks: z.array(z.string()).min(1).optional(),
      implementation: z.string().optional(),
      /** The second line of a heading, with how the values of each column were measured. */
      subheading: z.string().optional(),
      /** Words beside the table that say how its values were measured: of all, or benchmark by benchmark as `GSM8K (4-shot), MATH (4-shot)`. */
      prose: listOf(z.string().min(1).max(400)).default([]),
      shots: z.number().int().min(0).optional(),
      /** The cells are fractions of 1 where the benchmark is in percent. */
      fraction: z.boolean().default(false),
      rows: z.array(
        z.strictObject({
          benchmark: z.string().optional(),
          model: z.string().optional(),
          shots: z.number().int().min(0).optional(),
          implementation: z.string().optional(),
          quote: z.string(),
        }),
      ),
    }),
  ),
});

export type ResultsInput = z.output<typeof resultsInput>;

export const platformsInput = z.record(
  key,
  z.strictObject({
    name: z.string(),
    url: z.url(),
    status: z.enum(["live", "frozen"]),
    /** When it began, and when it took no more models, where a source says so. */
    period: z.partialRecord(z.enum(["from", "to"]), claim).optional(),
    method: bilingual,
    howToRun: bilingual,
  }),
);
