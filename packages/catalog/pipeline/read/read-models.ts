import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../src/model.ts";
import type { Claim } from "../../src/source.ts";
import { type ClaimContext, validateClaim } from "../prove/check-claim.ts";
import { assembleModel, byRank, type LicenseInput, type SourceInput } from "./assemble-model.ts";
import { type DataError, type DataFile, type Excerpt, readDataFile, type Reading } from "../parse/data-file.ts";
import { type AliasPath, aliasSystems, type FieldPath } from "../parse/fields.ts";
import { type FactsInput, type FamilyInput, familyInput, type VariantInput } from "../parse/input.ts";

/** What the claims of models are checked against. */
export interface ModelContext extends ClaimContext {
  readonly licenses: ReadonlyMap<string, LicenseInput>;
  readonly sources: ReadonlyMap<string, SourceInput>;
}

export type ModelClaims = Readonly<Partial<Record<FieldPath | AliasPath, readonly Claim[]>>>;

type Path = readonly (string | number)[];

/** A checkpoint as its file states it, before its facts are checked. */
export interface Checkpoint {
  readonly id: string;
  readonly organization: string;
  readonly family: string;
  readonly file: DataFile<FamilyInput>;
  readonly own: VariantInput;
  /** Where it stands in the file. */
  readonly path: Path;
  /** Facts of the family, of the model and of the variant, with where they stand: a later one replaces an earlier one. */
  readonly layers: readonly { readonly facts: FactsInput; readonly path: Path }[];
}

interface Facts extends Reading {
  readonly facts: Partial<Record<FieldPath, readonly Claim[]>>;
}

interface Names extends Reading {
  readonly aliases: Record<string, readonly string[]>;
  readonly claims: Partial<Record<AliasPath, readonly Claim[]>>;
}

/** The models with their claims, and where each stands in the data. */
export interface ModelData extends Reading {
  readonly models: readonly Model[];
  readonly claims: ReadonlyMap<string, ModelClaims>;
  readonly checkpoints: ReadonlyMap<string, Checkpoint>;
}

/**
 * Reads `models/`, a file per family. A claim that its excerpt does not prove, an id or alias of two models, and a base that is not in the
 * catalog are errors.
 *
 * @throws DataErrors where a file itself cannot be read.
 */
export function readModels(folder: string, context: ModelContext): ModelData {
  const checkpoints = foldersIn(folder).flatMap((organization) =>
    readdirSync(join(folder, organization))
      .toSorted()
      .flatMap((entry) => checkpointsOf(folder, organization, entry)),
  );
  const byId = new Map<string, Checkpoint>();
  const errors: DataError[] = [];
  for (const checkpoint of checkpoints) {
    if (byId.has(checkpoint.id)) errors.push(checkpoint.file.error(checkpoint.path, `the id ${checkpoint.id} is taken already`));
    else byId.set(checkpoint.id, checkpoint);
  }
  const read = [...byId.values()].map((checkpoint) => readCheckpoint(checkpoint, context));
  return {
    models: read.map(({ model }) => model).toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    claims: new Map(read.map(({ model, claims }) => [model.id, claims])),
    checkpoints: byId,
    excerpts: read.flatMap(({ excerpts }) => excerpts),
    errors: [...errors, ...read.flatMap((one) => one.errors), ...aliasErrors(byId), ...baseErrors(byId)],
  };
}

const foldersIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();

/** The models of a family file, each followed by its variants, which share its facts and are tuned from it unless they name another base. */
function checkpointsOf(folder: string, organization: string, entry: string): Checkpoint[] {
  const family = entry.replace(/\.yaml$/u, "");
  const file = readDataFile(join(folder, organization, entry), `models/${organization}/${entry}`, familyInput);
  const shared = { facts: file.data.facts, path: [] };
  return Object.entries(file.data.models).flatMap(([key, { variants, ...own }]) => {
    const path = ["models", key];
    const id = `${organization}/${key}`;
    const layers = [shared, { facts: own.facts, path }];
    const tuned = Object.entries(variants).map(([name, variant]): Checkpoint => {
      const inside = [...path, "variants", name];
      const variantId = `${organization}/${name}`;
      const base = { base: id, ...variant };
      return {
        id: variantId,
        organization,
        family,
        file,
        own: base,
        path: inside,
        layers: [...layers, { facts: variant.facts, path: inside }],
      };
    });
    return [{ id, organization, family, file, own, path, layers }, ...tuned];
  });
}

