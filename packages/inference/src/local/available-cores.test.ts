import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { availableCores } from "./available-cores.ts";

/** A system with these files. */
function system(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "llmlist-cores-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const cores = (files: Record<string, string>, allowed = 16) => availableCores(system(files), allowed);

describe("the cores that a process may use", () => {
  it("are those of the machine where nothing limits them", () => {
    expect(cores({})).toBe(16);
    expect(cores({ "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n" })).toBe(16);
  });

  it("are the container's share, in whole cores, and one at least", () => {
    const limited = (quota: number) => cores({ "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": `${quota} 100000\n` });
    expect(limited(400_000)).toBe(4);
    expect(limited(350_000)).toBe(3);
    expect(limited(50_000)).toBe(1);
  });

  it("obey the limits of all groups above", () => {
    expect(
      cores({
        "proc/self/cgroup": "0::/outer/inner\n",
        "sys/fs/cgroup/outer/cpu.max": "200000 100000\n",
        "sys/fs/cgroup/outer/inner/cpu.max": "max 100000\n",
      }),
    ).toBe(2);
  });

  it("obey the older control groups, too", () => {
    expect(
      cores({
        "proc/self/cgroup": "5:memory:/here\n4:cpu,cpuacct:/here\n",
        "sys/fs/cgroup/cpu/here/cpu.cfs_quota_us": "300000\n",
        "sys/fs/cgroup/cpu/here/cpu.cfs_period_us": "100000\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      }),
    ).toBe(3);
  });
});
