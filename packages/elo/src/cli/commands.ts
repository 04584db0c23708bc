import { createReadStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { EloError } from "../errors.ts";
import type { TieModel } from "../fit/fit.ts";
import { benjaminiHochberg, testVoters } from "../integrity/fraud.ts";
import { type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import { proposePairs, type ProposalGoal } from "../sampling/pair-proposals.ts";
import { type ReadVotes, readVotes } from "../votes/read-votes.ts";
import { simulateRigging } from "../integrity/rigging.ts";
import { winMatrix } from "../board/tables.ts";
import { printRatings, table } from "./print.ts";
import { withProgress } from "./progress.ts";
import { codes, featuresOf, rankInput, type RankRequest } from "./rank.ts";

const USAGE = `usage: elo <command> [votes.csv | votes.jsonl | -] [options]

  rank        a leaderboard
              --ties half|davidson|rao-kupper|grounded|drop   --interval sandwich|fisher|bootstrap   --cluster <column>
              --style <name,...>   --position   --by <column>   --method bt|elo   --k 4   --anchor name=rating
              --on-separation error|drop|firth   --seed 1
  matrix      who beat whom, and how often
  pairs       which pairs to vote on next: --goal all|top:<k>|place:<model>   --count 10   --uniform 0.1
  fraud       voters whose votes do not fit: --voter voter   --rate 0.05
  simulate    what rigged votes would do: --target <model>   --strategy target-only|omnipresent   --accuracy 1
              --votes 100,1000   --votes-per-voter 20   --voter <column>   --seed 1
  recompute   rates the votes and compares with a board: --board board.json   --tolerance 1e-6, and the options of rank

  --json prints data. Votes have the columns model_a, model_b, winner (model_a, model_b, tie, tie (bothbad)), and may have count; pair counts have
  model_a, model_b, wins_a, wins_b, ties. Without a file, or with -, the input is read from standard input.`;

const options = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  ties: { type: "string", default: "half" },
  interval: { type: "string", default: "sandwich" },
  cluster: { type: "string" },
  style: { type: "string" },
  position: { type: "boolean" },
  by: { type: "string" },
  method: { type: "string", default: "bt" },
  k: { type: "string", default: "4" },
  anchor: { type: "string" },
  "on-separation": { type: "string", default: "error" },
  seed: { type: "string", default: "1" },
  goal: { type: "string", default: "all" },
  count: { type: "string", default: "10" },
  uniform: { type: "string", default: "0.1" },
  voter: { type: "string" },
  rate: { type: "string", default: "0.05" },
  target: { type: "string" },
  strategy: { type: "string", default: "target-only" },
  accuracy: { type: "string", default: "1" },
  votes: { type: "string", default: "100,1000,10000" },
  "votes-per-voter": { type: "string", default: "20" },
  board: { type: "string" },
  tolerance: { type: "string", default: "1e-6" },
} as const satisfies ParseArgsConfig["options"];

type Values = ReturnType<typeof parse>["values"];
const parse = (words: string[]) => parseArgs({ args: words, allowPositionals: true, options });

/**
 * Runs a command line and returns what it prints.
 *
 * @throws EloError with a sentence for the user.
 */
export async function run(words: string[]): Promise<string> {
  const { values, positionals } = parse(words);
  const [command, file = "-", ...rest] = positionals;
  if (values.help || command === undefined) return USAGE;
  const action = commands[command];
  if (!action) throw new EloError("bad-input", `There is no command ${command}.\n${USAGE}`);
  if (rest.length > 0) throw new EloError("bad-input", `One input at a time; ${rest.join(", ")} is too many.`);
  return action(file, values);
}

const commands: Readonly<Record<string, (file: string, values: Values) => Promise<string>>> = {
  rank: async (file, values) => {
    const request = requestOf(values);
    const input = await read(file, [request.cluster, values.by ?? null], featuresOf(request));
    if (values.by === undefined) return present(values, rankInput(input, request), printRatings);
    const groups = [...groupsOf(input, values.by)].map(([value, part]) => ({ value, ...rankInput(part, request) }));
    return present(values, { by: values.by, groups }, () =>
      groups.map((group) => `${values.by} = ${group.value}: ${printRatings(group)}`).join("\n\n"),
    );
  },
  matrix: async (file, values) => {
    const { models, battles, wins, ties } = winMatrix(countsOf(await read(file)));
    const n = models.length;
    const rowsOf = (column: Float64Array) => models.map((_, row) => [...column.subarray(row * n, row * n + n)]);
    const share = (row: number, column: number) => {
      const met = battles[row * n + column] ?? 0;
      return met === 0
        ? ""
        : `${((100 * ((wins[row * n + column] ?? 0) + (ties[row * n + column] ?? 0) / 2)) / met).toFixed(0)} % of ${met}`;
    };
    return present(values, { models, battles: rowsOf(battles), wins: rowsOf(wins), ties: rowsOf(ties) }, () =>
      table(
        ["score against", ...models],
        models.map((model, row) => [model, ...models.map((_, column) => share(row, column))]),
      ),
    );
  },
  pairs: async (file, values) => {
    const fit = fitBradleyTerry(countsOf(await read(file)), { covariance: "fisher" });
    const proposals = proposePairs(fit, { goal: goalOf(values.goal), uniformShare: number(values.uniform, "--uniform", 0, 1) });
    const shown = proposals.slice(0, number(values.count, "--count", 1, Infinity));
    return present(values, shown, () =>
      table(
        ["model", "against", "propensity"],
        shown.map(({ a, b, propensity }) => [a, b, Number(propensity.toPrecision(3))]),
      ),
    );
  },
  fraud: async (file, values) => {
    const column = values.voter ?? "voter";
    const input = await read(file, [column]);
    if (input.kind === "counts") throw new EloError("bad-input", "fraud needs single votes; the input holds pair counts.");
    const names = input.extra.get(column) ?? [];
    const numbers = codes(names);
    const nameOf = new Map(names.map((name, vote) => [numbers[vote] ?? 0, name]));
    const tests = testVoters(input.columns, numbers);
    const rejected = benjaminiHochberg(
      tests.map(({ p }) => p),
      number(values.rate, "--rate", 0, 1),
    );
    const rows = tests.map((test, k) => ({ ...test, voter: nameOf.get(test.voter) ?? "", rejected: rejected[k] ?? false }));
    return present(values, rows, () => {
      const found = rows.filter((row) => row.rejected);
      const body = found.map(({ voter, votes, consensusZ, firstZ, target, targetZ, p }) => [
        voter,
        votes,
        z(consensusZ),
        z(firstZ),
        `${target} ${z(targetZ)}`,
        p.toExponential(1),
      ]);
      return `${found.length} of ${rows.length} voters do not fit.\n\n${table(["voter", "votes", "consensus z", "first z", "target z", "p"], body)}`;
    });
  },
  simulate: async (file, values) => {
    if (values.target === undefined) throw new EloError("bad-input", "simulate needs --target <model>.");
    const strategy = oneOf(values.strategy, "--strategy", ["target-only", "omnipresent"] as const);
    const input = await read(file, [values.voter ?? null]);
    if (input.kind === "counts") throw new EloError("bad-input", "simulate needs single votes; the input holds pair counts.");
    const voters = values.voter ? codes(input.extra.get(values.voter) ?? []) : Int32Array.from(input.columns.a.keys());
    const steps = values.votes.split(",").map((text) => number(text, "--votes", 1, 1e8));
    const attack = {
      strategy,
      target: values.target,
      accuracy: number(values.accuracy, "--accuracy", 0, 1),
      votesPerVoter: number(values["votes-per-voter"], "--votes-per-voter", 1, 1e8),
    };
    const results = simulateRigging(input.columns, voters, {
      attack,
      steps: steps.toSorted((one, other) => one - other),
      seed: number(values.seed, "--seed", 0, 2 ** 31),
    });
    return present(values, results, () =>
      table(
        ["rigged votes", "battles opened", "rank", "rank with filter", "attackers found", "honest voters rejected", "votes per rank"],
        results.map((row) => [
          row.votes,
          row.battles,
          row.rank,
          row.rankFiltered ?? "separated",
          row.rejectedAttackers,
          row.rejectedHonest,
          row.votesPerRank ?? "none gained",
        ]),
      ),
    );
  },
  recompute: async (file, values) => {
    if (values.board === undefined) throw new EloError("bad-input", "recompute needs --board <file>, a leaderboard as JSON.");
    const request = requestOf(values);
    const board = await readBoard(values.board);
    const ratings = rankInput(await read(file, [request.cluster], featuresOf(request)), request);
    const differences = board.map(([name, rating]) => {
      const own = ratings.models.find((row) => row.model === name)?.rating;
      if (own === undefined) throw new EloError("bad-input", `The board has ${name}, which has no vote.`);
      return { model: name, board: rating, recomputed: own, difference: own - rating };
    });
    const largest = differences.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 0);
    if (largest > number(values.tolerance, "--tolerance", 0, Infinity)) {
      throw new EloError(
        "bad-input",
        `The board does not follow from the votes: ratings differ by up to ${largest} Elo among ${differences.length} models.`,
      );
    }
    return present(
      values,
      { largest, models: differences },
      () => `All ${differences.length} ratings follow from the votes; the largest difference is ${largest.toExponential(1)} Elo.`,
    );
  },
};

