import { z } from "zod";

/** The shape of `hardware.yaml` and of `speeds/`. All objects are strict: a misspelled field is an error, not a fact that gets lost. */
const source = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/u, "must be lower case letters, digits, dots, hyphens");
const id = z.string().regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/u, "must be vendor/name in lower case");

const claim = z.strictObject({ value: z.number().int().positive(), source, quote: z.string().min(1).max(400) });
const claims = z.union([claim, z.array(claim).min(2)]).transform((value) => (Array.isArray(value) ? value : [value]));

export const hardwareInput = z.record(
  id,
  z.strictObject({
    name: z.string(),
    kind: z.enum(["gpu", "soc"]),
    /** How sources of speeds write it; the excerpt of a run must name it so. */
    spellings: z.array(z.string()).default([]),
    facts: z.partialRecord(z.enum(["memory", "usableMemory", "bandwidth"]), claims).default({}),
  }),
);
export type HardwareInput = z.output<typeof hardwareInput>;

const shared = {
  /** How the source calls models, and which those are. */
  models: z.record(z.string(), z.string()),
  /** The words that say when it was measured. */
  date: z.string().optional(),
};

export const speedsInput = z.strictObject({
  source,
  reporter: source,
  engine: z.string(),
  /** What llama-bench printed: the values are read from the cells of each row. */
  logs: z
    .array(
      z.strictObject({
        ...shared,
        hardware: id,
        device: z.string(),
        build: z.string(),
        columns: z.string(),
        rows: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  /** Tables: the last cells of each row are the values, in the order of `columns` (a test, a model with its quantization, or `-`). */
  tables: z
    .array(
      z.strictObject({
        ...shared,
        /** The words that give the unit. */
        unit: z.string(),
        columns: z.array(z.string()).min(1),
        /** The test of all cells, where the columns are models. */
        test: z.string().optional(),
        rows: z.array(z.strictObject({ hardware: id, quote: z.string() })).min(1),
      }),
    )
    .default([]),
});
export type SpeedsInput = z.output<typeof speedsInput>;
