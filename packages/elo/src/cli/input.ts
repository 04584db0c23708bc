import { itemAt } from "../math/access.ts";
import { EloError } from "../errors.ts";
import { listed, quoted, shown } from "../votes/messages.ts";
import { type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import type { ReadVotes } from "../votes/reading/combine.ts";
import { keyOf, type OutcomeValues } from "../votes/reading/labels.ts";
import { type ReadOptions, type Role, roles } from "../votes/reading/layout.ts";
import { outcomes, pickVotes, type VoteColumns } from "../votes/votes.ts";
import type { CommonValues } from "./command.ts";
import { readVoteFile } from "./read-file.ts";

/** Single votes as they were read. */
export type SingleVotes = Extract<ReadVotes, { kind: "votes" }>;

/**
 * Reads the input of a command.
 *
 * @param further Columns that the command's options name.
 * @throws EloError `bad-input` when it holds no votes.
 */
export async function readInput(
  file: string,
  { columns, values }: Pick<CommonValues, "columns" | "values">,
  further: Pick<ReadOptions, "texts" | "numbers"> = {},
): Promise<ReadVotes> {
  const input = await readVoteFile(file, { ...further, columns: columnsOf(columns), values: valuesOf(values) });
  if ((input.kind === "votes" ? input.columns : input.counts).models.length === 0)
    throw new EloError("bad-input", "There are no votes in the input.");
  return input;
}

/** @throws EloError `bad-input` when the input holds counts; `what` needs votes. */
export function singleVotes(input: ReadVotes, what: string): SingleVotes {
  if (input.kind === "counts") throw new EloError("bad-input", `${what} needs single votes; the input holds pair counts.`);
  return input;
}

export const countsOf = (input: ReadVotes): PairCounts => (input.kind === "counts" ? input.counts : pairCountsFromColumns(input.columns));

/** @throws EloError `bad-input` for a name that no vote has. */
export function checkModel(models: readonly string[], name: string): void {
  if (!models.includes(name)) throw new EloError("bad-input", `There is no model ${quoted(name)}; there are ${listed(models.map(shown))}.`);
}

/** Single votes by the texts of a column, each group with only its own models, in order of appearance. */
export function groupsOf(input: SingleVotes, column: string): { value: string; votes: SingleVotes }[] {
  const text = input.texts.get(column);
  if (!text) throw new RangeError(`The column ${column} was not read.`);
  const members = text.values.map((): number[] => []);
  text.codes.forEach((code, vote) => itemAt(members, code).push(vote));
  return text.values.map((value, code) => ({ value, votes: pick(input, itemAt(members, code)) }));
}

/** The votes between models of a set. */
export function amongModels(input: SingleVotes, kept: ReadonlySet<string>): SingleVotes {
  const { models, a, b } = input.columns;
  const isKept = models.map((model) => kept.has(model));
  const indices = [...a.keys()].filter((vote) => itemAt(isKept, itemAt(a, vote)) && itemAt(isKept, itemAt(b, vote)));
  return pick(input, indices);
}

function pick(input: SingleVotes, indices: readonly number[]): SingleVotes {
  const codes = (all: Int32Array) => Int32Array.from(indices, (vote) => itemAt(all, vote));
  return {
    ...input,
    columns: compact(pickVotes(input.columns, indices)),
    texts: new Map(Array.from(input.texts, ([name, text]) => [name, { values: text.values, codes: codes(text.codes) }])),
    numbers: new Map(Array.from(input.numbers, ([name, all]) => [name, Float64Array.from(indices, (vote) => itemAt(all, vote))])),
  };
}

/** Leaves out models without a vote, so that a group ranks only who played in it. */
function compact(columns: VoteColumns): VoteColumns {
  const isUsed = new Uint8Array(columns.models.length);
  for (const column of [columns.a, columns.b]) for (const model of column) isUsed[model] = 1;
  const indexOf = new Int32Array(columns.models.length);
  const models = columns.models.filter((_, model) => itemAt(isUsed, model) === 1);
  let index = 0;
  isUsed.forEach((used, model) => (indexOf[model] = used === 1 ? index++ : -1));
  const renumber = (column: Int32Array) => column.map((model) => itemAt(indexOf, model));
  return { ...columns, models, a: renumber(columns.a), b: renumber(columns.b) };
}

/** `a=left,b=right,winner=choice` */
function columnsOf(text: string | undefined): NonNullable<ReadOptions["columns"]> {
  return Object.fromEntries(
    pairsOf(text, "--columns").map(([key, name]): [Role, string] => {
      const role = roles.find((known) => known === key);
      if (role === undefined) throw new EloError("bad-input", `--columns has ${quoted(key)}, but knows ${roles.join(", ")}.`);
      return [role, name];
    }),
  );
}

/** `a=left|L,b=right,tie=draw` */
function valuesOf(text: string | undefined): OutcomeValues {
  return Object.fromEntries(
    pairsOf(text, "--values").map(([key, value]) => {
      const outcome = outcomes.find((known) => known === keyOf(key).replace("_", "-"));
      if (outcome === undefined) throw new EloError("bad-input", `--values has ${quoted(key)}, but knows ${outcomes.join(", ")}.`);
      return [outcome, value.split("|")];
    }),
  );
}

function pairsOf(text: string | undefined, option: string): [key: string, value: string][] {
  if (text === undefined) return [];
  const pairs = text.split(",").map((part): [string, string] => {
    const split = part.indexOf("=");
    if (split < 1 || split === part.length - 1)
      throw new EloError("bad-input", `${option} has ${quoted(part)}, but must be a list such as a=left,b=right.`);
    return [part.slice(0, split).trim(), part.slice(split + 1).trim()];
  });
  const twice = pairs.find(([key], k) => pairs.findIndex(([other]) => other === key) < k);
  if (twice) throw new EloError("bad-input", `${option} has ${quoted(twice[0])} twice.`);
  return pairs;
}
