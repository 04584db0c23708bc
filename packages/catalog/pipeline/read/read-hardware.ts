import { join } from "node:path";
import type { Hardware } from "../../src/hardware.ts";
import type { Claim } from "../../src/source.ts";
import { type DataError, type Excerpt, readDataFile, type Reading } from "../parse/data-file.ts";
import { same } from "../parse/quantities.ts";
import { hardwareInput, type HardwareInput } from "../parse/speeds-input.ts";

export type HardwareField = keyof HardwareInput[string]["facts"];

/** The hardware, and what the reader of speeds needs of it. */
export interface HardwareData extends Reading {
  readonly hardware: readonly Hardware[];
  /** How sources of speeds write each device. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  readonly claims: ReadonlyMap<string, Readonly<Partial<Record<HardwareField, readonly Claim[]>>>>;
}

const GIBI = 1024 ** 3;
const MEBI = 1024 ** 2;

/** How sources write each field, and what one of it is in bytes. Memory is sold in powers of two: its GB is 1024^3. */
const readings: Readonly<Record<HardwareField, readonly (readonly [pattern: RegExp, unit: number])[]>> = {
  memory: [
    [/(\d+)\s?GB\b/gu, GIBI],
    [/memory_gb: (\d+)/gu, GIBI],
    [/memory: \[([\d, ]+)\]/gu, GIBI],
  ],
  usableMemory: [
    [/(\d+(?:\.\d+)?)\s?MiB\b/gu, MEBI],
    [/(\d+(?:\.\d+)?) MB\b/gu, 1e6],
  ],
  bandwidth: [
    [/(\d+(?:\.\d+)?) GB\/s/gu, 1e9],
    [/(\d+(?:\.\d+)?) TB\/s/gu, 1e12],
    [/bandwidth_gbs: (\d+(?:\.\d+)?)/gu, 1e9],
    [/in GB\/s .*Some\((\d+(?:\.\d+)?)\)/gu, 1e9],
  ],
};

const bytesIn = (quote: string, field: HardwareField): number[] =>
  readings[field].flatMap(([pattern, unit]) =>
    [...quote.matchAll(pattern)].flatMap(([, numbers = ""]) => numbers.split(", ").map((digits) => Number(digits) * unit)),
  );

/**
 * Reads `hardware.yaml`. An unknown source, and an excerpt that does not give the value in its unit, are errors.
 *
 * @throws DataErrors where the file itself cannot be read.
 */
export function readHardware(folder: string, sources: ReadonlySet<string>): HardwareData {
  const { file, data, error } = readDataFile(join(folder, "hardware.yaml"), "hardware.yaml", hardwareInput);
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  const claims = new Map<string, Partial<Record<HardwareField, readonly Claim[]>>>();
  const hardware = Object.entries(data).map(([id, { name, kind, facts }]) => {
    for (const [field, list] of Object.entries(facts) as [HardwareField, readonly Claim[]][]) {
      for (const { value, source, quote } of list) {
        if (!sources.has(source)) errors.push(error([id, "facts", field], `names the source ${source}, which sources/ does not have`));
        if (!bytesIn(quote, field).some((bytes) => same(Math.round(bytes), Number(value))))
          errors.push(error([id, "facts", field], `the excerpt ${JSON.stringify(quote)} does not give ${value} bytes`));
        excerpts.push({ source, quote, where: `${file} ${id} ${field}` });
      }
    }
    claims.set(id, facts);
    const shown = Object.fromEntries(Object.entries(facts).map(([field, [first]]) => [field, first?.value]));
    return { id, name, vendor: id.slice(0, id.indexOf("/")), kind, ...shown };
  });
  const spellings = new Map(Object.entries(data).map(([id, device]) => [id, device.spellings]));
  return { hardware, spellings, claims, excerpts, errors };
}
