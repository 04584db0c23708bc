import { hardware } from "./generated/hardware.ts";
import { runs } from "./generated/speeds.ts";
import type { Hardware, HardwareId } from "./hardware.ts";
import { deepFreeze } from "./freeze.ts";
import { type ModelId, requireModel, requireOrganization } from "./find-models.ts";
import { requireOneOf, requirePositiveInteger, textOf } from "./input.ts";
import { fileTypes } from "./memory/gguf-types.ts";
import { DeviceNames } from "./names/index.ts";
import { type Speed, speedsOf } from "./speed-run.ts";

let all: readonly Speed[] | null = null;

/** Which speeds to find. Every condition must hold. */
export interface SpeedQuery {
  readonly hardware?: HardwareId;
  readonly model?: ModelId;
  /** As llama.cpp names files: `Q4_K_M`. */
  readonly quantization?: string;
  /** `pp512`, `tg1024`; see {@link Speed.test}. */
  readonly test?: string;
  /** Devices that share the work. */
  readonly count?: number;
  readonly backend?: string;
  readonly build?: string;
  readonly reporter?: string;
}

/** A query with its names resolved and its values checked. */
function matcherOf(query: SpeedQuery): (speed: Speed) => boolean {
  const { hardware: device, model, quantization, test, count, reporter, backend, build } = query;
  const devices = device === undefined ? null : new Set(requireHardware(device).map(({ id }) => id));
  const conditions: Partial<Record<keyof SpeedQuery, unknown>> = {
    ...(model === undefined ? {} : { model: requireModel(model).id }),
    ...(quantization === undefined ? {} : { quantization: requireOneOf("quantization", quantization, fileTypes) }),
    ...(test === undefined ? {} : { test: requireTest(test) }),
    ...(count === undefined ? {} : { count: requirePositiveInteger("count", count) }),
    ...(reporter === undefined ? {} : { reporter: requireOrganization(reporter) }),
    ...(backend === undefined ? {} : { backend: requireKnown("backend", backend) }),
    ...(build === undefined ? {} : { build: requireKnown("build", build) }),
  };
  const fields = Object.entries(conditions) as [keyof SpeedQuery, unknown][];
  return (speed) => (devices === null || devices.has(speed.hardware)) && fields.every(([field, value]) => speed[field] === value);
}

function requireTest(test: string): string {
  if (!/^(?:pp\d*|tg\d*|pp\d+\+tg\d+)$/u.test(test))
    throw new RangeError(
      `test is ${JSON.stringify(test)}, but must be as llama-bench names it: pp512, tg128, pp512+tg128, or pp or tg alone.`,
    );
  return test;
}

/** One of the values that measured speeds have. */
const requireKnown = (field: "backend" | "build", value: string): string =>
  requireOneOf(field, value, [...new Set(measured().flatMap((speed) => speed[field] ?? []))]);

const measured = (): readonly Speed[] => (all ??= deepFreeze(speedsOf(runs())));

/**
 * Measured speeds, as they stand in their sources, in tokens per second. Runs where memory was too small are among them.
 *
 * @param query `hardware` may be a name of several versions of a device: `H100` finds speeds of all of them.
 * @throws UnknownNameError for a model, device or reporter that the catalog does not have; RangeError for any other value that is not allowed.
 * @example
 * ```ts
 * const [speed] = speeds({ hardware: "RTX 3080 10GB", model: "Llama 3 8B", test: "tg512" });
 * // speed.tokensPerSecond is 109.57, speed.standardDeviation 0.19, speed.build "4426e298 (2824)"
 * ```
 */
export const speeds = (query: SpeedQuery = {}): readonly Speed[] => measured().filter(matcherOf(query));

let deviceNames: DeviceNames | null = null;
const devicesByName = (): DeviceNames => (deviceNames ??= new DeviceNames(hardware));

/**
 * The device with an id or a name, with or without its brand, whatever the spelling.
 *
 * @returns Undefined where the catalog does not know it.
 * @throws UnknownNameError for a name of several versions of a device, with their ids.
 * @example
 * ```ts
 * getHardware("RTX 4090")?.bandwidth; // 1008000000000 bytes per second
 * getHardware("H100"); // UnknownNameError: "H100" is not one device. Did you mean nvidia/h100-pcie or nvidia/h100-sxm?
 * ```
 */
export const getHardware = (name: HardwareId): Hardware | undefined => devicesByName().findOne(textOf("device", name));

/**
 * All devices that a name denotes: one, or the versions of one.
 *
 * @throws UnknownNameError with the three devices whose names are nearest.
 * @example
 * ```ts
 * requireHardware("H100").map(({ id }) => id); // ["nvidia/h100-pcie", "nvidia/h100-sxm"]
 * ```
 */
export const requireHardware = (name: HardwareId): readonly Hardware[] => devicesByName().require(textOf("device", name));

/** Speeds of one measurement that disagree: nothing that their sources say sets them apart. */
export interface SpeedConflict {
  readonly model: string;
  readonly quantization: string;
  readonly hardware: string;
  readonly count: number;
  readonly test: string;
  readonly speeds: readonly Speed[];
}

const distinguishing = ["engine", "build", "backend", "batchSize", "microBatchSize"] as const;

/** Two sources disagree where a value differs though each thing that both name is the same. */
const disagree = (one: Speed, other: Speed): boolean =>
  one.source !== other.source &&
  one.tokensPerSecond !== other.tokensPerSecond &&
  distinguishing.every((field) => one[field] === undefined || other[field] === undefined || one[field] === other[field]);

/**
 * Where sources disagree on one measurement, among them a memory that was too small in one and not in the other. Runs of different builds
 * or batch sizes, and a run that one source repeats, are no conflict.
 *
 * @param query Limits the speeds that are compared.
 * @example
 * ```ts
 * speedConflicts({ hardware: "apple/m1-7-core-8gb" }).map(({ test }) => test); // ["pp8192", "tg8192"]
 * ```
 */
export function speedConflicts(query: SpeedQuery = {}): readonly SpeedConflict[] {
  const groups = new Map<string, Speed[]>();
  for (const speed of speeds(query)) {
    const key = [speed.model, speed.quantization, speed.hardware, speed.count, speed.test].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), speed]);
  }
  return [...groups.values()].flatMap((group) => {
    const disagreeing = group.filter((one) => group.some((other) => disagree(one, other)));
    const [first] = disagreeing;
    if (!first) return [];
    const { model, quantization, hardware: id, count, test } = first;
    return [{ model, quantization, hardware: id, count, test, speeds: disagreeing }];
  });
}

export { hardware };
export type { Hardware, HardwareId } from "./hardware.ts";
export type { Speed } from "./speed-run.ts";
