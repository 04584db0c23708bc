import { randomUUID } from "node:crypto";
import { fallbackModels } from "@llmlist/inference/models";
import { describe, expect, it } from "vitest";
import { untilReady } from "./arena-process";
import { arenaSuite, databaseKinds } from "./arena-suite";
import { createBattleClient, readBattle, readEvents } from "./battle-client";
import { collectProblems, recordWire, send, votable } from "./battle-page";

const LONG_STORY = "Tell me a long story about a river, a mill and the people of a village, with many details.";
const blindWords = fallbackModels.flatMap(({ id, name, file, organization }) => [id, name, file, organization, name.split(" ")[0] ?? name]);

interface Board {
  snapshot: { votes: number };
  models: { id: string; rating: number }[];
}

describe.each(databaseKinds)("the arena on %s, with two default models", (kind) => {
  const suite = arenaSuite(kind, () => ({}));

  const board = async () => (await (await fetch(`${suite.arena.url}/api/v1/leaderboard`)).json()) as Board;
  const ratingOf = (from: Board, id: string) => from.models.find((model) => model.id === id)?.rating ?? 0;

  it("ends a battle in the browser with a vote that raises the winner, and shows no name before", { timeout: 120_000 }, async () => {
    const page = await suite.browser.newPage();
    const problems = collectProblems(page);
    const wire = recordWire(page);
    await page.goto(suite.arena.url);
    await send(page, "Who are you, and who made you? Then name three colours.");
    await page.locator(votable).waitFor({ timeout: 90_000 });
    for (const slot of ["a", "b"]) expect((await page.getByTestId(`answer-${slot}`).innerText()).length).toBeGreaterThan(5);
    const seen = (await wire.all()).toLowerCase();
    expect(seen).toContain("slot-delta");
    expect(blindWords.filter((word) => seen.includes(word.toLowerCase()))).toEqual([]);

    await page.reload();
    await page.locator(votable).waitFor({ timeout: 120_000 });
    const before = await board();
    const voted = page.waitForResponse((response) => response.url().endsWith("/vote"));
    await page.getByTestId("vote-a").click();
    const { reveal } = (await (await voted).json()) as { reveal: { a: { id: string; name: string } } };
    await page.getByTestId("reveal").getByText(reveal.a.name).first().waitFor();
    await expect.poll(async () => (await board()).snapshot.votes, { timeout: 10_000 }).toBe(before.snapshot.votes + 1);
    expect(ratingOf(await board(), reveal.a.id)).toBeGreaterThan(ratingOf(before, reveal.a.id));
    await page.goto(`${suite.arena.url}/leaderboard`);
    await page.getByTestId("leaderboard-row").first().getByText(reveal.a.name).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  it("refuses what the contract refuses, each with its status", { timeout: 60_000 }, async () => {
    const client = createBattleClient(suite.arena.url);
    const bad = [
      { battleId: randomUUID(), prompt: "" },
      { battleId: randomUUID(), prompt: "x".repeat(30_001) },
      { battleId: "1", prompt: "x" },
      "{",
      { prompt: "\u0000" },
    ];
    for (const body of bad) {
      const response = await client.post("/api/v1/battles", body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    }
    const tooLarge = await client.post("/api/v1/battles", { battleId: randomUUID(), prompt: "x".repeat(100_000) });
    expect(tooLarge.status).toBe(413);
    const { battleId, response } = await client.start("Name a colour.");
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect((await client.vote(battleId)).status).toBe(409);
    expect((await client.start("Again.", battleId)).response.status).toBe(409);
    const { events, reason } = await readBattle(response);
    expect(events.at(-1)).toBe("battle-end");
    expect(Object.keys(reason).toSorted()).toEqual(["a", "b"]);
    expect((await client.vote(battleId, "a", { origin: "https://elsewhere.example" })).status).toBe(403);
    expect((await client.vote(battleId, "left")).status).toBe(400);
    expect((await createBattleClient(suite.arena.url).vote(battleId)).status).toBe(404);
    expect((await client.vote(randomUUID())).status).toBe(404);
    expect((await client.vote(battleId, "tie")).status).toBe(200);
    expect((await client.vote(battleId, "tie")).status).toBe(409);
  });

  it("gives a resumed stream the same text", { timeout: 90_000 }, async () => {
    const client = createBattleClient(suite.arena.url);
    const { battleId, response } = await client.start("Count from one to ten in words.");
    const resumed = client.send(`/api/v1/battles/${battleId}/stream`).then(readBattle);
    const first = await readBattle(response);
    expect(await resumed).toMatchObject({ text: first.text, reason: first.reason });
    expect(await readBattle(await client.send(`/api/v1/battles/${battleId}/stream`))).toMatchObject({
      text: first.text,
      reason: first.reason,
    });
  });

  it("ends only the answer whose worker is killed, stays up, and runs the next battle", { timeout: 120_000 }, async () => {
    const client = createBattleClient(suite.arena.url);
    const { response } = await client.start(LONG_STORY);
    const reasons: string[] = [];
    const begun = new Set<string | undefined>();
    for await (const { event, data } of readEvents(response)) {
      if (event === "slot-end") reasons.push(data.reason ?? "");
      if (event !== "slot-delta" || begun.has(data.slot)) continue;
      // An answer that has not begun would only be written again.
      if (begun.add(data.slot).size === 2) process.kill(suite.arena.workers()[0] ?? 0, "SIGKILL");
    }
    expect(reasons).toHaveLength(2);
    expect(reasons.filter((reason) => reason === "error")).toHaveLength(1);
    await untilReady(suite.arena.url);
    const next = await readBattle((await client.start("Name a colour.")).response);
    expect(Object.values(next.reason)).not.toContain("error");
  });

  // What a page shows of a failed answer does not depend on the database; the test above is of both.
  if (kind === "PGlite") {
    it("shows in the page which answer failed, says that the vote does not count, and starts another battle", async () => {
      const page = await suite.browser.newPage();
      await page.goto(suite.arena.url);
      await send(page, LONG_STORY);
      for (const slot of ["a", "b"]) await page.locator(`[data-testid="answer-${slot}"]`, { hasText: /\w{3}/ }).waitFor();
      process.kill(suite.arena.workers()[1] ?? 0, "SIGKILL");
      await page.getByTestId("retry").waitFor();
      await page.locator(votable).waitFor({ timeout: 120_000 });
      expect(await page.getByTestId("retry").count()).toBe(1);
      await page.keyboard.press("2");
      await page.getByTestId("reveal").getByText("does not count").waitFor();
      await untilReady(suite.arena.url);
      await page.keyboard.press("n");
      await send(page, "Name a colour.");
      await page.locator(votable).waitFor({ timeout: 120_000 });
      await page.close();
    }, 240_000);
  }

  it("shows what was saved after the server is killed in mid-answer, with nothing left running", { timeout: 120_000 }, async () => {
    const client = createBattleClient(suite.arena.url);
    const { battleId, response } = await client.start(LONG_STORY);
    const savedText = async () => {
      const view = (await (await client.send(`/api/v1/battles/${battleId}`)).json()) as { answers: Record<"a" | "b", { text: string }> };
      return view.answers.a.text + view.answers.b.text;
    };
    const read = readBattle(response).catch(() => null);
    await expect.poll(async () => (await savedText()).length, { timeout: 30_000 }).toBeGreaterThan(20);
    const saved = await savedText();
    await suite.arena.stop("SIGKILL");
    await read;
    await suite.restart();
    const again = createBattleClient(suite.arena.url);
    const cookie = client.cookie();
    const events = await readBattle(await again.send(`/api/v1/battles/${battleId}/stream`, { headers: { cookie } }));
    expect(Object.values(events.reason)).toContain("error");
    expect((events.text.a + events.text.b).length).toBeGreaterThanOrEqual(saved.length);
    const view = await (await again.send(`/api/v1/battles/${battleId}`, { headers: { cookie } })).json();
    expect(view).toMatchObject({ answers: { a: { end: expect.any(String) }, b: { end: expect.any(String) } } });
  });

  it("stops within seconds of SIGTERM while an answer streams, and leaves no worker behind", { timeout: 60_000 }, async () => {
    const { response } = await createBattleClient(suite.arena.url).start(LONG_STORY);
    const events = readEvents(response);
    await events.next();
    const workers = suite.arena.workers();
    expect(workers).toHaveLength(2);
    const begin = Date.now();
    await suite.arena.stop();
    expect(Date.now() - begin).toBeLessThan(10_000);
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow();
  });
});
