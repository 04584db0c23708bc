import type { License, Model } from "../../src/model.ts";
import type { Claim, Source } from "../../src/source.ts";
import type { FieldPath } from "../parse/fields.ts";
import { expandPattern, shortestPeriod } from "../parse/layer-pattern.ts";

/** A source as a file in `sources/` states it. */
export type SourceInput = Omit<Source, "id"> & {
  readonly about?: readonly string[] | undefined;
  readonly names?: Readonly<Record<string, readonly string[]>> | undefined;
};
/** A licence as `licenses.yaml` states it. */
export type LicenseInput = Omit<License, "id"> & { readonly spellings: readonly string[] };

/** Those who collect what others say, by how often they were found right; each comes after everybody who speaks for themselves. */
const collectors = ["eugeneyan", "models-dev", "localmodel-run", "openrouter", "llm-stats", "stanford-crfm"];

/**
 * Claims in the order in which they are trusted: the maker's own card first, then its paper, then what else it publishes, then others, and last those
 * who collect. Claims of one rank keep the order of the file.
 */
export function byRank(claims: readonly Claim[], sources: ReadonlyMap<string, SourceInput>, organization: string): readonly Claim[] {
  const rank = ({ source }: Claim): number => {
    const { by, kind } = sources.get(source) ?? {};
    if (by !== organization) return 4 + collectors.indexOf(by ?? "");
    return kind === "card" ? 0 : kind === "paper" ? 1 : 2;
  };
  return claims.toSorted((left, right) => rank(left) - rank(right));
}

const patternOf = (value: unknown) => shortestPeriod(expandPattern(value) ?? []);

/** The shown value of each fact, by path, as the nested public type. */
export function assembleModel(
  facts: Readonly<Partial<Record<FieldPath, readonly Claim[]>>>,
  licenses: ReadonlyMap<string, LicenseInput>,
): Partial<Model> {
  const model: Record<string, unknown> = {};
  for (const [path, claims] of Object.entries(facts)) {
    const value = claims[0]?.value;
    const [group = "", field] = path.split(".");
    if (path === "license") {
      const { spellings: _, ...license } = licenses.get(String(value)) ?? { spellings: [] };
      model.license = { id: value, ...license };
    } else if (field === undefined) model[group] = value;
    else model[group] = { ...(model[group] as object | undefined), [field]: field === "layerPattern" ? patternOf(value) : value };
  }
  const [tokens] = facts["pretraining.tokens"] ?? [];
  if (tokens) model.pretraining = { ...(model.pretraining as object), bound: tokens.bound ?? "exact" };
  return model;
}
