import { randomUUID } from "node:crypto";
import { type GenerationEvent, InferenceError } from "@llmlist/inference";
import { and, desc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  blindPresentation,
  castVote,
  continueBattle,
  createNameFinder,
  followBattle,
  startBattle,
  viewBattle,
} from "@/features/battle/server";
import { createLiveTurns, type TurnEvent } from "@/features/conversation/server";
import { registerContestants } from "@/features/models/server";
import { type OpenDatabase, openPglite } from "@/server/db/database";
import { answer, turn } from "@/server/db/schema";
import { unlimitedTicket } from "@/server/limits/admission";
import { battleSettings, engineWithContexts } from "./battle-fixture";
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

describe("the turns that a process is answering", () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openPglite(null, migrations);
    await registerContestants(database.db, models);
  });
  afterAll(() => database.close());

  type Admits = Parameters<typeof createLiveTurns>[0]["engine"];
  type Limits = Parameters<Admits["reserveTogether"]>[1];
  const names = createNameFinder(models);

  /** A battle between a model that has written everything at once, and one that goes on when it is allowed to. */
  async function runBattle(admit: (limits: Limits) => Promise<void> = async () => {}) {
    let goOn = () => {};
    const isAllowed = new Promise<void>((resolve) => (goOn = resolve));
    const requests: unknown[] = [];
    const engine: Admits = {
      async reserveTogether(ids, limits) {
        await admit(limits);
        const stopped = new Promise<"stopped">((resolve) => limits.signal?.addEventListener("abort", () => resolve("stopped")));
        return ids.map((id) => ({
          modelId: id,
          release: () => {},
          async *generate(request): AsyncGenerator<GenerationEvent> {
            requests.push({ id, messages: "messages" in request ? request.messages : null });
            yield { type: "text-delta", text: id === "quick" ? quickText : tardyText };
            if (id === "quick") yield end;
            else yield { ...end, reason: (await Promise.race([isAllowed, stopped])) === "stopped" ? "aborted" : "length", totalMs: 4_000 };
          },
        }));
      },
    };
    const leaseHolder = randomUUID();
    const live = createLiveTurns({ db: database.db, engine, leaseHolder });
    const contexts = engineWithContexts({ quick: 4096, tardy: 4096 });
    const deps = { db: database.db, engine: contexts, settings: battleSettings, leaseHolder, random: () => 0 };
    const [battleId, sessionId] = [randomUUID(), randomUUID()];
    const candidates = ["quick", "tardy"].map((id) => ({ id, weight: 1 }));
    const events: TurnEvent[] = [];
    const collect = async (stream: AsyncIterable<TurnEvent>) => {
      for await (const event of stream) events.push(event);
    };
    const started = await startBattle(deps, { battleId, sessionId, prompt: "Who?", candidates });
    const done = collect(live.start(started, blindPresentation(names)));
    const shown = (slot: string, number = 1) =>
      events.map(({ event, data }) => (event === "slot-delta" && data.slot === slot && data.turn === number ? data.text : "")).join("");
    const rowOf = async (slot: "a" | "b") => {
      const [newest] = await database.db
        .select({ answer })
        .from(answer)
        .innerJoin(turn, eq(turn.id, answer.turnId))
        .where(and(eq(turn.conversationId, battleId), eq(answer.slot, slot)))
        .orderBy(desc(turn.number));
      return newest?.answer;
    };
    return {
      live,
      battleId,
      sessionId,
      leaseHolder,
      requests,
      events,
      shown,
      done,
      rowOf,
      goOn,
      view: () => viewBattle(deps, { battleId, sessionId }),
      async next(prompt: string) {
        await collect(live.start(await continueBattle(deps, { battleId, sessionId, prompt }), blindPresentation(names)));
      },
    };
  }

  it("show both at one pace, also to a reloaded page, and store the true figures and the full text", async () => {
    const { battleId, sessionId, shown, done, view, rowOf, goOn } = await runBattle();
    await expect.poll(() => shown("b").length, { timeout: 10_000 }).toBeGreaterThan(90);
    await expect.poll(async () => (await view()).answers.b.text.length, { timeout: 10_000 }).toBeGreaterThan(90);
    const { a, b } = (await view()).answers;
    expect(a).toMatchObject({ end: null });
    expect(a.text.length).toBeLessThanOrEqual(tardyText.length);
    expect(b).toMatchObject({ end: null });
    await expect(castVote(database.db, { battleId, sessionId, outcome: "a", budget: null })).rejects.toMatchObject({
      code: "battle-running",
    });
    goOn();
    await done;
    expect(shown("a")).not.toContain("Quick");
    expect(await rowOf("a")).toMatchObject({
      status: "stop",
      rawText: quickText,
      shownText: shown("a"),
      promptTokens: 20,
      outputTokens: 60,
      firstTokenMs: 30,
      totalMs: 90,
      record: { ...record, queueMs: 5 },
    });
    expect(await rowOf("b")).toMatchObject({ status: "length", rawText: tardyText, totalMs: 4_000 });
  });

  it("stop both immediately, and keep what was shown", async () => {
    const { live, battleId, events, shown, done, rowOf } = await runBattle();
    await expect.poll(() => shown("a").length, { timeout: 10_000 }).toBeGreaterThan(30);
    live.stop(battleId);
    await done;
    expect(events.filter(({ event }) => event === "slot-end").map(({ data }) => data)).toEqual([
      { turn: 1, slot: "a", reason: "aborted" },
      { turn: 1, slot: "b", reason: "aborted" },
    ]);
    for (const slot of ["a", "b"] as const) expect(await rowOf(slot)).toMatchObject({ status: "aborted", shownText: shown(slot) });
    const raw = (await rowOf("a"))?.rawText ?? "";
    expect(quickText.startsWith(raw)).toBe(true);
    expect(raw).toContain("Quick");
    expect(shown("a").length).toBeLessThan(quickText.length);
  });

  it("announce their position in the queue, which is one for both", async () => {
    const { events, done, goOn } = await runBattle(async ({ onPosition }) => {
      for (const position of [2, 1]) onPosition?.(position);
    });
    goOn();
    await done;
    expect(events.slice(0, 3)).toMatchObject([2, 1, 0].map((position) => ({ event: "queue-position", data: { turn: 1, position } })));
  });

  it("fail in both slots when the queue is full, and end stopped when they are stopped in the queue", async () => {
    const full = await runBattle(() => Promise.reject(new InferenceError("queue-full", "Full.")));
    await full.done;
    for (const slot of ["a", "b"] as const) expect(await full.rowOf(slot)).toMatchObject({ status: "error", errorCode: "queue-full" });
    const waiting = await runBattle(
      ({ signal }) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("Left.", "AbortError")))),
    );
    waiting.live.stop(waiting.battleId);
    await waiting.done;
    expect((await waiting.view()).answers).toEqual({ a: { text: "", end: "aborted" }, b: { text: "", end: "aborted" } });
  });

  it("go on with what each model wrote, and number the events of each turn", async () => {
    const { events, done, goOn, next, requests, view } = await runBattle();
    goOn();
    await done;
    await next("And then?");
    expect(new Set(events.map(({ data }) => data.turn))).toEqual(new Set([1, 2]));
    expect(events.filter(({ event }) => event === "battle-end").map(({ data }) => data)).toEqual([{ turn: 1 }, { turn: 2 }]);
    const second = (text: string) => ["Who?", text, "And then?"].map((content) => expect.objectContaining({ content }));
    expect(requests.slice(2)).toEqual(
      expect.arrayContaining([
        { id: "quick", messages: second(quickText) },
        { id: "tardy", messages: second(tardyText) },
      ]),
    );
    expect(JSON.stringify(await view())).not.toMatch(/quick/i);
  });

  it("send a reader that reconnects the events after the last one it had", async () => {
    const { live, battleId, sessionId, done, goOn, shown } = await runBattle();
    await expect.poll(() => shown("a").length, { timeout: 10_000 }).toBeGreaterThan(30);
    const seen: { id?: number; event: string }[] = [];
    const stop = new AbortController();
    for await (const event of await followBattle({ db: database.db, live }, { battleId, sessionId, lastEventId: 2, signal: stop.signal })) {
      seen.push(event);
      if (seen.length === 2) break;
    }
    expect(seen.map(({ id }) => id)).toEqual([3, 4]);
    goOn();
    await done;
  });

  it("are stopped while they wait when nobody reads them, write nothing meanwhile, and leave their place", async () => {
    const leave = vi.fn();
    const ticket = { ...unlimitedTicket, whenAllowed: (signal: AbortSignal) => untilAborted(signal), leave };
    const leaseHolder = randomUUID();
    const engine: Admits = { reserveTogether: () => Promise.reject(new Error("Nothing was allowed to use models.")) };
    const live = createLiveTurns({ db: database.db, engine, leaseHolder, unreadMs: 50 });
    const contexts = engineWithContexts({ quick: 4096, tardy: 4096 });
    const deps = { db: database.db, engine: contexts, settings: battleSettings, leaseHolder, random: () => 0 };
    const [battleId, sessionId] = [randomUUID(), randomUUID()];
    const candidates = ["quick", "tardy"].map((id) => ({ id, weight: 1 }));
    const started = await startBattle(deps, { battleId, sessionId, prompt: "Who?", candidates });
    const updates = vi.spyOn(database.db, "update");
    const reader = live.start(started, blindPresentation(names), ticket)[Symbol.asyncIterator]();
    void reader.next();
    expect([updates.mock.calls.length, leave.mock.calls.length]).toEqual([0, 0]);
    await reader.return?.();
    await expect.poll(() => leave.mock.calls.length, { timeout: 10_000 }).toBe(1);
    const { answers } = await viewBattle(deps, { battleId, sessionId });
    expect([answers.a.end, answers.b.end]).toEqual(["aborted", "aborted"]);
    updates.mockRestore();
  });

  it("end when another process took the answer over, and show what is stored", async () => {
    const { battleId, done, events, shown, view } = await runBattle();
    await expect.poll(() => shown("a").length, { timeout: 10_000 }).toBeGreaterThan(30);
    const ofBattle = database.db.select({ id: turn.id }).from(turn).where(eq(turn.conversationId, battleId));
    await database.db.update(answer).set({ status: "error", errorCode: "server-restarted" }).where(inArray(answer.turnId, ofBattle));
    await done;
    const reasons = events.flatMap(({ event, data }) => (event === "slot-end" ? [data.reason] : []));
    expect(reasons).toEqual(["error", "error"]);
    expect((await view()).answers).toMatchObject({ a: { end: "error" }, b: { end: "error" } });
  });
});

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }));