function readCheckpoint(checkpoint: Checkpoint, context: ModelContext): Reading & { readonly model: Model; readonly claims: ModelClaims } {
  const { id, organization, family, file, own } = checkpoint;
  const { facts, ...checked } = readFacts(checkpoint, context);
  const names = readAliases(checkpoint, context);
  const model: Model = {
    id,
    name: own.name,
    organization,
    family,
    kind: own.kind,
    ...(own.base ? { base: own.base } : {}),
    input: own.input ?? file.data.input,
    ...assembleModel(facts, context.licenses),
    aliases: names.aliases,
    description: own.description ?? file.data.description,
  };
  return {
    model,
    claims: { ...facts, ...names.claims },
    excerpts: [...checked.excerpts, ...names.excerpts],
    errors: [...checked.errors, ...names.errors],
  };
}

/** The claims of each fact, the shown one first. */
function readFacts({ file, layers, organization }: Checkpoint, context: ModelContext): Facts {
  const facts: Partial<Record<FieldPath, readonly Claim[]>> = {};
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  for (const layer of layers) {
    for (const [name, claims] of Object.entries(layer.facts) as [FieldPath, NonNullable<FactsInput[FieldPath]>][]) {
      for (const claim of claims) {
        const problem = validateClaim(name, claim, context);
        if (problem !== null) errors.push(file.error([...layer.path, "facts", name], problem));
        excerpts.push({ source: claim.source, quote: claim.quote, where: `${file.file} ${name}` });
      }
      facts[name] = byRank(claims, context.sources, organization);
    }
  }
  return { facts, excerpts, errors };
}

function readAliases({ id, file, own, path }: Checkpoint, context: ModelContext): Names {
  const aliases: Record<string, readonly string[]> = {};
  const claims: Partial<Record<AliasPath, readonly Claim[]>> = {};
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  for (const system of aliasSystems) {
    const given = own.aliases[system] ?? [];
    const sourced = given.filter((alias) => typeof alias !== "string");
    for (const claim of sourced) {
      const problem = validateClaim(`aliases.${system}`, claim, context);
      if (problem !== null) errors.push(file.error([...path, "aliases", system], problem));
      excerpts.push({ source: claim.source, quote: claim.quote, where: `${file.file} ${id} aliases.${system}` });
    }
    if (sourced.length > 0) claims[`aliases.${system}`] = sourced;
    if (given.length > 0) aliases[system] = given.map((alias) => (typeof alias === "string" ? alias : String(alias.value)));
  }
  return { aliases, claims, excerpts, errors };
}

/** An alias belongs to one checkpoint. */
function aliasErrors(checkpoints: ReadonlyMap<string, Checkpoint>): DataError[] {
  const owners = new Map<string, string>();
  const errors: DataError[] = [];
  for (const { id, file, own, path } of checkpoints.values()) {
    for (const system of aliasSystems) {
      for (const alias of own.aliases[system] ?? []) {
        const name = typeof alias === "string" ? alias : String(alias.value);
        const owner = owners.get(`${system} ${name}`);
        if (owner === undefined) owners.set(`${system} ${name}`, id);
        else errors.push(file.error([...path, "aliases", system], `${name} is an alias of ${owner} already`));
      }
    }
  }
  return errors;
}

function baseErrors(checkpoints: ReadonlyMap<string, Checkpoint>): DataError[] {
  return [...checkpoints.values()]
    .filter(({ own }) => own.base !== undefined && !checkpoints.has(own.base))
    .map(({ file, own, path }) => file.error([...path, "base"], `is tuned from ${own.base}, which is not in the catalog`));
}

/** Where a fact stands: in the innermost layer that states it. */
export function factPath({ layers, path }: Checkpoint, field: FieldPath): readonly (string | number)[] {
  const layer = layers.findLast(({ facts }) => facts[field] !== undefined);
  return [...(layer?.path ?? path), "facts", field];
}
