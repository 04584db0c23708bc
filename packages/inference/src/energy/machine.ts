import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { EnergySource } from "./meter.ts";
import { nvidiaSmi, openPower, powermetrics } from "./power.ts";
import { openRapl } from "./rapl.ts";

/**
 * What this machine tells of its energy: processor packages (RAPL) and NVIDIA devices together, or powermetrics on macOS.
 *
 * @returns Null where it tells nothing to this user.
 * @example
 * ```ts
 * const pool = createWorkerPool({ models, sequences: 4, contextTokens: 4096, energy: machineEnergy() });
 * ```
 */
export function machineEnergy(): EnergySource | null {
  if (process.platform === "darwin") return process.getuid?.() === 0 ? openPower(powermetrics) : null;
  const sources = [openRapl(), isProgram(nvidiaSmi.command[0]) ? openPower(nvidiaSmi) : null].filter((source) => source !== null);
  if (sources.length === 0) return null;
  return {
    of: sources.map(({ of }) => of).join(" + "),
    joules: () => sources.reduce<number | null>((sum, source) => add(sum, source.joules()), 0),
    close: () => sources.forEach((source) => source.close()),
  };
}

const add = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other);

function isProgram(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