/** The names and ratings of a leaderboard in JSON: this package's, or one whose models have an `id`. */
async function readBoard(file: string): Promise<(readonly [name: string, rating: number])[]> {
  const text = await readFile(file, "utf8");
  const board = parseJson(text) as { models?: { model?: unknown; id?: unknown; rating?: unknown }[] } | null | undefined;
  const rows = Array.isArray(board?.models) ? board.models : [];
  if (rows.length === 0) throw new EloError("bad-input", `${file} is no leaderboard: it must be JSON with a list "models".`);
  return rows.map(({ model, id, rating }, place) => {
    const name = model ?? id;
    if (typeof name === "string" && typeof rating === "number") return [name, rating];
    throw new EloError("bad-input", `Model ${place + 1} of ${file} needs a "model" or "id" and a number "rating".`);
  });
}

/** Undefined for a text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const z = (value: number) => value.toFixed(1);

function present<Data>(values: Values, data: Data, print: (data: Data) => string): string {
  return values.json ? JSON.stringify(data, null, 2) : print(data);
}

async function read(file: string, extra: readonly (string | null)[] = [], numeric: readonly string[] = []): Promise<ReadVotes> {
  const size = file === "-" ? null : (statSync(file, { throwIfNoEntry: false })?.size ?? -1);
  if (size === -1) throw new EloError("bad-input", `There is no file ${file}.`);
  const stream = file === "-" ? process.stdin : createReadStream(file);
  const chunks = withProgress(stream.setEncoding("utf8") as AsyncIterable<string>, size);
  const input = await readVotes(chunks, { texts: extra.filter((name) => name !== null), numbers: numeric });
  if ((input.kind === "votes" ? input.columns : input.counts).models.length === 0)
    throw new EloError("bad-input", "There are no votes in the input.");
  return input;
}

const countsOf = (input: ReadVotes): PairCounts => (input.kind === "counts" ? input.counts : pairCountsFromColumns(input.columns));

function groupsOf(input: ReadVotes, column: string): Map<string, ReadVotes> {
  if (input.kind === "counts") throw new EloError("bad-input", "--by needs single votes; the input holds pair counts.");
  const { columns, extra, numbers } = input;
  const groups = new Map<string, number[]>();
  (extra.get(column) ?? []).forEach((value, vote) => {
    const group = groups.get(value);
    if (group) group.push(vote);
    else groups.set(value, [vote]);
  });
  return new Map(
    [...groups].map(([value, votes]) => {
      const float = (from: Float64Array) => Float64Array.from(votes, (vote) => from[vote] ?? 0);
      const index = (from: Int32Array) => Int32Array.from(votes, (vote) => from[vote] ?? 0);
      const outcome = Uint8Array.from(votes, (vote) => columns.outcome[vote] ?? 0);
      const part = { models: columns.models, a: index(columns.a), b: index(columns.b), outcome };
      return [
        value,
        {
          kind: "votes",
          columns: compact(columns.weight ? { ...part, weight: float(columns.weight) } : part),
          extra: new Map([...extra].map(([name, texts]) => [name, votes.map((vote) => texts[vote] ?? "")])),
          numbers: new Map([...numbers].map(([name, values]) => [name, float(values)])),
        },
      ];
    }),
  );
}

/** Leaves out models without a vote, so that a group ranks only who played in it. */
function compact(columns: Extract<ReadVotes, { kind: "votes" }>["columns"]): Extract<ReadVotes, { kind: "votes" }>["columns"] {
  const used = [...new Set([...columns.a, ...columns.b])].toSorted((one, other) => one - other);
  const place = new Map(used.map((model, k) => [model, k]));
  const move = (column: Int32Array) => column.map((model) => place.get(model) ?? 0);
  return { ...columns, models: used.map((model) => columns.models[model] ?? ""), a: move(columns.a), b: move(columns.b) };
}

