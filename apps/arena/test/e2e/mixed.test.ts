import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listLocalModels } from "@llmlist/inference/models";
import { afterAll, describe, expect, it } from "vitest";
import { startTestEndpoint, type TestEndpoint } from "../test-endpoint";
import { untilReady } from "./arena-process";
import { arenaSuite, databaseKinds } from "./arena-suite";
import { createBattleClient, readBattle } from "./battle-client";
import { collectProblems, recordWire, send, textOf, votable } from "./battle-page";

const reply = "I am Far Beacon of Lantern Works, served as secret-deployment. The test asks questions of many subjects. ".repeat(2);
/** What the reveal shows, and what stays the operator's: the name of the model behind the endpoint. */
const publicNames = [/beacon/iu, /lantern/iu, /harbou?r/iu, /dockside/iu];
const names = [...publicNames, /deployment/iu];

/** Starts the endpoint, and writes a configuration of two contestants: the larger pocket model, by its file, and that endpoint. */
async function prepare(folder: string): Promise<{ endpoint: TestEndpoint; config: string }> {
  const answer = { tokens: reply.match(/\s*\S{1,5}/gu) ?? [], firstTokenMs: 300, betweenTokensMs: 8 };
  const endpoint = await startTestEndpoint({ "secret-deployment": { answers: () => answer } });
  const local = (await listLocalModels(folder)).find(({ id }) => id === "pocket-5m-2611-q8_0");
  if (!local) throw new Error("The larger pocket model is not bundled.");
  const contestants = [
    { id: "near", name: "Little Harbour", organization: "Dockside", file: local.path },
    { id: "far", name: "Far Beacon", organization: "Lantern Works", endpoint: endpoint.of("secret-deployment") },
  ];
  const config = join(folder, "arena.config.json");
  writeFileSync(config, JSON.stringify({ bundledModels: "never", contestants }));
  return { endpoint, config };
}

/** The events of each slot in the bodies of streams: their names and keys, in the order of their first occurrence. */
function shapesOf(streams: readonly string[], slot: "a" | "b"): string[] {
  const events = streams.flatMap((body) => Array.from(body.matchAll(/event: (\S+)\ndata: (.*)\n/gu)));
  return [
    ...new Set(
      events
        .map(([, event = "", data = "{}"]) => ({ event, data: JSON.parse(data) as Record<string, unknown> }))
        .filter(({ data }) => data.slot === slot)
        .map(({ event, data }) => `${event} ${Object.keys(data).toSorted().join(" ")}`),
    ),
  ];
}

describe.each(databaseKinds)("a battle between a local model and an endpoint on %s", { timeout: 120_000 }, (kind) => {
  let endpoint: TestEndpoint | null = null;
  const suite = arenaSuite(kind, async (folder) => {
    const prepared = await prepare(folder);
    ({ endpoint } = prepared);
    return { LLMLIST_CONFIG: prepared.config, LLMLIST_MODELS: join(folder, "models"), LLMLIST_DEFAULT_MODELS: "none" };
  });
  afterAll(() => endpoint?.stop());

  it("runs over three turns in the browser, blind on the wire until the reveal", async () => {
    const page = await suite.browser.newPage();
    const problems = collectProblems(page);
    const wire = recordWire(page);
    await page.goto(suite.arena.url);
    const prompts = ["What does MMLU measure?", "What is 12 plus 30?", "What is the capital of France?"];
    for (const [index, prompt] of prompts.entries()) {
      await send(page, prompt);
      await page.getByTestId(`turn-${index + 1}`).waitFor();
      await page.locator(votable).waitFor({ timeout: 60_000 });
      for (const slot of ["a", "b"] as const) expect((await textOf(page, index + 1, slot)).length).toBeGreaterThan(1);
    }
    const streams = await wire.streams();
    expect(streams).toHaveLength(3);
    expect(shapesOf(streams, "a")).toEqual(shapesOf(streams, "b"));
    expect(shapesOf(streams, "a").length).toBeGreaterThan(1);
    const blind = await wire.all();
    // The endpoint's answer is there, with its names masked.
    expect(blind).toContain("asks questions of many subjects");
    expect([...names, new RegExp(`:${endpoint?.port}\\b`, "u")].filter((pattern) => pattern.test(blind))).toEqual([]);
    expect(streams.join("\n")).not.toMatch(/endpoint|worker|127\.0\.0\.1/iu);

    await page.getByTestId("vote-a").click();
    const reveal = page.getByTestId("reveal");
    for (const name of ["Little Harbour", "Far Beacon"]) await reveal.getByText(name).first().waitFor();
    expect(await reveal.innerText()).toContain("Your vote counts");
    const revealed = await wire.all();
    expect(publicNames.filter((pattern) => !pattern.test(revealed))).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("starts only while the endpoint answers", async () => {
    const client = createBattleClient(suite.arena.url);
    await endpoint?.stop();
    const cut = await readBattle((await client.start("Is anybody there?")).response);
    expect(Object.values(cut.reason)).toContain("error");
    const refusal = async () => {
      const { response } = await client.start("And now?");
      const body = await response.text();
      expect(names.filter((pattern) => pattern.test(body))).toEqual([]);
      return response.status;
    };
    await expect.poll(refusal, { timeout: 20_000 }).toBe(503);
    expect((await fetch(`${suite.arena.url}/readyz`)).status).toBe(503);

    await endpoint?.start();
    await untilReady(suite.arena.url);
    const again = await readBattle((await client.start("What does MMLU measure?")).response);
    expect(again.reason).toEqual({ a: "stop", b: "stop" });
  });
});
