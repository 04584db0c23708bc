import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { GuardedCommand } from "../src/llama-server/guarded-command.ts";

const built = new URL("../dist/llama-server/guarded-command.js", import.meta.url);
const waits = [process.execPath, "-e", "setInterval(() => {}, 1000)"];
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const dies = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 15_000 }).toBe(false);

/** A process that runs a guarded command, and the command's process id. */
async function parentOfCommand(): Promise<{ parent: ChildProcess; pid: number }> {
  const script = `
    const { GuardedCommand } = await import(${JSON.stringify(built.href)});
    const command = new GuardedCommand(${JSON.stringify(waits)}, {});
    const look = setInterval(() => command.pid && (console.log(command.pid), clearInterval(look)), 10);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  return { parent, pid: Number(line) };
}

describe("a guarded command", { timeout: 30_000 }, () => {
  it.each(["SIGKILL", "SIGTERM"] as const)("ends with its parent, also when that ends by %s", async (signal) => {
    const { parent, pid } = await parentOfCommand();
    expect(isAlive(pid)).toBe(true);
    parent.kill(signal);
    await dies(pid);
  });

  it("ends when it is told to", async () => {
    const command = new GuardedCommand(waits, {});
    await expect.poll(() => command.pid, { timeout: 15_000 }).not.toBeNull();
    const pid = command.pid ?? 0;
    command.kill();
    expect(await command.ended).toEqual({ byItself: false });
    expect(isAlive(pid)).toBe(false);
  });

  it("keeps what it said of its failure, and gets its environment", async () => {
    const script = "console.log('loading'); console.error('error: no ' + process.env.WHAT); process.exit(3)";
    const command = new GuardedCommand([process.execPath, "-e", script], { WHAT: "tensors" });
    expect(await command.ended).toEqual({ byItself: true });
    expect(command.lastWords).toBe("error: no tensors");
  });
});
