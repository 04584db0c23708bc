import { randomUUID } from "node:crypto";
import { type GenerationEvent, InferenceError, type WorkerPool } from "@llmlist/inference";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BattleEvent, castVote, createLiveBattles, startBattle, viewBattle } from "@/features/battle/server";
import { type OpenDatabase, openPglite } from "@/server/db/database";
import { answer } from "@/server/db/schema";
import { registerContestants } from "@/features/models/server";
import { contestantsNamed } from "./contestants";
import { migrations } from "./databases";

type End = Extract<GenerationEvent, { type: "generation-end" }>;
const models = contestantsNamed("quick", "tardy");
const record = {
  sampling: { maxTokens: 400, temperature: 0.7, topP: 0.95, topK: 40, minP: 0, seed: 7, presencePenalty: 0, frequencyPenalty: 0, stop: [] },
  engine: "scripted",
  device: "CPU",
  threads: 1,
  sha256: "quick",
  templateSha256: "template",
  tokensPerSecond: 40,
  energy: { joules: 12.5, of: "RAPL package-0" },
};
const end: End = {
  type: "generation-end",
  reason: "stop",
  promptTokens: 20,
  outputTokens: 60,
  firstTokenMs: 30,
  totalMs: 90,
  queueMs: 5,
  record,
};
const quickText = "I am Quick, and I am soon done. ".repeat(8);
const tardyText = "Slowly does it, and then it goes on. ".repeat(3);

describe("the battles that a process is writing", () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openPglite(null, migrations);
    await registerContestants(database.db, models);
  });
  afterAll(() => database.close());

  /** A battle between a model that has written all at once, and one that goes on when it is let. */
  async function fight(admit: (limits: Parameters<WorkerPool["admitTogether"]>[1]) => Promise<void> = async () => {}) {
    let goOn = () => {};
    const isLet = new Promise<void>((resolve) => (goOn = resolve));
    const engine: Pick<WorkerPool, "admitTogether"> = {
      async admitTogether(ids, limits) {
        await admit(limits);
        const stopped = new Promise<"stopped">((resolve) => limits.signal?.addEventListener("abort", () => resolve("stopped")));
        return ids.map(
          (id) =>
            async function* (): AsyncGenerator<GenerationEvent> {
              yield { type: "text-delta", text: id === "quick" ? quickText : tardyText };
              if (id === "quick") yield end;
              else yield { ...end, reason: (await Promise.race([isLet, stopped])) === "stopped" ? "aborted" : "length", totalMs: 4_000 };
            },
        );
      },
    };
    const live = createLiveBattles({ db: database.db, engine, contestants: new Map(models.map((model) => [model.id, model])) });
    const [battleId, sessionId] = [randomUUID(), randomUUID()];
    const started = await startBattle(database.db, {
      battleId,
      sessionId,
      prompt: "Who?",
      contestantIds: ["quick", "tardy"],
      random: () => 0,
    });
    live.start(started);
    const events: BattleEvent[] = [];
    const shown = (slot: string) =>
      events.map(({ event, data }) => (event === "slot-delta" && data.slot === slot ? data.text : "")).join("");
    const done = (async () => {
      for await (const event of live.follow(battleId) ?? []) events.push(event);
    })();
    const view = () => viewBattle(database.db, { battleId, sessionId, redact: (text) => live.redact(text) });
    const rowOf = async (slot: "a" | "b") =>
      (
        await database.db
          .select()
          .from(answer)
          .where(and(eq(answer.battleId, battleId), eq(answer.slot, slot)))
      )[0];
    return { live, battleId, sessionId, events, shown, done, view, rowOf, goOn };
  }

  it("show both at one pace, tell a reloaded page no more than that, and store the true figures and the whole text", async () => {
    const { battleId, sessionId, shown, done, view, rowOf, goOn } = await fight();
    await expect.poll(() => shown("b").length, { timeout: 10_000 }).toBeGreaterThan(90);
    await expect.poll(async () => (await view()).answers.b.text.length, { timeout: 10_000 }).toBeGreaterThan(90);
    const { a, b } = (await view()).answers;
    expect(a).toMatchObject({ end: null });
    expect(a.text.length).toBeLessThanOrEqual(tardyText.length);
    expect(b).toMatchObject({ end: null });
    await expect(castVote(database.db, { battleId, sessionId, outcome: "a" })).rejects.toMatchObject({ code: "battle-running" });
    goOn();
    await done;
    expect(shown("a")).not.toContain("Quick");
    expect(await rowOf("a")).toMatchObject({
      status: "stop",
      text: quickText,
      promptTokens: 20,
      outputTokens: 60,
      firstTokenMs: 30,
      totalMs: 90,
      record: { ...record, queueMs: 5 },
    });
    expect(await rowOf("b")).toMatchObject({ status: "length", text: tardyText, totalMs: 4_000 });
  });

  it("stop both where they stand, and keep what was shown", async () => {
    const { live, battleId, events, shown, done, rowOf } = await fight();
    await expect.poll(() => shown("a").length, { timeout: 10_000 }).toBeGreaterThan(20);
    live.stop(battleId);
    await done;
    expect(events.filter(({ event }) => event === "slot-end").map(({ data }) => data)).toEqual([
      { slot: "a", reason: "aborted" },
      { slot: "b", reason: "aborted" },
    ]);
    for (const slot of ["a", "b"] as const) expect(await rowOf(slot)).toMatchObject({ status: "aborted", text: shown(slot) });
    expect(shown("a").length).toBeLessThan(quickText.length);
  });

  it("tell their place in line, which is one for both", async () => {
    const { events, done, goOn } = await fight(async ({ onPosition }) => {
      for (const position of [2, 1]) onPosition?.(position);
    });
    goOn();
    await done;
    expect(events.slice(0, 3)).toEqual([2, 1, 0].map((position) => ({ event: "queue-position", data: { position } })));
  });

  it("fail on both sides when the line is full, and end stopped when they are stopped in line", async () => {
    const full = await fight(() => Promise.reject(new InferenceError("queue-full", "Full.")));
    await full.done;
    for (const slot of ["a", "b"] as const) expect(await full.rowOf(slot)).toMatchObject({ status: "error", errorCode: "queue-full" });
    const waiting = await fight(
      ({ signal }) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("Left.", "AbortError")))),
    );
    waiting.live.stop(waiting.battleId);
    await waiting.done;
    expect((await waiting.view()).answers).toEqual({ a: { text: "", end: "aborted" }, b: { text: "", end: "aborted" } });
  });
});
