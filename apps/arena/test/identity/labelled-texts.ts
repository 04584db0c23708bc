import { readFileSync } from "node:fs";
import roster from "./roster.json";

/** Which half a text is of: one was written before the filter, the other tuned it. */
export type Half = "untuned" | "tuning";

/** A text with the parts that name a model of the roster. */
export interface LabelledText {
  readonly language: "en" | "zh";
  readonly text: string;
  readonly names: readonly { readonly start: number; readonly end: number }[];
}

export const contestants: readonly { id: string; name: string; organization: string | null }[] = roster;

function labelled(line: string): LabelledText {
  const language = line.startsWith("zh ") ? "zh" : "en";
  let text = "";
  const names: { start: number; end: number }[] = [];
  for (const [index, part] of line
    .slice(3)
    .replaceAll(String.raw`\n`, "\n")
    .split(/\[\[([^]*?)\]\]/u)
    .entries()) {
    if (index % 2 === 1) names.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return { language, text, names };
}

/** The texts of one half. */
export function readTexts(half: Half): LabelledText[] {
  const file = readFileSync(new URL(`${half}.txt`, import.meta.url), "utf8");
  return file
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(labelled);
}
