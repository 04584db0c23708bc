import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EnergyMeter } from "./meter.ts";
import { nvidiaSmi, openPower, powermetrics } from "./power.ts";
import { openRapl } from "./rapl.ts";

describe("the energy counters of processor packages", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlist-powercap-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const zone = (name: string, files: Record<string, string | number>) => {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, name, file), `${content}\n`);
  };
  const packageZone = (index: number, joules: number) =>
    zone(`intel-rapl:${index}`, { name: `package-${index}`, energy_uj: joules * 1e6, max_energy_range_uj: 1000 * 1e6 });

  it("are added up, also when one is full and begins again", () => {
    packageZone(0, 990);
    packageZone(1, 100);
    zone("intel-rapl:0:0", { name: "core", energy_uj: 5e9, max_energy_range_uj: 6e9 });
    zone("intel-rapl:2", { name: "psys", energy_uj: 5e9, max_energy_range_uj: 6e9 });
    const source = openRapl(folder);
    expect(source?.of).toBe("RAPL package-0, package-1");
    const before = source?.joules() ?? Number.NaN;
    packageZone(0, 20);
    packageZone(1, 107);
    expect((source?.joules() ?? Number.NaN) - before).toBeCloseTo(30 + 7);
  });

  it("are unknown where there are none, and once they cannot be read", () => {
    expect(openRapl(join(folder, "none"))).toBeNull();
    expect(openRapl(folder)).toBeNull();
    packageZone(0, 1);
    const source = openRapl(folder);
    rmSync(join(folder, "intel-rapl:0"), { recursive: true });
    expect(source?.joules()).toBeNull();
  });
});

describe("power that a program prints", () => {
  it("is read from the lines of nvidia-smi and of powermetrics", () => {
    expect(["0, 65.21", "1, 70.00", "0, [N/A]", ""].map((line) => nvidiaSmi.parse(line))).toEqual([["0", 65.21], ["1", 70], null, null]);
    expect(powermetrics.parse("Combined Power (CPU + GPU + ANE): 1662 mW")).toEqual(["machine", 1.662]);
    expect(powermetrics.parse("CPU Power: 1240 mW")).toBeNull();
  });

  it("becomes energy over time, of all devices, as long as the program runs", async () => {
    let now = 0;
    const clock = { now: () => now, after: () => () => {} };
    const script = "console.log('0, 100\\n1, 50'); process.stdin.resume(); setInterval(() => {}, 1e6)";
    const source = openPower({ ...nvidiaSmi, command: [process.execPath, "-e", script] }, clock);
    await expect.poll(() => source.joules()).toBe(0);
    await expect
      .poll(() => {
        now += 1_000;
        const before = source.joules() ?? 0;
        now += 2_000;
        return (source.joules() ?? 0) - before;
      })
      .toBeCloseTo(300);
    source.close();
    await expect.poll(() => source.joules()).toBeNull();
    await expect.poll(() => openPower({ ...nvidiaSmi, command: ["no-such-program"] }, clock).joules()).toBeNull();
  });
});

describe("the energy of an answer", () => {
  function metered() {
    const state: { joules: number | null } = { joules: 500 };
    return { state, meter: new EnergyMeter({ of: "test", joules: () => state.joules, close() {} }) };
  }

  it("is its share by tokens of what was taken while it was written", () => {
    const { state, meter } = metered();
    const one = meter.begin();
    state.joules = 510;
    const other = meter.begin();
    for (let token = 0; token < 30; token++) one.count();
    for (let token = 0; token < 10; token++) other.count();
    state.joules = 550;
    expect(one.end()).toBeCloseTo(10 + 30);
    other.count();
    state.joules = 553;
    expect(other.end()).toBeCloseTo(10 + 3);
    state.joules = 900;
    expect([one.end(), other.end()]).toEqual([40, 13]);
    const next = meter.begin();
    state.joules = 901;
    expect(next.end()).toBeCloseTo(1);
  });

  it("is shared evenly while all only read, and loses nothing", () => {
    const { state, meter } = metered();
    const shares = [meter.begin(), meter.begin(), meter.begin()];
    state.joules = 590;
    expect(shares.map((share) => share.end())).toEqual([30, 30, 30]);
  });

  it("is unknown when the source was silent for a part of it", () => {
    const { state, meter } = metered();
    const one = meter.begin();
    state.joules = null;
    const other = meter.begin();
    state.joules = 600;
    expect([one.end(), other.end()]).toEqual([null, null]);
    const next = meter.begin();
    state.joules = 601;
    expect(next.end()).toBe(1);
  });
});
