import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fallbackModels, listLocalModels, modelsFolder, pullArtifact } from "@llmlist/inference/models";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peersPython } from "../../../../test/peers/venv";
import { type ArenaProcess, startArena } from "./arena-process";
import { createBattleClient, readBattle } from "./battle-client";

const program = fileURLToPath(new URL("../../../../packages/inference/bench/llama-server.py", import.meta.url));

describe("a contestant behind a real llama-server", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-llama-server-"));
  let arena: ArenaProcess;
  beforeAll(async () => {
    const [artifact] = fallbackModels;
    const local = (await listLocalModels(folder)).find(({ id }) => id === "pocket-5m-2611-q8_0");
    if (!artifact || !local) throw new Error("There is no model to begin with.");
    const served = await pullArtifact(artifact, { folder: modelsFolder() });
    const contestants = [
      { id: "near", name: "Little Harbour", organization: "Dockside", file: local.path },
      {
        id: "served",
        name: "Tall Mast",
        organization: "Shipyard",
        llamaServer: { file: served.path, command: [peersPython(), program] },
      },
    ];
    const config = join(folder, "arena.config.json");
    writeFileSync(config, JSON.stringify({ bundledModels: "never", contestants }));
    const environment = {
      LLMLIST_DATA: join(folder, "data"),
      LLMLIST_MODELS: join(folder, "models"),
      LLMLIST_DEFAULT_MODELS: "none",
      LLMLIST_MAX_ANSWER_TOKENS: "64",
    };
    arena = await startArena({ ...environment, LLMLIST_CONFIG: config });
  });
  afterAll(async () => {
    await arena.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("answers the turns of a battle, unnamed until the vote", async () => {
    const client = createBattleClient(arena.url);
    const { battleId, response } = await client.start("What is the capital of France?");
    const turns = [await readBattle(response)];
    turns.push(await readBattle(await client.post(`/api/v1/battles/${battleId}/turns`, { prompt: "And of Italy?" })));
    for (const { text, reason, events } of turns) {
      expect(events.at(-1)).toBe("battle-end");
      for (const slot of ["a", "b"] as const) {
        expect(text[slot].length).toBeGreaterThan(1);
        expect(["stop", "length"]).toContain(reason[slot]);
      }
    }
    const names = /harbour|dockside|mast|shipyard|llama|smollm/iu;
    const blind = await (await client.send(`/api/v1/battles/${battleId}`)).text();
    expect(blind).toContain("And of Italy?");
    expect(blind).not.toMatch(names);
    const { reveal } = (await (await client.vote(battleId, "b")).json()) as { reveal: Record<"a" | "b", { id: string; name: string }> };
    expect([reveal.a, reveal.b].map(({ id, name }) => `${id}: ${name}`).toSorted()).toEqual(["near: Little Harbour", "served: Tall Mast"]);
  });

  it("is listed as ready, and its process ends with the arena", async () => {
    const { contestants } = (await (await fetch(`${arena.url}/api/v1/contestants`)).json()) as {
      contestants: { id: string; state: string }[];
    };
    expect(contestants.map(({ id, state }) => `${id} ${state}`).toSorted()).toEqual(["near ready", "served ready"]);
    const [server] = arena.descendants().filter(({ command }) => command.includes(program) && !command.includes("guard"));
    if (!server) throw new Error("No llama-server runs below the arena.");
    await arena.stop();
    expect(() => process.kill(server.pid, 0)).toThrow("ESRCH");
  });
});
