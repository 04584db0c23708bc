import { hardware } from "./generated/hardware.ts";
import { runs } from "./generated/speeds.ts";
import type { Hardware, HardwareId } from "./hardware.ts";
import type { ModelId } from "./find-models.ts";
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

/**
 * Measured speeds, as they stand in their sources, in tokens per second. Runs where memory was too small are among them.
 *
 * @example
 * ```ts
 * const [speed] = speeds({ hardware: "nvidia/rtx-3080-10gb", model: "meta/llama-3-8b", test: "tg512" });
 * // speed.tokensPerSecond is 109.57, speed.standardDeviation 0.19, speed.build "4426e298 (2824)"
 * ```
 */
export function speeds(query: SpeedQuery = {}): readonly Speed[] {
  const conditions = Object.entries(query).filter(([, value]) => value !== undefined) as [keyof SpeedQuery, unknown][];
  all ??= speedsOf(runs());
  return all.filter((speed) => conditions.every(([field, value]) => speed[field] === value));
}

/**
 * The hardware with an id or a name, whatever the case.
 *
 * @example
 * ```ts
 * getHardware("nvidia/rtx-4090")?.bandwidth; // 1008000000000 bytes per second
 * ```
 */
export function getHardware(id: HardwareId): Hardware | undefined {
  const wanted = id.toLowerCase();
  return hardware.find(({ id: own, name }) => own === wanted || name.toLowerCase() === wanted);
}

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
