import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("answers every request while the server starts, so that a page that waits never hangs", { timeout: 60_000 }, async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  await new Promise((resolve) => holder.close(resolve));
  const folder = mkdtempSync(join(tmpdir(), "llmlist-starting-"));
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, NODE_ENV: "production", LLMLIST_DATA: folder, PORT: String(port) },
    stdio: "ignore",
  });
  try {
    let first: Response | null = null;
    while (!first && child.exitCode === null) first = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    expect([503, 200]).toContain(first?.status);
    if (first?.status !== 503) return;
    expect(await first.json()).toEqual({ error: { code: "not-ready", message: "The arena is starting.", requestId: expect.any(String) } });
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
});
