import { EloError } from "../../errors.ts";
import { escaped, listed, quoted, shown } from "../messages.ts";
import { keyOf, type OutcomeValues } from "./labels.ts";

/** What a column of the input means. */
export const roles = ["a", "b", "winner", "loser", "won_a", "won_b", "equal", "count", "wins_a", "wins_b", "ties", "both_bad"] as const;
export type Role = (typeof roles)[number];

/** How a record says who won. */
type Shape =
  /** `winner` says who: a label, or the name of one of the two. */
  | "winner"
  /** A column of 0 and 1 for each outcome. */
  | "one-hot"
  /** `winner` and `loser` hold names; who was shown first is not known. */
  | "beaten"
  /** Counts per pair. */
  | "counts";

/** A column that is read: with a role, or kept beside the votes as texts or numbers. */
interface LayoutColumn {
  readonly name: string;
  readonly role: Role | null;
  readonly kind: "token" | "text" | "number";
  /** Whether every record must have it; only JSON may leave fields out. */
  readonly isRequired: boolean;
}

/** What is read of each record; the first columns have roles, then come texts, then numbers. */
export interface Layout {
  readonly shape: Shape;
  readonly columns: readonly LayoutColumn[];
}

/** What to read, beyond what the names of the columns say. */
export interface ReadOptions {
  /** Further columns to keep as texts, such as a voter. */
  readonly texts?: readonly string[];
  /** Further columns to keep as numbers from 0 on, such as a length. In JSON a dot leads into an object: `conv_metadata.turns`. */
  readonly numbers?: readonly string[];
  /** The column that has each role, where its name does not say so. */
  readonly columns?: Partial<Readonly<Record<Role, string>>>;
  /** The values of the winner's column that stand for an outcome, in place of the known ones. */
  readonly values?: OutcomeValues;
}

/** Names that say a role, in lower case with `_` for blanks and dots, the first found counts: LMArena, ComparIA, Kaggle's 55k, judges, leagues. */
const SPELLINGS: Readonly<Record<Role, readonly string[]>> = {
  a: ["model_a", "model_a_name", "model_1", "model1", "model_left", "a", "left", "player_a", "team_a", "home_team", "home"],
  b: ["model_b", "model_b_name", "model_2", "model2", "model_right", "b", "right", "player_b", "team_b", "away_team", "away"],
  winner: ["winner", "chosen_model_name", "winner_name", "outcome", "result", "preference", "preferred", "choice", "verdict", "score"],
  loser: ["loser", "loser_name"],
  won_a: ["winner_model_a"],
  won_b: ["winner_model_b"],
  equal: ["both_equal", "winner_tie"],
  count: ["count"],
  wins_a: ["wins_a", "a_wins", "home_wins"],
  wins_b: ["wins_b", "b_wins", "away_wins"],
  ties: ["ties", "draws"],
  both_bad: ["both_bad"],
};

const SHAPES: Readonly<Record<Shape, { readonly required: readonly Role[]; readonly optional: readonly Role[] }>> = {
  winner: { required: ["a", "b", "winner"], optional: ["equal", "count"] },
  "one-hot": { required: ["a", "b", "won_a", "won_b"], optional: ["equal", "count"] },
  beaten: { required: ["winner", "loser"], optional: ["equal", "count"] },
  counts: { required: ["a", "b", "wins_a", "wins_b"], optional: ["ties", "both_bad"] },
};

const NUMBERS: readonly Role[] = ["count", "wins_a", "wins_b", "ties", "both_bad"];

/**
 * Which columns to read, by their names.
 *
 * @param names The columns of the header, or the fields of the first JSON object.
 * @param isOpen Whether a record may have fields that the first has not, as in JSON.
 * @throws EloError `bad-input` for a name that stands twice, a missing column, or names that fit two ways to say who won.
 */
export function layoutOf(names: readonly string[], isOpen: boolean, options: ReadOptions): Layout {
  checkNames(names);
  const found = rolesOf(names, isOpen, options);
  const shape = shapeOf(names, found);
  const further = [
    ...[...new Set(options.texts)].map((name) => ({ name, role: null, kind: "text" as const, isRequired: true })),
    ...[...new Set(options.numbers)].map((name) => ({ name, role: null, kind: "number" as const, isRequired: true })),
  ];
  if (shape === "counts" && further.length > 0) {
    const wanted = listed(further.map(({ name }) => shown(name)));
    throw new EloError("bad-input", `The input holds pair counts; ${wanted} needs single votes.`);
  }
  for (const { name } of further) checkExists(names, name, isOpen);
  const { required, optional } = SHAPES[shape];
  const columns = [...required, ...optional].flatMap((role): LayoutColumn[] => {
    // A field of JSON that the first record has not may come later, under the usual name.
    const name = found.get(role) ?? (isOpen && optional.includes(role) ? SPELLINGS[role][0] : undefined);
    if (name === undefined) return [];
    return [{ name, role, kind: NUMBERS.includes(role) ? "number" : "token", isRequired: !isOpen || required.includes(role) }];
  });
  return { shape, columns: [...columns, ...further] };
}

function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (name !== "" && seen.has(name)) throw new EloError("bad-input", `The header has the column ${quoted(name)} twice.`);
    seen.add(name);
  }
}

function checkExists(names: readonly string[], name: string, isOpen: boolean): void {
  const isInside = isOpen && names.includes(name.split(".")[0] ?? "");
  if (names.includes(name) || isInside) return;
  throw new EloError("bad-input", `The input has no column ${shown(name)}; it has ${namesOf(names)}.`);
}

function rolesOf(names: readonly string[], isOpen: boolean, options: ReadOptions): Map<Role, string> {
  const found = new Map<Role, string>();
  for (const role of roles) {
    const given = options.columns?.[role];
    if (given !== undefined) {
      checkExists(names, given, isOpen);
      found.set(role, given);
      continue;
    }
    for (const spelling of SPELLINGS[role]) {
      const matching = names.filter((name) => keyOf(name).replaceAll(/[\s.-]+/gu, "_") === spelling);
      if (matching.length > 1)
        throw new EloError("bad-input", `The columns ${listed(matching.map(quoted))} are both ${spelling}. Rename one of them.`);
      if (matching[0] === undefined) continue;
      found.set(role, matching[0]);
      break;
    }
  }
  return found;
}

function shapeOf(names: readonly string[], found: ReadonlyMap<Role, string>): Shape {
  const has = (...wanted: Role[]) => wanted.every((role) => found.has(role));
  if (has("winner", "wins_a", "wins_b"))
    throw new EloError("bad-input", "The input has both winner and wins_a, wins_b: single votes or pair counts. Remove one of them.");
  if (has("a", "b", "won_a", "won_b")) return "one-hot";
  if (has("a", "b", "winner")) return "winner";
  if (has("winner", "loser")) return "beaten";
  if (has("a", "b", "wins_a", "wins_b")) return "counts";
  throw new EloError(
    "bad-input",
    `The input has the columns ${namesOf(names)}; it needs model_a, model_b, winner, or model_a, model_b, wins_a, wins_b, ties.` +
      " Say which column is which where they have other names, as in --columns a=left,b=right,winner=choice.",
  );
}

const namesOf = (names: readonly string[]): string => listed(names.map((name) => (name === escaped(name) ? shown(name) : quoted(name))));
