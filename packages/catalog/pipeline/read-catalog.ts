import { join } from "node:path";
import type { Artifact } from "../src/artifacts.ts";
import type { Benchmark, Platform, Result } from "../src/evaluation.ts";
import type { Hardware } from "../src/hardware.ts";
import type { Model } from "../src/model.ts";
import type { OrganizationNames } from "../src/names/index.ts";
import type { Claim, Source } from "../src/source.ts";
import type { SpeedRun } from "../src/speed-run.ts";
import { attributionErrors } from "./check/attribution.ts";
import { plausibilityErrors } from "./check/plausibility.ts";
import { collect, DataError, DataErrors, type Excerpt, readDataFile, type Reading } from "./parse/data-file.ts";
import type { AliasPath, FieldPath } from "./parse/fields.ts";
import { licensesInput } from "./parse/input.ts";
import { publishedIdErrors } from "./check/published-ids.ts";
import { type ArtifactField, readArtifacts } from "./read/read-artifacts.ts";
import { type BenchmarkField, readBenchmarks, readPlatforms } from "./read/read-benchmarks.ts";
import { type HardwareField, readHardware } from "./read/read-hardware.ts";
import { type ModelContext, readModels } from "./read/read-models.ts";
import { organizationErrors, readOrganizations } from "./read/read-organizations.ts";
import { readResults, type ResultClaim } from "./read/read-results.ts";
import { readSources } from "./read/read-sources.ts";
import { readSpeeds } from "./read/read-speeds.ts";

type FieldClaims = Readonly<Partial<Record<FieldPath | AliasPath | HardwareField | ArtifactField | BenchmarkField, readonly Claim[]>>>;

/** All that the data files say, checked. */
export interface Catalog {
  readonly models: readonly Model[];
  readonly organizations: readonly OrganizationNames[];
  readonly artifacts: readonly Artifact[];
  readonly benchmarks: readonly Benchmark[];
  readonly results: readonly Result[];
  readonly hardware: readonly Hardware[];
  readonly speeds: readonly SpeedRun[];
  readonly platforms: readonly Platform[];
  readonly sources: readonly Source[];
  /** Claims by model, file or hardware, and field, the shown one first. */
  readonly claims: ReadonlyMap<string, FieldClaims>;
  readonly resultClaims: readonly ResultClaim[];
  /** The excerpt of each speed, in their order. */
  readonly speedQuotes: readonly string[];
  readonly excerpts: readonly Excerpt[];
}

/** No model of the catalog is older. */
const OLDEST = "2018-01-01";

/** Runs the readers of one catalog and keeps the errors of all. */
class Readings {
  readonly excerpts: Excerpt[] = [];
  readonly errors: DataError[] = [];

  /** What a reader returns, or undefined where a file cannot be read. */
  of<Part extends Reading>(read: () => Part): Part | undefined {
    const { value, errors } = collect(read);
    this.errors.push(...errors, ...(value?.errors ?? []));
    this.excerpts.push(...(value?.excerpts ?? []));
    return value;
  }
}

/**
 * What the claims of models are checked against.
 *
 * @param folder The folder `data`.
 * @param today No date lies after it.
 */
export function modelContextOf(folder: string, today: string): ModelContext {
  const licenses = readDataFile(join(folder, "licenses.yaml"), "licenses.yaml", licensesInput).data;
  return { licenses: new Map(Object.entries(licenses)), sources: readSources(folder), from: OLDEST, to: today };
}

/**
 * Reads and checks the whole data folder.
 *
 * @param folder The folder `data`.
 * @param today No date lies after it.
 * @throws DataErrors with every error that was found, each with file, line and field.
 */
export function readCatalog(folder: string, today: string): Catalog {
  const readings = new Readings();
  const context = modelContextOf(folder, today);
  const { sources } = context;
  const organizations = readOrganizations(folder);
  const known = new Set(sources.keys());
  const modelData = readings.of(() => readModels(join(folder, "models"), context));
  const { models = [], claims } = modelData ?? {};
  const ids = new Set(models.map(({ id }) => id));
  const { benchmarks = [], claims: benchmarkClaims } = readings.of(() => readBenchmarks(folder, context)) ?? {};
  const { platforms = [] } = readings.of(() => readPlatforms(folder, context)) ?? {};
  const { results = [], claims: resultClaims = [] } =
    readings.of(() => readResults(join(folder, "results"), { models, sources: known, benchmarks })) ?? {};
  const files = readings.of(() => readArtifacts(join(folder, "artifacts"), ids, known));
  const devices = readings.of(() => readHardware(folder, known));
  const byId = new Map(models.map((model) => [model.id, model]));
  const spellings = devices?.spellings ?? new Map<string, readonly string[]>();
  const { speeds = [], quotes: speedQuotes = [] } =
    readings.of(() => readSpeeds(join(folder, "speeds"), { models: byId, sources: known, hardware: spellings })) ?? {};
  const { artifacts = [], claims: artifactClaims } = files ?? {};
  const { hardware = [], claims: hardwareClaims } = devices ?? {};
  const twice = hardware
    .filter(({ id }) => ids.has(id))
    .map(({ id }) => new DataError("hardware.yaml", null, id, "is the id of a model already"));
  const unnamed = modelData ? organizationErrors(organizations, modelData, [...results, ...speeds]) : [];
  const implausible = modelData
    ? [...plausibilityErrors(modelData, context.sources), ...attributionErrors(modelData, context.sources)]
    : [];
  const errors = [...readings.errors, ...implausible, ...unnamed, ...publishedIdErrors(join(folder, "ids.txt"), ids), ...twice];
  if (errors.length > 0) throw new DataErrors(errors);
  return {
    models,
    organizations,
    artifacts,
    benchmarks,
    results,
    hardware,
    speeds,
    platforms,
    sources: [...sources].map(([id, source]) => ({ id, ...source })),
    claims: new Map<string, FieldClaims>([
      ...(claims ?? []),
      ...(artifactClaims ?? []),
      ...(hardwareClaims ?? []),
      ...(benchmarkClaims ?? []),
    ]),
    resultClaims,
    speedQuotes,
    excerpts: readings.excerpts,
  };
}
