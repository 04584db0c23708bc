import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

/**
 * Cores that this process may use: those of the machine that it is allowed on, and no more than its container's share of processor time
 * (control groups version 2 and 1), which Node 20 does not look at. A share of 1.5 cores counts as one: a thread that has to wait for its
 * share holds up all others.
 *
 * @param root Where the system's files lie.
 */
export function availableCores(root = "/", allowed: number = availableParallelism()): number {
  const shares = readGroups(root).flatMap(({ controllers, path }) =>
    controllers === ""
      ? ancestors(path).map((group) => share(read(join(root, "sys/fs/cgroup", group, "cpu.max"))))
      : controllers.split(",").includes("cpu")
        ? ancestors(path).map((group) => {
            const folder = join(root, "sys/fs/cgroup/cpu", group);
            return share(`${read(join(folder, "cpu.cfs_quota_us"))} ${read(join(folder, "cpu.cfs_period_us"))}`);
          })
        : [],
  );
  return Math.max(1, Math.floor(Math.min(allowed, ...shares)));
}

/** The control groups of this process, a line `id:controllers:path` each; none where the system has no such thing. */
const readGroups = (root: string) =>
  read(join(root, "proc/self/cgroup"))
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(":"))
    .map(([, controllers = "", path = "/"]) => ({ controllers, path }));

/** A limit of a group above holds, too. */
const ancestors = (path: string): string[] => (path === "/" ? ["/"] : [path, ...ancestors(dirname(path))]);

/** Of `quota period` in microseconds; `max`, -1 or nothing is no limit. */
function share(text: string): number {
  const [quota, period] = text.trim().split(/\s+/u).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Absent on other systems, and in groups without this controller: no limit.
    return "";
  }
}
