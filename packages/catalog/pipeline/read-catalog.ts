import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Artifact } from "../src/artifacts.ts";
import type { Benchmark, Platform, Result } from "../src/benchmark.ts";
import type { Hardware } from "../src/hardware.ts";
import type { License, Model } from "../src/model.ts";
import type { Claim, Source } from "../src/source.ts";
import type { SpeedRun } from "../src/speed.ts";
import { faultOf } from "./prove/check-claim.ts";
import { type DataFile, DataError, readDataFile } from "./read/data-file.ts";
import { type AliasPath, aliasSystems, type FieldPath } from "./read/fields.ts";
import {
  benchmarksInput,
  type FactsInput,
  type FamilyInput,
  familyInput,
  licensesInput,
  platformsInput,
  sourcesInput,
  type VariantInput,
} from "./read/input.ts";
import { type ArtifactField, readArtifacts } from "./read/read-artifacts.ts";
import { type HardwareField, readHardware } from "./read/read-hardware.ts";
import { quantitiesIn, same } from "./read/quantities.ts";
import { readResults } from "./read/read-results.ts";
import { readSpeeds } from "./read/read-speeds.ts";

type FieldClaims = Readonly<Partial<Record<FieldPath | AliasPath | HardwareField | ArtifactField, readonly Claim[]>>>;

/** All that the data files say, checked. */
export interface Catalog {
  readonly models: readonly Model[];
  readonly artifacts: readonly Artifact[];
  readonly benchmarks: readonly Benchmark[];
  readonly results: readonly Result[];
  readonly hardware: readonly Hardware[];
  readonly speeds: readonly SpeedRun[];
  readonly platforms: readonly Platform[];
  readonly sources: readonly Source[];
  /** Claims by model, file or hardware, and field, the shown one first. */
  readonly claims: ReadonlyMap<string, FieldClaims>;
  readonly quotes: readonly { readonly source: string; readonly quote: string; readonly where: string }[];
}

const OLDEST = "2018-01-01";

/**
 * Reads and checks the whole data folder.
 *
 * @param folder The folder `data`.
 * @param today No date lies after it.
 * @throws DataError for the first fault, with file, field and line.
 */
