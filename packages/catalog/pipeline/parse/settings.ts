/** How a value was measured, as the cells around it say. */
export interface Settings {
  readonly shots?: number;
  readonly chainOfThought?: true;
  readonly metric?: string;
  readonly split?: string;
  readonly variant?: string;
}

/** How sources write metrics. The longer come first, since they hold the shorter. */
const METRIC =
  /\b(?:macro_avg|micro_avg|average)\/(?:acc_char|acc|em)\b|\bem_maj\d+@\d+\b|\b(?:pass|cons|maj|avg)@\d+\b|\bacc(?:_char|_norm)?\b|\baccuracy\b|\brelaxed[_ ]accuracy\b|\banls\b|\b(?:em|f1|cider|mc1|mc2|resolved|correct|percentile)\b|\bprompt[- ]strict\b|\b(?:lc )?win ?rate\b|\braw score\b/iu;
const SPLIT = /\b(?:test-dev|test-std|testmini|val\/test|val|dev|test)\b/iu;
const SHOTS = /\b(\d+)[- ]?shot\b/iu;
const CHAIN_OF_THOUGHT = /\bcott?\b|chain[- ]of[- ]thought/iu;

/** Remarks in brackets, and cells of their own beside the label. */
function remarksIn(cells: readonly string[]): readonly string[] {
  return cells.flatMap((cell) => {
    const inBrackets = [...cell.replaceAll(/\]\([^)]*\)/gu, "]").matchAll(/\(([^)]*)\)/gu)].map(([, remark = ""]) => remark);
    return inBrackets.flatMap((remark) => remark.split(/,\s*/u));
  });
}

/** What a remark says beside metric, split, shots and chain of thought: a date, a subset, or a way to prompt. */
const isVariant = (remark: string): boolean =>
  remark !== "" &&
  ![METRIC, SPLIT, SHOTS, CHAIN_OF_THOUGHT, /^\d+(?:-\d+)?(?: shot)?$/u, /^zero-shot$/iu].some((known) => known.test(remark));

/**
 * Reads settings from the label of a row and the heading of a column.
 *
 * @param cells The cells before the values, and the heading above.
 * @param countsShots Whether a cell that is only a number counts the examples in the prompt.
 */
export function settingsIn(cells: readonly string[], countsShots: boolean): Settings {
  const text = cells.join(" | ");
  const shots =
    SHOTS.exec(text)?.[1] ?? (/\bzero-shot\b/iu.test(text) ? "0" : countsShots ? cells.find((cell) => /^\d{1,2}$/u.test(cell)) : undefined);
  const metric = METRIC.exec(text)?.[0];
  const split = SPLIT.exec(text.replaceAll(/\[[^\]]*\]\([^)]*\)/gu, ""))?.[0];
  const variant = remarksIn(cells).filter(isVariant).join(", ");
  return {
    ...(shots === undefined ? {} : { shots: Number(shots) }),
    ...(CHAIN_OF_THOUGHT.test(text) ? { chainOfThought: true } : {}),
    ...(metric === undefined ? {} : { metric }),
    ...(split === undefined ? {} : { split: split.toLowerCase() }),
    ...(variant === "" ? {} : { variant }),
  };
}