function requestOf(values: Values): RankRequest {
  const at = values.anchor?.lastIndexOf("=") ?? -1;
  if (values.anchor !== undefined && at < 1) throw new EloError("bad-input", `--anchor is ${values.anchor}, but must be name=rating.`);
  return {
    method: oneOf(values.method, "--method", ["bt", "elo"] as const),
    ties: oneOf<TieModel>(values.ties, "--ties", ["half", "davidson", "rao-kupper", "grounded", "drop"]),
    interval: oneOf(values.interval, "--interval", ["sandwich", "fisher", "bootstrap"] as const),
    onSeparation: oneOf(values["on-separation"], "--on-separation", ["error", "drop", "firth"] as const),
    position: values.position ?? false,
    k: number(values.k, "--k", 0, 1000),
    seed: number(values.seed, "--seed", 0, 2 ** 31),
    cluster: values.cluster ?? null,
    style: values.style?.split(",") ?? [],
    anchor:
      values.anchor === undefined
        ? null
        : { model: values.anchor.slice(0, at), rating: number(values.anchor.slice(at + 1), "--anchor", -1e6, 1e6) },
  };
}

function goalOf(text: string): ProposalGoal {
  const [type, rest] = [text.split(":", 1)[0], text.slice(text.indexOf(":") + 1)];
  if (type === "all") return { type };
  if (type === "top") return { type, k: number(rest, "--goal top", 1, 1e6) };
  if (type === "place") return { type, model: rest };
  throw new EloError("bad-input", `--goal is ${text}, but must be all, top:<k> or place:<model>.`);
}

function oneOf<Choice extends string>(text: string, option: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new EloError("bad-input", `${option} is ${text}, but must be one of: ${choices.join(", ")}.`);
  return found;
}

function number(text: string, option: string, least: number, most: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= least && value <= most))
    throw new EloError("bad-input", `${option} is ${text}, but must be a number from ${least} to ${most}.`);
  return value;
}
