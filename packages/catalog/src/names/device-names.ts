import type { Hardware } from "../hardware.ts";
import { NameIndex } from "./name-index.ts";
import { spellingOf } from "./spelling.ts";
import { UnknownNameError } from "./unknown-name.ts";

/** Words before a device's name that people leave out. */
const BRANDS = /^(?:nvidia|amd|intel|apple|geforce|radeon|instinct|quadro|arc|rtx|gtx|rx)-/u;
/** What tells the versions of one device apart, at the end of its name. */
const VERSION = /-(?:\d+-gb|\d+-core-gpu|pcie|sxm|generation)$/u;

/** A name, and what it becomes without brands and without the version, in steps. */
function shortened(name: string): readonly string[] {
  const found = [spellingOf(name)];
  for (const step of [BRANDS, VERSION]) {
    for (const spelling of found) {
      const shorter = spelling.replace(step, "");
      if (!found.includes(shorter)) found.push(shorter);
    }
  }
  return found;
}

/** Finds devices as people say them: `RTX 4090` for one of NVIDIA's, `H100` for both of its versions. */
export class DeviceNames {
  readonly #index: NameIndex<Hardware>;
  readonly #bySpelling = new Map<string, Set<Hardware>>();

  constructor(devices: readonly Hardware[]) {
    this.#index = new NameIndex(
      "device",
      devices.map((device) => ({ item: device, names: [device.id, device.name], words: shortened(device.name) })),
    );
    for (const device of devices) {
      const short = device.id.slice(device.id.indexOf("/") + 1);
      for (const spelling of [...shortened(device.name), ...shortened(short)])
        this.#bySpelling.set(spelling, (this.#bySpelling.get(spelling) ?? new Set()).add(device));
    }
  }

  /** All devices that a name denotes: one, or the versions of one; none for a name that is not known. */
  find(name: string): readonly Hardware[] {
    const exact = this.#index.find(name);
    return exact ? [exact] : [...(this.#bySpelling.get(spellingOf(name)) ?? [])];
  }

  /**
   * All devices that a name denotes.
   *
   * @throws UnknownNameError for a name that denotes none.
   */
  require(name: string): readonly Hardware[] {
    const found = this.find(name);
    if (found.length === 0) throw this.#index.unknown(name);
    return found;
  }

  /**
   * The one device that a name denotes, or undefined.
   *
   * @throws UnknownNameError for a name of several.
   */
  findOne(name: string): Hardware | undefined {
    const [device, ...others] = this.find(name);
    if (others.length === 0 || device === undefined) return device;
    const ids = [device, ...others].map(({ id }) => id);
    throw new UnknownNameError("device", name, ids, "ambiguous");
  }
}
