import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnergySource } from "./meter.ts";

const MICRO = 1e-6;

/**
 * The energy counters of a machine's processor packages (Intel and AMD, on Linux). The system lets only its administrator read them, unless told otherwise.
 *
 * @returns Null where there are none, or they cannot be read.
 */
export function openRapl(folder = "/sys/class/powercap"): EnergySource | null {
  const read = (zone: string, file: string) => readFileSync(join(folder, zone, file), "utf8").trim();
  try {
    const zones = readdirSync(folder)
      .filter((zone) => /^intel-rapl:\d+$/u.test(zone))
      .map((zone) => ({ zone, name: read(zone, "name") }))
      // `psys` is the whole machine, with the packages in it.
      .filter(({ name }) => name.startsWith("package"))
      .map(({ zone, name }) => ({
        name,
        range: Number(read(zone, "max_energy_range_uj")),
        last: Number(read(zone, "energy_uj")),
        read: () => Number(read(zone, "energy_uj")),
      }));
    if (zones.length === 0) return null;
    let total = 0;
    return {
      of: `RAPL ${zones.map(({ name }) => name).join(", ")}`,
      joules() {
        try {
          for (const zone of zones) {
            const now = zone.read();
            // The counter begins again at 0 when it is full.
            total += now - zone.last + (now < zone.last ? zone.range : 0);
            zone.last = now;
          }
          return total * MICRO;
        } catch {
          return null;
        }
      },
      close() {},
    };
  } catch {
    return null;
  }
}