export function readCatalog(folder: string, today: string): Catalog {
  const sources = readDataFile(join(folder, "sources.yaml"), "sources.yaml", sourcesInput).data;
  const licenses = readDataFile(join(folder, "licenses.yaml"), "licenses.yaml", licensesInput).data;
  const benchmarks = readDataFile(join(folder, "benchmarks.yaml"), "benchmarks.yaml", benchmarksInput);
  const platforms = readDataFile(join(folder, "platforms.yaml"), "platforms.yaml", platformsInput);
  const context = {
    licenses: new Map(Object.entries(licenses)),
    sources: new Map(Object.entries(sources)),
    from: OLDEST,
    to: today,
  };
  const known = new Set(Object.keys(sources));
  const models: Model[] = [];
  const claims = new Map<string, Partial<Record<FieldPath | AliasPath, readonly Claim[]>>>();
  const called = new Map<string, string>();
  const quotes: { source: string; quote: string; where: string }[] = [];

  const add = (
    file: DataFile<FamilyInput>,
    organization: string,
    family: string,
    key: string,
    own: VariantInput,
    path: string[],
    layers: [FactsInput, string[]][],
  ) => {
    const id = `${organization}/${key}`;
    if (claims.has(id)) throw file.fault(path, `the id ${id} is taken already`);
    const facts: Partial<Record<FieldPath, readonly Claim[]>> = {};
    for (const [layer, place] of layers) {
      for (const [name, list] of Object.entries(layer) as [FieldPath, FactsInput[FieldPath] & object][]) {
        for (const claim of list) {
          const fault = faultOf(name, claim, context);
          if (fault) throw file.fault([...place, "facts", name], fault);
          quotes.push({ source: claim.source, quote: claim.quote, where: `${file.file} ${name}` });
        }
        facts[name] = byRank(list, sources, organization);
      }
    }
    const shown = Object.fromEntries(Object.entries(facts).map(([name, list]) => [name, list[0]?.value])) as Partial<
      Record<FieldPath, unknown>
    >;
    const [active, total] = [shown["parameters.active"], shown["parameters.total"] ?? shown["parameters.nominal"]];
    if (typeof active === "number" && typeof total === "number" && active > total)
      throw file.fault([...path, "facts", "parameters.active"], `${active} active parameters are more than all ${total}`);
    const model = assemble(shown, facts["pretraining.tokens"]?.[0], licenses);
    const named: Partial<Record<AliasPath, readonly Claim[]>> = {};
    const aliases: Record<string, readonly string[]> = {};
    for (const system of aliasSystems) {
      const given = own.aliases[system] ?? [];
      for (const alias of given) {
        const name = typeof alias === "string" ? alias : String(alias.value);
        const place = [...path, "aliases", system];
        const other = called.get(`${system} ${name}`);
        if (other !== undefined) throw file.fault(place, `${name} is what ${other} is called already`);
        called.set(`${system} ${name}`, id);
        if (typeof alias === "string") continue;
        const fault = faultOf(`aliases.${system}`, alias, context);
        if (fault) throw file.fault(place, fault);
        quotes.push({ source: alias.source, quote: alias.quote, where: `${file.file} ${id} aliases.${system}` });
      }
      const sourced = given.filter((alias) => typeof alias !== "string");
      if (sourced.length > 0) named[`aliases.${system}`] = sourced;
      if (given.length > 0) aliases[system] = given.map((alias) => (typeof alias === "string" ? alias : String(alias.value)));
    }
    claims.set(id, { ...facts, ...named });
    models.push({
      id,
      name: own.name,
      organization,
      family,
      kind: own.kind,
      ...(own.base ? { base: own.base } : {}),
      input: own.input ?? file.data.input,
      ...model,
      aliases,
      description: own.description ?? file.data.description,
    });
  };

  for (const organization of folders(join(folder, "models"))) {
    for (const entry of readdirSync(join(folder, "models", organization)).toSorted()) {
      const family = entry.replace(/\.yaml$/u, "");
      const file = readDataFile(join(folder, "models", organization, entry), `models/${organization}/${entry}`, familyInput);
      const shared: [FactsInput, string[]] = [file.data.facts, []];
      for (const [key, { variants, ...own }] of Object.entries(file.data.models)) {
        const place = ["models", key];
        add(file, organization, family, key, own, place, [shared, [own.facts, place]]);
        for (const [name, variant] of Object.entries(variants)) {
          const inside = [...place, "variants", name];
          const tuned = { base: `${organization}/${key}`, ...variant };
          add(file, organization, family, name, tuned, inside, [shared, [own.facts, place], [variant.facts, inside]]);
        }
      }
    }
  }
  const ids = new Set(models.map(({ id }) => id));
  checkPublished(join(folder, "ids.txt"), ids);
  for (const model of models) {
    if (model.base !== undefined && !ids.has(model.base))
      throw new DataError("models", null, model.id, `is tuned from ${model.base}, which is not in the catalog`);
  }
  const measured = Object.entries(benchmarks.data).map(([id, { facts, ...benchmark }]) => {
    for (const [name, { value, source, quote }] of Object.entries(facts)) {
      if (!context.sources.has(source))
        throw benchmarks.fault([id, "facts", name], `names the source ${source}, which sources.yaml does not have`);
      const stands =
        typeof value === "number" ? quantitiesIn(quote, "count").some((count) => same(count, value)) : quote.includes(String(value));
      if (!stands) throw benchmarks.fault([id, "facts", name], `the excerpt ${JSON.stringify(quote)} does not contain ${value}`);
      quotes.push({ source, quote, where: `${benchmarks.file} ${id} ${name}` });
    }
    const values = Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));
    return { id, ...benchmark, ...values } as Benchmark;
  });
  const compared = Object.entries(platforms.data).map(([id, { period, ...platform }]): Platform => {
    for (const [name, claim] of Object.entries(period ?? {})) {
      const fault = faultOf("released", claim, context);
      if (fault) throw platforms.fault([id, "period", name], fault);
      quotes.push({ source: claim.source, quote: claim.quote, where: `${platforms.file} ${id} ${name}` });
    }
    const dates = Object.fromEntries(Object.entries(period ?? {}).map(([name, { value }]) => [name, value]));
    return { id, ...platform, ...(period ? { period: dates } : {}) };
  });
  const results = readResults(join(folder, "results"), { ids, sources: known, benchmarks: benchmarks.data, quotes });
  const { artifacts, claims: artifactClaims } = readArtifacts(join(folder, "artifacts"), ids, known, quotes);
  const { hardware, written, claims: hardwareClaims } = readHardware(folder, known, quotes);
  const twice = hardware.find(({ id }) => ids.has(id));
  if (twice) throw new DataError("hardware.yaml", null, twice.id, "is the id of a model already");
  const speeds = readSpeeds(join(folder, "speeds"), {
    models: new Map(models.map((model) => [model.id, model])),
    sources: known,
    hardware: written,
    quotes,
  });
  return {
    models: models.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    artifacts,
    benchmarks: measured,
    results,
    hardware,
    speeds,
    platforms: compared,
    sources: Object.entries(sources).map(([id, source]) => ({ id, ...source })),
    claims: new Map<string, FieldClaims>([...claims, ...artifactClaims, ...hardwareClaims]),
    quotes,
  };
}

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();

/** The rule for the shown value: the maker's own card first, then what else the maker says, then others, each in the order of the file. */
function byRank(
  list: NonNullable<FactsInput[FieldPath]>,
  sources: Readonly<Record<string, { by: string; kind: string }>>,
  organization: string,
): NonNullable<FactsInput[FieldPath]> {
  const rank = ({ source }: { source: string }): number => {
    const { by, kind } = sources[source] ?? { by: "", kind: "" };
    if (by !== organization) return 3;
    return kind === "card" ? 0 : kind === "paper" ? 1 : 2;
  };
  return list.toSorted((one, other) => rank(one) - rank(other));
}

/** Facts by path as the nested public type. */
function assemble(
  shown: Partial<Record<FieldPath, unknown>>,
  tokens: (Claim & { bound?: unknown }) | undefined,
  licenses: Readonly<Record<string, Omit<License, "id"> & { written: readonly string[] }>>,
): Partial<Model> {
  const model: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(shown)) {
    const [group = "", field] = path.split(".");
    if (path === "license") {
      const { written: _, ...license } = licenses[String(value)] ?? { written: [] };
      model.license = { id: value, ...license };
    } else if (field === undefined) model[group] = value;
    else model[group] = { ...(model[group] as object | undefined), [field]: value };
  }
  if (tokens) model.pretraining = { ...(model.pretraining as object), bound: tokens.bound ?? "exact" };
  return model;
}

/** An id that was published stays: others build on it. */
function checkPublished(file: string, ids: ReadonlySet<string>): void {
  const published = readFileSync(file, "utf8").split("\n").filter(Boolean);
  published.forEach((id, index) => {
    if (!ids.has(id)) throw new DataError("ids.txt", index + 1, "", `${id} was published and is gone; ids are never removed or renamed`);
  });
  const fresh = [...ids].find((id) => !published.includes(id));
  if (fresh !== undefined)
    throw new DataError("ids.txt", null, "", `${fresh} is new; run \`pnpm --filter @llmlist/catalog ids\` to publish it`);
}
