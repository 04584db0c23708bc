import { organizations } from "./generated/organizations.ts";
import { packed } from "./generated/models.ts";
import type { KnownFamily, KnownModelId } from "./generated/ids.ts";
import { baseOf, requireDate, requireLanguage, requireNotNegative, requireOneOf, requirePositiveInteger, textOf } from "./input.ts";
import { type Modality, modalities, type Model, type ModelKind, modelKinds } from "./model.ts";
import { ModelNames, NameIndex } from "./names/index.ts";

/** A known id, completed by editors; any other text is accepted, since a newer catalog knows more. */
export type ModelId = KnownModelId | (string & {});
export type Family = KnownFamily | (string & {});

let all: readonly Model[] | null = null;
let names: ModelNames | null = null;

function models(): readonly Model[] {
  if (all) return all;
  const { models: lines, shared } = packed();
  all = Object.freeze(
    lines.map((line) =>
      Object.freeze({
        ...line,
        ...(line.license === undefined ? {} : { license: shared[line.license] }),
        description: shared[line.description],
      }),
    ),
  ) as readonly Model[];
  return all;
}

/** Names of all models, and of what models are grouped by. */
const modelNames = (): ModelNames => (names ??= new ModelNames(models(), organizations, packed().repositories));

let organizationNames: NameIndex<string> | null = null;
const organizationIndex = (): NameIndex<string> =>
  (organizationNames ??= new NameIndex<string>(
    "organization",
    organizations.map(({ id, name, spellings }) => ({ item: id, names: [id, name, ...spellings] })),
  ));

let families: NameIndex<string> | null = null;
const familyIndex = (): NameIndex<string> =>
  (families ??= new NameIndex(
    "family",
    [...new Set(models().map(({ family }) => family))].map((family) => ({ item: family, names: [family, family.replaceAll("-", " ")] })),
  ));

/**
 * The model with an id, a name or an alias, whatever the spelling: a Hugging Face repository, also one that republishes it as GGUF; a tag of
 * Ollama; a slug of OpenRouter or another service, with its prefix and suffix; a name in Chatbot Arena. A neighbour is never found in place of
 * a name that the catalog does not have.
 *
 * @returns Undefined where the catalog does not know it; {@link requireModel} throws instead.
 * @example
 * ```ts
 * getModel("meta/llama-3.1-8b")?.parameters?.nominal; // 8000000000
 * getModel("meta-llama/Llama-3.1-8B")?.id; // "meta/llama-3.1-8b"
 * getModel("llama3.1:8b-instruct-q4_K_M")?.id; // "meta/llama-3.1-8b-instruct"
 * ```
 */
export const getModel = (name: ModelId): Model | undefined => modelNames().find(textOf("model", name));

/**
 * The model with a name, as {@link getModel} finds it.
 *
 * @throws UnknownNameError with the three models whose names are nearest.
 * @example
 * ```ts
 * requireModel("lama 3 8b"); // UnknownNameError: The catalog has no model "lama 3 8b". Did you mean meta/llama-3-8b, ...?
 * ```
 */
export function requireModel(name: ModelId): Model {
  const model = getModel(name);
  if (!model) throw modelNames().index.unknown(name);
  return model;
}

/**
 * Models whose names are like what was typed, the best first; misspellings are forgiven.
 *
 * @param limit At most so many; all that are alike without it.
 * @example
 * ```ts
 * searchModels("lama 3 8b", { limit: 1 })[0]?.id; // "meta/llama-3-8b"
 * ```
 */
export function searchModels(text: string, { limit }: { readonly limit?: number } = {}): readonly Model[] {
  if (limit !== undefined) requirePositiveInteger("limit", limit);
  const exact = getModel(text);
  const found = modelNames()
    .index.search(textOf("model", text))
    .map(({ item }) => item);
  return [...new Set(exact ? [exact, ...found] : found)].slice(0, limit);
}

/** How an organization writes itself, by its id. */
export const organizationName = (id: string): string => organizations.find((organization) => organization.id === id)?.name ?? id;

/**
 * The id of a maker or reporter by any of its names.
 *
 * @throws UnknownNameError
 */
export const requireOrganization = (name: string): string => organizationIndex().require(textOf("organization", name));

/**
 * What an organization is called: its own name first, then other spellings, in Chinese too.
 *
 * @param name Any of its names.
 * @returns An empty list for an organization that the catalog does not have.
 * @example
 * ```ts
 * organizationSpellings("Mistral"); // ["Mistral AI", "Mistral", "mistralai"]
 * ```
 */
