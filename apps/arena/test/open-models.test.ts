import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pocketModels } from "@llmlist/inference/models";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readCandidates } from "@/features/models/server";
import { contestant } from "@/server/db/schema";
import { type OpenDatabase, openPglite } from "@/server/db/database";
import { type OpenModels, openModels } from "@/runtime/open-models";
import { readSettings } from "../settings.mjs";
import { migrations } from "./databases";
import { startTestEndpoint, type TestEndpoint } from "./test-endpoint";

describe("the models of a process", () => {
  let database: OpenDatabase;
  let endpoint: TestEndpoint;
  let folder: string;
  let config: string;
  let logged: string[];
  let models: OpenModels;
  let close = async () => {};
  beforeAll(async () => {
    database = await openPglite(null, migrations);
    endpoint = await startTestEndpoint({ one: { answers: () => ({ tokens: ["Yes", "."] }) } });
  });
  afterAll(async () => {
    await endpoint.stop();
    await database.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlist-models-"));
    config = join(folder, "arena.config.json");
    logged = [];
    close = async () => {};
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  const far = (id: string, more: object = {}) => ({
    id,
    name: `Far ${id}`,
    endpoint: endpoint.of("one"),
    ...more,
  });
  const write = (content: object | string) =>
    writeFileSync(config, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  const open = async (onChanged = () => {}) => {
    const environment = { NODE_ENV: "test" as const, LLMLIST_MODELS: join(folder, "models") };
    const settings = readSettings({ LLMLIST_CONFIG: config, LLMLIST_DATA: folder, LLMLIST_DEFAULT_MODELS: "none" }, folder);
    // The test asks for each look itself.
    const options = { onChanged, environment, log: (sentence: string) => void logged.push(sentence), tickMs: 1e9 };
    models = await openModels(database.db, settings, options);
    close = models.close;
  };
  const ids = () => [...models.contestants.keys()];

  it("change while it serves: an endpoint that is added answers, and one that is removed is gone", async () => {
    write({ bundledModels: "never", contestants: [far("alpha", { weight: 2, organization: "Lab" })] });
    await open();
    await models.engine.whenReady();
    expect(models.drawable().ids).toEqual(["alpha"]);
    const [row] = await database.db.select().from(contestant).where(eq(contestant.id, "alpha"));
    expect(row).toMatchObject({
      engine: "endpoint",
      identity: `endpoint:http://127.0.0.1:${endpoint.port}/v1 one`,
      weight: 2,
      inputs: ["text"],
    });

    write({ bundledModels: "never", contestants: [far("alpha"), far("beta")] });
    await models.refresh();
    await models.engine.whenReady();
    expect(models.drawable().ids).toEqual(["alpha", "beta"]);

    write({ bundledModels: "never", contestants: [far("beta")] });
    await models.refresh();
    expect(ids()).toEqual(["beta"]);
    expect([...models.engine.states().keys()]).toEqual(["beta"]);
  });

  it("stay the same while the file has mistakes, which are logged once", async () => {
    write({ bundledModels: "never", contestants: [far("alpha")] });
    await open();
    write(`{\n  "bundledModel": "never"\n}`);
    await models.refresh();
    await models.refresh();
    expect(ids()).toEqual(["alpha"]);
    expect(logged).toEqual([expect.stringContaining('arena.config.json:2:3: bundledModel: Unknown key "bundledModel". Did you mean')]);
    expect(models.configProblem()).toContain("has mistakes");
    write({ bundledModels: "never", contestants: [far("beta")] });
    await models.refresh();
    expect(ids()).toEqual(["beta"]);
    expect(models.configProblem()).toBeNull();
    expect(logged.at(-1)).toMatch(/in use as they are now$/);
  });

  it("are looked at again only when a file has changed", async () => {
    write({ bundledModels: "never", contestants: [far("alpha")] });
    let changes = 0;
    await open(() => changes++);
    await models.refresh();
    await models.refresh();
    expect(changes).toBe(0);
    write({ bundledModels: "never", contestants: [far("alpha", { weight: 3 })] });
    await models.refresh();
    expect(changes).toBe(1);
  });

  it("report a file that was deleted, and answer again when it is back", { timeout: 120_000 }, async () => {
    const [pocket] = pocketModels;
    if (!pocket) throw new Error("There is no pocket model.");
    const file = join(folder, "near.gguf");
    const putBack = () => copyFileSync(pocket.path, file);
    const stateOf = () => models.engine.states().get("near");
    putBack();
    write({ bundledModels: "never", contestants: [{ id: "near", name: "Near", file }] });
    await open();
    await vi.waitFor(() => expect(stateOf()).toBe("ready"), { timeout: 60_000 });
    rmSync(file);
    await vi.waitFor(() => expect(stateOf()).toBe("failed"), { timeout: 60_000 });
    await models.refresh();
    expect(logged.join("\n")).toContain(`${file} does not exist`);
    expect(models.configProblem()).toContain("does not exist");
    putBack();
    await models.refresh();
    await vi.waitFor(() => expect(stateOf()).toBe("ready"), { timeout: 60_000 });
    expect(models.configProblem()).toBeNull();
  });

  it("take a new weight, name and sampling without a restart of the model", async () => {
    write({ bundledModels: "never", contestants: [far("gamma")] });
    await open();
    await models.engine.whenReady();
    write({ bundledModels: "never", contestants: [far("gamma", { weight: 0, sampling: { temperature: 0 }, systemPrompt: "" })] });
    await models.refresh();
    expect(models.engine.states().get("gamma")).toBe("ready");
    expect(models.contestants.get("gamma")).toMatchObject({ sampling: { temperature: 0 }, systemPrompt: "" });
    const [row] = await database.db.select({ weight: contestant.weight }).from(contestant).where(eq(contestant.id, "gamma"));
    expect(row).toEqual({ weight: 0 });
    expect(models.drawable().ids).toEqual([]);
  });

  it("refuse an id that was another model, so that their ratings stay apart", async () => {
    write({
      bundledModels: "never",
      contestants: [far("delta", { endpoint: { ...endpoint.of("one"), version: "1" } })],
    });
    await open();
    write({
      bundledModels: "never",
      contestants: [far("delta", { endpoint: { ...endpoint.of("one"), version: "2" } })],
    });
    await models.refresh();
    expect(ids()).toEqual([]);
    expect(logged).toEqual([expect.stringMatching(/^delta is known with another endpoint, model or version/)]);
  });

  it("are taken out of the draw when their endpoint fails, and the public state follows a minute later", async () => {
    write({
      bundledModels: "never",
      contestants: [far("alpha"), far("away", { endpoint: { baseUrl: "http://127.0.0.1:9/v1", model: "x" } })],
    });
    await open();
    await vi.waitFor(() => expect(models.engine.states().get("away")).toBe("failed"));
    await vi.waitFor(() => expect(models.engine.states().get("alpha")).toBe("ready"));
    expect(models.drawable().ids).toEqual(["alpha"]);
    expect(models.states.publicState("away")).toBe("not-ready");
  });

  it("are drawn until their endpoint stops, and again as soon as it answers", async () => {
    write({ bundledModels: "never", contestants: [far("alpha"), far("beta")] });
    await open();
    await models.engine.whenReady();
    const drawable = () => models.drawable().ids;
    expect(drawable()).toEqual(["alpha", "beta"]);
    const ask = async () => {
      const request = {
        messages: [{ role: "user" as const, content: "Is it up?" }],
        systemPrompt: "",
        maxTokens: 8,
        temperature: 0,
        topP: 1,
      };
      for await (const event of models.engine.generate("alpha", { ...request, topK: 0, seed: 1, timeoutMs: 10_000 }))
        if (event.type === "generation-end") return event.reason;
      return null;
    };
    expect(await ask()).toBe("stop");

    await endpoint.stop();
    await expect(ask()).rejects.toMatchObject({ code: "remote-failed" });
    await vi.waitFor(() => expect(drawable()).toEqual(["beta"]), { timeout: 10_000 });
    expect(models.states.publicState("alpha")).toBe("ready");
    await expect(readCandidates(database.db, models.drawable())).rejects.toMatchObject({ code: "not-ready" });

    await endpoint.start();
    await vi.waitFor(() => expect(drawable()).toEqual(["alpha", "beta"]), { timeout: 10_000 });
    expect((await readCandidates(database.db, models.drawable())).map(({ id }) => id)).toEqual(["alpha", "beta"]);
    expect(await ask()).toBe("stop");
  });

  it("are refused at the start where the file has mistakes", async () => {
    write({ contestants: [{ id: "x" }] });
    await expect(open()).rejects.toThrow(/arena\.config\.json:3:5: contestants\[0\]: The key "name" is missing\./);
  });
});
