import { packed } from "./generated/models.ts";
import type { KnownFamily, KnownModelId } from "./generated/ids.ts";
import type { Model, ModelKind } from "./model.ts";

/** A known id, completed by editors; any other text is accepted, since a newer catalog knows more. */
export type ModelId = KnownModelId | (string & {});
export type Family = KnownFamily | (string & {});

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_]+/gu, "-");
let index: Map<string, Model> | null = null;
let all: readonly Model[] | null = null;

function models(): readonly Model[] {
  if (all) return all;
  const { models: lines, shared } = packed();
  all = lines.map((line) => ({
    ...line,
    ...(line.license === undefined ? {} : { license: shared[line.license] }),
    description: shared[line.description],
  })) as Model[];
  return all;
}

/** Ids, names and aliases, in the spelling that `plain` makes of them; an id wins over another model's alias. */
function lookUp(name: string): Model | undefined {
  if (!index) {
    index = new Map();
    for (const model of models()) {
      const { id, aliases } = model;
      for (const key of [id, model.name, id.slice(id.indexOf("/") + 1), ...Object.values(aliases).flat()])
        if (!index.has(plain(key))) index.set(plain(key), model);
    }
    for (const model of models()) index.set(model.id, model);
  }
  return index.get(plain(name));
}

/**
 * The model with an id, a name or an alias (a Hugging Face repository, an Ollama tag, an OpenRouter slug, a name in Chatbot Arena), whatever the case.
 *
 * @returns Undefined where the catalog does not know it.
 * @example
 * ```ts
 * getModel("meta/llama-3.1-8b")?.parameters?.nominal; // 8000000000
 * getModel("meta-llama/Llama-3.1-8B")?.id; // "meta/llama-3.1-8b"
 * ```
 */
export function getModel(id: ModelId): Model | undefined {
  return lookUp(id);
}

/** What a model must be to be found. Every condition must hold; one that is left out always does. */
export interface ModelQuery {
  readonly organization?: string;
  readonly family?: Family;
  readonly kind?: ModelKind;
  /** `image`: models that see. */
  readonly input?: "text" | "image";
  readonly commercialUse?: "yes" | "conditional" | "no";
  /** In all weights, or, where no source counts them, as the name says. A model of unknown size is not found. */
  readonly parameters?: { readonly min?: number; readonly max?: number };
  /** Tokens, native or extended. */
  readonly context?: { readonly min: number };
  /** ISO 8601; a model without a date is not found. */
  readonly releasedAfter?: string;
  readonly language?: string;
}

/** The number of weights: counted where a source counts them, else as the name says. */
export const parametersOf = ({ parameters }: Model): number | undefined => parameters?.total ?? parameters?.nominal;

/** The longest context, in tokens, that a source names. */
export const contextOf = ({ context }: Model): number | undefined => context?.extended ?? context?.native;

/**
 * Models that match, in the order of their ids.
 *
 * @example
 * ```ts
 * findModels({ input: "image", commercialUse: "yes", parameters: { max: 10e9 } });
 * ```
 */
export function findModels(query: ModelQuery = {}): readonly Model[] {
  const { parameters, context, releasedAfter, language, input, commercialUse } = query;
  return models()
    .filter((model) => {
      const size = parametersOf(model);
      return (
        (query.organization === undefined || model.organization === query.organization) &&
        (query.family === undefined || model.family === query.family) &&
        (query.kind === undefined || model.kind === query.kind) &&
        (input === undefined || model.input.includes(input)) &&
        (commercialUse === undefined || model.license?.commercialUse === commercialUse) &&
        (parameters === undefined || (size !== undefined && size >= (parameters.min ?? 0) && size <= (parameters.max ?? Infinity))) &&
        (context === undefined || (contextOf(model) ?? 0) >= context.min) &&
        (releasedAfter === undefined || (model.released !== undefined && model.released > releasedAfter)) &&
        (language === undefined || (model.languages ?? []).includes(language))
      );
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
