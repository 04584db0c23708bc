import { findModels, getModel, organizationName, organizationSpellings } from "@llmlist/catalog";
import { fold } from "./fold";
import { familyNames, relatedNames } from "./maker-names";

/** What the table of contestants says of a model's identity. */
export interface NamedContestant {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  /** `sha256:<digest>`, or `endpoint:<base URL> <model> <version>`. */
  readonly identity?: string;
}

/** The names of a contestant in all spellings, as they are written. */
export interface Spellings {
  /** Of the model, its file or its family. */
  readonly models: readonly string[];
  readonly makers: readonly string[];
}

/** Words that say which of a family's models it is, and are no name by themselves. */
export const qualifiers: ReadonlySet<string> = new Set(
  (
    "instruct chat base it pt lite mini nano micro small medium large tiny haiku sonnet opus flash pro turbo plus max preview distill " +
    "reasoning thinking coder code math vision vl audio omni expanse latest beta alpha moe hf gguf awq gptq int4 int8 fp16 bf16 my the"
  ).split(" "),
);
/** A version or a size: 3, v0.3, 7b, 270m, 8x7b, r1, k2. */
const number = /^(?:v?\d+(?:[.x]\d+)*[bmk]?|[rko]\d+)$/u;
export const isNumber = (word: string) => number.test(word);

/** The words of a name; a capital or a digit within one begins another, as readers say it. */
export const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=[\p{L}])(?=\d)/gu, " ")
    .split(/[\s\-_/:]+/u)
    .filter((word) => word !== "");

/** The family in a model's name: the words before its version, size or kind, such as Gemma, Command R, SmolLM. */
function familyOf(name: string): string {
  const parts = name.split(/[\s\-_/:]+/u).filter((word) => word !== "");
  const end = parts.findIndex((word, index) => index > 0 && (isNumber(fold(word)) || qualifiers.has(fold(word))));
  const family = parts.slice(0, end < 0 ? parts.length : end);
  const last = family.at(-1) ?? "";
  return [...family.slice(0, -1), last.replace(/(?<=\p{L})[\d.]+$/u, "")].join(" ").trim();
}

let families: ReadonlySet<string> | null = null;
const knownFamilies = () => (families ??= new Set(findModels({}).map(({ name }) => fold(familyOf(name)))));

/** Words of a name that are families themselves: DeepSeek R1 Distill Qwen 1.5B is of two. */
const innerFamilies = (name: string): string[] =>
  name
    .split(/[\s\-_/:]+/u)
    .map((word) => word.replace(/[\d.]+$/u, ""))
    .filter((word) => word.length > 3 && knownFamilies().has(fold(word)));

function modelSpellings(id: string, name: string): string[] {
  const families = [familyOf(name), familyOf(id), ...innerFamilies(name)];
  const aliases = families.flatMap((family) => familyNames[fold(family.split(" ")[0] ?? "")] ?? []);
  return [id, name, ...families, ...aliases];
}

/** What the catalog knows of it by its name, its id, or its name at an endpoint. */
function catalogSpellings(names: readonly string[]): Spellings {
  const model = names.map((name) => getModel(name)).find((found) => found !== undefined);
  if (!model) return { models: [], makers: [] };
  const { huggingFace = [], ollama = [], openRouter = [], arena = [], spellings = [] } = model.aliases;
  const slugs = [...huggingFace, ...ollama, ...openRouter, ...arena].flatMap((slug) => [slug, slug.split("/").at(-1) ?? slug]);
  return {
    models: [model.name, ...modelSpellings(model.name, model.name), ...slugs, ...spellings],
    makers: [organizationName(model.organization)],
  };
}

/** Every name by which answers could tell who a contestant is. */
export function spellingsOf({ id, name, organization, identity = "" }: NamedContestant): Spellings {
  const remote = identity.startsWith("endpoint:") ? (identity.split(" ")[1] ?? "") : "";
  const names = [name, id, ...(remote === "" ? [] : [remote, remote.split("/").at(-1) ?? remote])];
  const known = catalogSpellings(names);
  const makers = [...(organization === null ? [] : [organization]), ...known.makers];
  const allMakers = makers.flatMap((maker) => [maker, ...organizationSpellings(maker), ...(relatedNames[fold(maker)] ?? [])]);
  const models = [...names.flatMap((one) => modelSpellings(one, one)), ...known.models];
  const isName = (word: string) => word.length >= 2 && !isNumber(fold(word)) && !qualifiers.has(fold(word));
  return { models: [...new Set(models)].filter(isName), makers: [...new Set(allMakers)].filter(isName) };
}

/** The words that qualify the models: they are masked with a name that they follow. */
export const qualifiersOf = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => wordsOf(name).slice(1).map(fold)).filter((word) => isNumber(word) || qualifiers.has(word)));
