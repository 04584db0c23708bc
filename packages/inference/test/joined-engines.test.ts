import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { otherEngines } from "../src/cli/other-engines.ts";
import { joinEngines } from "../src/queue/join-engines.ts";
import { listen } from "../src/server/index.ts";
import { createScriptedEngine } from "../src/testing/index.ts";
import { ask, read } from "./conformance.ts";

const speaker = (id: string, text: string) => createScriptedEngine({ models: { [id]: { answers: { Hello: { tokens: [text] } } } } });
const cli = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const KEY = "a-key-of-the-test";

describe("engines that are joined", () => {
  it("answer each for its own models, and close together", async () => {
    const [one, two] = [speaker("one", "First."), speaker("two", "Second.")];
    const engine = joinEngines([one, two]);
    expect([...engine.states()]).toEqual([
      ["one", "ready"],
      ["two", "ready"],
    ]);
    expect((await read(engine.generate("two", ask("Hello")))).text).toBe("Second.");
    expect(two.stats().get("two")?.outputTokens).toBe(1);
    await expect(engine.info("three")).rejects.toMatchObject({ code: "unknown-model", message: 'No model "three"; there are: one, two.' });
    await engine.close();
    expect([...one.states().values(), ...two.states().values()]).toEqual(["closed", "closed"]);
  });

  it("may not have two models of one name", () => {
    expect(() => joinEngines([speaker("one", "A"), speaker("one", "B")])).toThrow(
      'Two engines have a model "one"; name one of them otherwise.',
    );
  });

  it("take keys from the environment, where they must be", () => {
    const remote = [{ name: "far", baseUrl: "http://127.0.0.1:1/v1", model: "m", apiKeyVariable: "FAR_KEY" }];
    const open = () => otherEngines({ remote }, { sequences: 1, contextTokens: 64 }, { environment: {}, locate: (path) => path });
    expect(open).toThrow("far takes its key from FAR_KEY, which is not set.");
  });

  it("are served from one port by a configuration", { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlist-serve-"));
    const behind = await listen(speaker("m", "From afar."), {
      port: 0,
      host: "127.0.0.1",
      apiKeys: [KEY],
      limits: { timeoutMs: 10_000 },
      log: () => {},
    });
    const file = join(folder, "models.json");
    writeFileSync(
      file,
      JSON.stringify({ port: 0, remote: [{ name: "far", baseUrl: `${behind.url}/v1`, model: "m", apiKeyVariable: "FAR_KEY" }] }),
    );
    const child = spawn(process.execPath, [cli, "serve", "--config", file], {
      env: { ...process.env, FAR_KEY: KEY },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      let url = "";
      for await (const line of createInterface({ input: child.stdout })) {
        url ||= /^Listening on (\S+); loading far\.$/u.exec(line)?.[1] ?? "";
        if (line.startsWith("far is ready")) break;
      }
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ model: "far", messages: [{ role: "user", content: "Hello" }] }),
      });
      expect(await response.json()).toMatchObject({ choices: [{ message: { content: "From afar." } }], usage: { completion_tokens: 1 } });
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
      await behind.close();
      rmSync(folder, { recursive: true });
    }
  });
});
