import { attentionNames, isLink, linkStandsIn, phraseStandsIn, wordStandsIn } from "./check-words.ts";
import { type AliasPath, type FieldPath, typeOf } from "../parse/fields.ts";
import { expandPattern, patternsIn, shortestPeriod } from "../parse/layer-pattern.ts";
import { layerKinds } from "../../src/model.ts";
import type { ClaimInput } from "../parse/input.ts";
import { datesIn, isCalendarDate, quantitiesIn, same } from "../parse/quantities.ts";

/** What a claim is checked against. */
export interface ClaimContext {
  readonly licenses: ReadonlyMap<string, { readonly spellings: readonly string[] }>;
  /** By id, the repository and file that each is. */
  readonly sources: ReadonlyMap<string, { readonly repository: string; readonly path: string }>;
  /** No model is older, none newer. */
  readonly from: string;
  readonly to: string;
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language" });
/** What sources call languages that have another name in the Unicode data, or had in an older edition. */
const otherNames: Readonly<Record<string, string>> = { bn: "Bengali", hne: "Chhattisgarhi", ht: "Haitian", or: "Oriya", tl: "Tagalog" };
const namesOf = (code: string): string[] => [languageNames.of(code) ?? code, otherNames[code] ?? code].filter((name) => name !== code);

/** Languages that an excerpt lists by code, as `["en", "zh"]`, `- en - zh` or `language: en`. */
const codesIn = (text: string): string[] =>
  [...text.matchAll(/(?:["']|- |\blanguage: )([a-z]{2,3})(?:["']|(?= |$))/gu)].map(([, code = ""]) => code);

/**
 * Checks that the excerpt of a claim proves its value.
 *
 * @returns What is wrong, or null.
 */
export function validateClaim(
  path: FieldPath | AliasPath,
  { value, source, quote, ...claim }: ClaimInput,
  context: ClaimContext,
): string | null {
  const file = context.sources.get(source);
  if (!file) return `names the source ${source}, which sources/ does not have`;
  if ("bound" in claim && path !== "pretraining.tokens") return "has a bound, which only pretraining.tokens can have";
  const field = typeOf(path);
  const missing = `the excerpt ${JSON.stringify(quote)} does not contain ${JSON.stringify(value)}`;
  if (field.type === "quantity") {
    if (typeof value !== "number" || !Number.isInteger(value) || value <= 0)
      return `is ${JSON.stringify(value)}, but must be a whole number above 0`;
    return quantitiesIn(quote, field.unit).some((quantity) => same(quantity, value)) ? null : `${missing} as a number of ${field.unit}`;
  }
  if (field.type === "languages") {
    if (!Array.isArray(value)) return "must be a list of languages";
    const codes = codesIn(quote);
    const isNamed = (code: string): boolean => namesOf(code).some((name) => quote.toLowerCase().includes(name.toLowerCase()));
    const absent = value.find((code) => !codes.includes(code) && !isNamed(code));
    return absent === undefined ? null : `the excerpt ${JSON.stringify(quote)} does not name ${namesOf(absent)[0] ?? absent}`;
  }
  if (field.type === "layers") {
    const pattern = expandPattern(value);
    if (!pattern)
      return `is ${JSON.stringify(value)}, but must be a list of: ${layerKinds.join(", ")}, each with how often, as recurrent*7`;
    const wanted = shortestPeriod(pattern).join();
    return patternsIn(quote).some((found) => shortestPeriod(found).join() === wanted) ? null : missing;
  }
  if (field.type === "flag") {
    if (typeof value !== "boolean") return `is ${JSON.stringify(value)}, but must be true or false`;
    return field.words.test(quote) && flagIn(quote) === value ? null : missing;
  }
  if (typeof value !== "string") return `is ${JSON.stringify(value)}, but must be text`;
  if (field.type === "date") {
    if (!isCalendarDate(value, context.from, context.to)) return `is ${value}, which is no date between ${context.from} and ${context.to}`;
    return datesIn(quote).some((date) => date === value || date.startsWith(`${value}-`)) ? null : `${missing} as a date of that precision`;
  }
  if (field.type === "license") {
    const known = context.licenses.get(value);
    if (!known) return `is ${value}, which licenses.yaml does not have`;
    return known.spellings.some((words) => phraseStandsIn(words, quote)) ? null : missing;
  }
  if (field.type === "attention") {
    const spelling = attentionNames.get(value);
    if (!spelling) return `is ${value}, but must be one of: ${[...attentionNames.keys()].join(", ")}`;
    return spelling.test(quote) ? null : missing;
  }
  if (field.type === "url" || field.type === "paper") {
    if (!isLink(value, field.type)) return `is ${value}, but must be ${field.type === "paper" ? "an arXiv id or " : ""}an https URL`;
    return linkStandsIn(value, quote, file) ? null : missing;
  }
  if (field.type === "name") return wordStandsIn(value, quote) ? null : missing;
  return quote.toLowerCase().includes(value.toLowerCase()) ? null : missing;
}

/** `tie_word_embeddings: True`, `Tie Embedding | No`, `untied`. */
const flagIn = (quote: string): boolean | null =>
  /\b(?:false|no|not|untied?)\b|✗/iu.test(quote) ? false : /\b(?:true|yes|tied|ties|share[ds]?)\b|[✓✔]/iu.test(quote) ? true : null;
