import type { Model } from "../../src/model.ts";
import type { Claim } from "../../src/source.ts";
import type { SourceInput } from "../read/assemble-model.ts";
import type { DataError } from "../parse/data-file.ts";
import { type FieldPath, fieldPaths } from "../parse/fields.ts";
import { factPath, type ModelData } from "../read/read-models.ts";
import { MentionFinder, type Mentions } from "../prove/mentions.ts";

/** Decides whether a claim speaks of the model that it is made of, and not of another. */
class Attribution {
  readonly #finder: MentionFinder;
  readonly #byId: ReadonlyMap<string, Model>;

  constructor(models: readonly Model[]) {
    this.#byId = new Map(models.map((model) => [model.id, model]));
    const families = new Set(models.map(({ family }) => family));
    this.#finder = new MentionFinder([
      ...models.map((model) => ({ id: model.id, type: "model" as const, names: namesOf(model) })),
      ...[...families].map((id) => ({ id, type: "family" as const, names: [id] })),
    ]);
  }

  /**
   * What is wrong, or null: an excerpt names its model or family, or names none and stands in a file on the family, as the file's path or
   * its entry in `sources/` says; and it names no other size or checkpoint of the family in place of the model.
   */
  error(field: string, model: Model, { quote }: Claim, source: SourceInput): string | null {
    const named = this.#finder.in(quote);
    const of = (mentions: Mentions): boolean => this.#names(mentions, model);
    const given = Object.entries(source.names ?? {}).filter(([name]) => quote.includes(name));
    const inFile = this.#finder.in(`${source.repository} ${source.path}`);
    const problem = of(inFile) ? null : defaultError(quote);
    if (given.some(([, ids]) => ids.includes(model.id) || ids.includes(model.family))) return problem;
    const others = [...named.models, ...named.families].filter((id) => !this.#isGeneric(id, model));
    if (!of(named)) {
      if (others.length > 0 && field !== "license")
        return `the excerpt ${JSON.stringify(quote)} names ${others.slice(0, 2).join(" and ")}, and not ${model.name}`;
      if (!of(inFile) && !(source.about ?? []).includes(model.family))
        return `the excerpt ${JSON.stringify(quote)} names no model, and ${source.repository}/${source.path} is not known to be about ${model.family}: take the label of the row or column into the excerpt, or add the family to \`about\` of the source`;
    }
    const sibling = [...named.models].find((id) => this.#byId.get(id)?.family === model.family);
    if (sibling !== undefined && !named.families.has(model.family) && ![...named.models].some((id) => this.#isRelated(id, model)))
      return `the excerpt ${JSON.stringify(quote)} names ${sibling}, and not ${model.name}`;
    return problem;
  }

  /** Whether a text names a model, its family, or what it was tuned from or into. */
  #names({ models, families }: Mentions, model: Model): boolean {
    return (
      families.has(model.family) || [...models].some((id) => this.#byId.get(id)?.family === model.family || this.#isRelated(id, model))
    );
  }

  /** `Llama` says nothing on which generation of Llama is meant. */
  #isGeneric(id: string, { family }: Model): boolean {
    const other = this.#byId.get(id)?.family ?? id;
    return family !== other && family.startsWith(other) && !/^[a-z]/u.test(family.slice(other.length));
  }

  #isRelated(id: string, model: Model): boolean {
    const other = this.#byId.get(id);
    return (
      other !== undefined &&
      (id === model.id || id === model.base || other.base === model.id || (model.base !== undefined && other.base === model.base))
    );
  }
}

/** Claims whose excerpts speak of another model, or of none that is known. */
export function attributionErrors(
  { models, claims, checkpoints }: ModelData,
  sources: ReadonlyMap<string, SourceInput>,
): readonly DataError[] {
  const attribution = new Attribution(models);
  const errors = models.flatMap((model) => {
    const checkpoint = checkpoints.get(model.id);
    return Object.entries(claims.get(model.id) ?? {}).flatMap(([field, list]: [string, readonly Claim[]]) => {
      if (!checkpoint || !isField(field)) return [];
      return list.flatMap((claim) => {
        const source = sources.get(claim.source);
        const problem = source ? attribution.error(field, model, claim, source) : null;
        return problem === null ? [] : [checkpoint.file.error(factPath(checkpoint, field), problem)];
      });
    });
  });
  // A fact of a family is a claim of each of its models.
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

const isField = (field: string): field is FieldPath => fieldPaths.some((path) => path === field);

/** Names that a text can hold: no tags, which are too general, and repositories without their owner. */
function namesOf({ id, name, aliases }: Model): readonly string[] {
  const { ollama: _, ...written } = aliases;
  const others = Object.values(written)
    .flat()
    .map((alias) => alias.slice(alias.indexOf("/") + 1));
  return [name, id.slice(id.indexOf("/") + 1), ...others];
}

/** `n_embd: int = 4096`, the default of a class. */
const DEFAULT = /(?<![\w.])(\w+): (?:Optional\[)?(?:int|float|bool|str)\]? = [^…]*/u;

/** In a file on many models, a default holds for one only if its entry, which the excerpt then gives in full, says nothing else. */
function defaultError(quote: string): string | null {
  const field = /class \w+/u.test(quote) ? undefined : DEFAULT.exec(quote)?.[1];
  if (field === undefined) return null;
  const entry = /dict\((.*)\)/u.exec(quote)?.[1];
  if (entry === undefined || !/\bname=/u.test(entry))
    return `the excerpt ${JSON.stringify(quote)} is a default; add the model's whole entry, dict(...), which shows that it does not override ${field}`;
  return new RegExp(`\\b${field}=`, "u").test(entry)
    ? `the excerpt ${JSON.stringify(quote)} gives a default of ${field} that the model's entry overrides`
    : null;
}
