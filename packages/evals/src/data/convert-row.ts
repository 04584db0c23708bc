import type { Row, SetId } from "./rows.ts";

/** From the forms in which a data set was published to the one that the hub has. */
export function convertRow(set: SetId, raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null) return raw;
  const row = raw as Row;
  if (set === "arc") return convertArc(row);
  if (set === "winogrande") return convertWinogrande(row);
  if (set === "truthfulqa") return { ...row, mc1_targets: withLabels(row.mc1_targets), mc2_targets: withLabels(row.mc2_targets) };
  return row;
}

interface StemChoice {
  readonly text: string;
  readonly label: string;
}

/** AI2's own files have a stem with labelled choices, those of llm-foundry a query with a gold index. */
function convertArc(row: Row): unknown {
  const { question, query, choices, gold } = row;
  if (typeof question === "object" && question !== null && "stem" in question) {
    const { stem, choices: stemChoices } = question as { stem: unknown; choices: readonly StemChoice[] };
    const texts = { text: stemChoices.map(({ text }) => text), label: stemChoices.map(({ label }) => label) };
    return { id: row.id, question: stem, choices: texts, answerKey: row.answerKey };
  }
  if (typeof query !== "string" || !Array.isArray(choices) || typeof gold !== "number") return row;
  const label = choices.map((_, index) => String.fromCharCode(65 + index));
  return { question: query.replace(/^Question: /u, ""), choices: { text: choices as string[], label }, answerKey: label[gold] };
}

/** llm-foundry has two contexts that end with an option each, and one continuation. */
function convertWinogrande(row: Row): unknown {
  const { context_options: options, continuation, gold } = row;
  if (!Array.isArray(options) || typeof continuation !== "string") return row;
  const [left, right] = options as [string, string];
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  const begin = left.lastIndexOf(" ", shared - 1) + 1;
  return {
    sentence: `${left.slice(0, begin)}_ ${continuation}`,
    option1: left.slice(begin),
    option2: right.slice(begin),
    answer: gold === 0 ? "1" : "2",
  };
}

/** TruthfulQA's own file has an object from each choice to 1 or 0, in an order that counts. */
function withLabels(targets: unknown): unknown {
  if (typeof targets !== "object" || targets === null || "choices" in targets) return targets;
  const entries = Object.entries(targets);
  return { choices: entries.map(([choice]) => choice.slice(KEY_MARK.length)), labels: entries.map(([, label]) => label as unknown) };
}

/** Put before each key, since JavaScript would move keys such as "1913" to the front. */
const KEY_MARK = "=";

/** Parses JSON with each key of each object marked, so that objects keep the order of the text. */
export function parseMarked(text: string): unknown {
  return JSON.parse(
    text.replaceAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/gu, (string, inside: string, colon: string | undefined) =>
      colon === undefined ? string : `"${KEY_MARK}${inside}"${colon}`,
    ),
  ) as unknown;
}

/** Takes the marks off the keys of the outer objects, which are names of fields. */
export function unmarked(row: unknown): unknown {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return row;
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.slice(KEY_MARK.length), value as unknown]));
}