export function organizationSpellings(name: string): readonly string[] {
  const id = organizationIndex().find(textOf("organization", name));
  const found = organizations.find((organization) => organization.id === id);
  return found ? [found.name, ...found.spellings] : [];
}

/** What a model must be to be found. Every condition must hold; one that is left out always does. */
export interface ModelQuery {
  readonly organization?: string;
  readonly family?: Family;
  readonly kind?: ModelKind;
  /** What the model reads, beside text. */
  readonly input?: Modality;
  readonly commercialUse?: "yes" | "conditional" | "no";
  /** In all weights, or, where no source counts them, as the name says. A model of unknown size is not found. */
  readonly parameters?: { readonly min?: number; readonly max?: number };
  /** Tokens, native or extended. */
  readonly context?: { readonly min: number };
  /** ISO 8601; a model without a date is not found. */
  readonly releasedAfter?: string;
  readonly language?: string;
  /** `id` by default; `released` puts the newest first, `parameters` the largest, `context` the longest, each with what is not known last. */
  readonly sort?: ModelOrder;
  /** The first so many. */
  readonly limit?: number;
}

const modelOrders = ["id", "released", "parameters", "context"] as const;
/** An order of models. */
export type ModelOrder = (typeof modelOrders)[number];

/** The number of weights: counted where a source counts them, else as the name says. */
export const parametersOf = ({ parameters }: Model): number | undefined => parameters?.total ?? parameters?.nominal;

/** The longest context, in tokens, that a source names. */
export const contextOf = ({ context }: Model): number | undefined => context?.extended ?? context?.native;

const byId = (left: Model, right: Model): number => (left.id < right.id ? -1 : 1);

const orders: Readonly<Record<ModelOrder, (left: Model, right: Model) => number>> = {
  id: byId,
  released: (left, right) => (right.released ?? "").localeCompare(left.released ?? "") || byId(left, right),
  parameters: (left, right) => (parametersOf(right) ?? 0) - (parametersOf(left) ?? 0) || byId(left, right),
  context: (left, right) => (contextOf(right) ?? 0) - (contextOf(left) ?? 0) || byId(left, right),
};

/** A query with its names resolved and its values checked. */
function checked(query: ModelQuery): ModelQuery {
  const { organization, family, kind, input, commercialUse, parameters, context, releasedAfter, language } = query;
  if (kind !== undefined) requireOneOf("kind", kind, modelKinds);
  if (input !== undefined) requireOneOf("input", input, modalities);
  if (commercialUse !== undefined) requireOneOf("commercialUse", commercialUse, ["yes", "conditional", "no"]);
  if (parameters?.min !== undefined) requireNotNegative("parameters.min", parameters.min);
  if (parameters?.max !== undefined) requireNotNegative("parameters.max", parameters.max);
  if (context !== undefined) requireNotNegative("context.min", context.min);
  if (query.sort !== undefined) requireOneOf("sort", query.sort, modelOrders);
  if (query.limit !== undefined) requirePositiveInteger("limit", query.limit);
  if (releasedAfter !== undefined) requireDate("releasedAfter", releasedAfter);
  return {
    ...query,
    ...(organization === undefined ? {} : { organization: requireOrganization(organization) }),
    ...(family === undefined ? {} : { family: familyIndex().require(textOf("family", family)) }),
    ...(language === undefined ? {} : { language: requireLanguage(language) }),
  };
}

/**
 * Models that match, in the order of their ids unless `sort` says another.
 *
 * @throws UnknownNameError for an organization or a family that the catalog does not have; RangeError for any other value that is not allowed.
 * @example
 * ```ts
 * findModels({ input: "image", commercialUse: "yes", parameters: { max: 10e9 } });
 * ```
 */
export function findModels(query: ModelQuery = {}): readonly Model[] {
  const { organization, family, kind, parameters, context, releasedAfter, language, input, commercialUse } = checked(query);
  return models()
    .filter((model) => {
      const size = parametersOf(model);
      return (
        (organization === undefined || model.organization === organization) &&
        (family === undefined || model.family === family) &&
        (kind === undefined || model.kind === kind) &&
        (input === undefined || model.input.includes(input)) &&
        (commercialUse === undefined || model.license?.commercialUse === commercialUse) &&
        (parameters === undefined || (size !== undefined && size >= (parameters.min ?? 0) && size <= (parameters.max ?? Infinity))) &&
        (context === undefined || (contextOf(model) ?? 0) >= context.min) &&
        (releasedAfter === undefined || (model.released !== undefined && model.released > releasedAfter)) &&
        (language === undefined || (model.languages ?? []).some((one) => one === language || one === baseOf(language)))
      );
    })
    .toSorted(orders[query.sort ?? "id"])
    .slice(0, query.limit);
}
