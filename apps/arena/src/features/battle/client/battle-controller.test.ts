import { describe, expect, it, vi } from "vitest";
import type { EndReason } from "@/domain/end-reason";
import type { TurnEvent } from "@/features/conversation";
import { RequestError } from "@/features/conversation/client/request";
import type { BattleView, VoteResponse } from "../contract";
import type { BattleApi } from "./battle-api";
import { ask, createContext, show, start, vote } from "./battle-controller";
import { type BattleAction, type BattleState, battleReducer, isOpen, noBattle } from "./battle-state";

const answersOf = (text: string, end: EndReason | null) => ({ a: { text, end }, b: { text, end } });
const model = { id: "x", name: "X", organization: null, kind: "base" as const, isPocketModel: false };
const revealed: VoteResponse = { outcome: "a", fate: "counted", boards: ["overall"], reveal: { a: model, b: model } };
const refusal = (code: string) => Promise.reject(new RequestError(code));

/** A server with one battle. Its streams send a turn whole, or up to its first word. */
function createServer(prompts: readonly string[] = []) {
  const turns = prompts.map((prompt) => ({ prompt, answers: answersOf(`To ${prompt}`, "stop") }));
  let voted: BattleView["vote"] = null;
  const streamOf = (turn: number, end: EndReason | null, after = 0) => {
    const text = `To ${turns[turn - 1]?.prompt}`;
    const ended: TurnEvent[] = [
      { event: "slot-end", data: { turn, slot: "a", reason: end ?? "stop" } },
      { event: "slot-end", data: { turn, slot: "b", reason: end ?? "stop" } },
      { event: "battle-end", data: { turn } },
    ];
    const events: TurnEvent[] = [
      { event: "slot-delta", data: { turn, slot: "a", text } },
      { event: "slot-delta", data: { turn, slot: "b", text } },
      ...(end === null ? [] : ended),
    ];
    const lines = events.map(({ event, data }, index) => `id: ${index + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    return new Response(lines.slice(after).join(""));
  };
  const add = (prompt: string) => turns.push({ prompt, answers: answersOf("", null) });
  const end = () => turns.splice(-1, 1, { prompt: turns.at(-1)?.prompt ?? "", answers: answersOf(`To ${turns.at(-1)?.prompt}`, "stop") });
  const api = {
    start: vi.fn<BattleApi["start"]>(async (_, prompt) => {
      const turn = add(prompt);
      end();
      return streamOf(turn, "stop");
    }),
    addTurn: vi.fn<BattleApi["addTurn"]>(async (_, prompt) => {
      const turn = add(prompt);
      end();
      return streamOf(turn, "stop");
    }),
    openStream: vi.fn<BattleApi["openStream"]>(async (_, lastEventId) => {
      end();
      return streamOf(turns.length, "stop", lastEventId);
    }),
    stop: vi.fn<BattleApi["stop"]>(async () => null),
    view: vi.fn<BattleApi["view"]>(async (battleId) => {
      const newest = turns.at(-1);
      if (!newest) throw new RequestError("battle-not-found");
      const limits = { turnsLeft: 3 - turns.length, promptCharacters: 100, promptTokens: null };
      return { battleId, ...newest, turns: [...turns], limits, vote: voted };
    }),
    vote: vi.fn<BattleApi["vote"]>(async () => (voted = revealed)),
  };
  return { api, add, streamOf, castElsewhere: () => (voted = revealed) };
}

function open(server: ReturnType<typeof createServer>) {
  let state: BattleState = noBattle;
  const seen: BattleAction["type"][] = [];
  const context = createContext(server.api, (action) => {
    seen.push(action.type);
    state = battleReducer(state, action);
  });
  return { context, seen, state: () => state, prompts: () => state.turns.map(({ prompt }) => prompt) };
}

describe("a battle of several turns in the page", () => {
  it("is started, goes on twice and is voted on, each turn with its limits", async () => {
    const server = createServer();
    const { context, state, prompts } = open(server);
    const accepted = vi.fn();
    await start(context, "one", accepted);
    expect(accepted).toHaveBeenCalledExactlyOnceWith(context.battleId);
    expect(state().limits?.turnsLeft).toBe(2);
    for (const [index, prompt] of ["two", "three"].entries()) await ask(context, { prompt, turn: index + 2 }, accepted);
    expect(accepted).toHaveBeenCalledTimes(3);
    expect(prompts()).toEqual(["one", "two", "three"]);
    expect(state().turns.map(({ answers }) => answers.a.text)).toEqual(["To one", "To two", "To three"]);
    expect(state().limits?.turnsLeft).toBe(0);
    await vote(context, "a");
    expect(state().vote).toEqual(revealed);
  });

  it("restores the full conversation of an address, and follows the running turn", async () => {
    const server = createServer(["one"]);
    server.add("two");
    const { context, state, prompts } = open(server);
    await show(context, "1");
    expect(prompts()).toEqual(["one", "two"]);
    expect(server.api.openStream).toHaveBeenCalledExactlyOnceWith("1", 0, expect.any(AbortSignal));
    expect(state().turns[1]?.answers.b).toEqual({ text: "To two", end: "stop" });
    expect(isOpen(state())).toBe(true);
  });

  it("follows nothing when all turns have ended", async () => {
    const server = createServer(["one", "two"]);
    const { context, state } = open(server);
    await show(context, "1");
    expect(isOpen(state())).toBe(true);
    expect(server.api.openStream).not.toHaveBeenCalled();
  });

  it("goes on after the last event when the connection of a turn is lost", async () => {
    vi.stubGlobal("window", new EventTarget());
    vi.useFakeTimers();
    const server = createServer(["one"]);
    server.api.addTurn.mockImplementationOnce(async (_, prompt) => server.streamOf(server.add(prompt), null));
    const { context, state, seen } = open(server);
    await show(context, "1");
    const asked = ask(context, { prompt: "two", turn: 2 }, () => {});
    await vi.advanceTimersByTimeAsync(600);
    await asked;
    vi.useRealTimers();
    vi.unstubAllGlobals();
    expect(seen).toContain("lose-connection");
    expect(server.api.openStream).toHaveBeenCalledExactlyOnceWith("1", 2, expect.any(AbortSignal));
    expect(state().turns[1]?.answers.a).toEqual({ text: "To two", end: "stop" });
    expect(state().connection).toBe("ok");
  });

  it.each(["battle-running", "already-voted", "conversation-full"])("shows what the server has after a refusal by %s", async (code) => {
    const server = createServer(["one"]);
    const { context, state, prompts } = open(server);
    await show(context, "1");
    server.api.addTurn.mockImplementationOnce(() => refusal(code));
    if (code === "already-voted") server.castElsewhere();
    if (code === "battle-running") server.add("from another tab");
    const accepted = vi.fn();
    await ask(context, { prompt: "two", turn: 2 }, accepted);
    expect(accepted).not.toHaveBeenCalled();
    expect(state().problem).toBe(code);
    expect(prompts()).toEqual(code === "battle-running" ? ["one", "from another tab"] : ["one"]);
    expect(state().vote).toEqual(code === "already-voted" ? revealed : null);
    expect(isOpen(state())).toBe(code !== "already-voted");
  });

  it("keeps the conversation when the server cannot be reached", async () => {
    const server = createServer(["one"]);
    const { context, state, prompts } = open(server);
    await show(context, "1");
    server.api.addTurn.mockImplementationOnce(() => refusal("network"));
    await ask(context, { prompt: "two", turn: 2 }, () => {});
    expect(prompts()).toEqual(["one"]);
    expect(state().problem).toBe("network");
    expect(isOpen(state())).toBe(true);
  });

  it("reads a battle again until the server answers, so that the next prompt can be asked", async () => {
    vi.stubGlobal("window", new EventTarget());
    vi.useFakeTimers();
    const server = createServer(["one"]);
    for (const code of ["network", "unavailable", "internal-error"]) server.api.view.mockImplementationOnce(() => refusal(code));
    const { context, state } = open(server);
    const shown = show(context, "1");
    await vi.advanceTimersByTimeAsync(500);
    expect(state()).toMatchObject({ problem: "view-not-read", limits: null });
    await vi.advanceTimersByTimeAsync(10_000);
    await shown;
    vi.useRealTimers();
    vi.unstubAllGlobals();
    expect(server.api.view).toHaveBeenCalledTimes(4);
    expect(state()).toMatchObject({ problem: null, limits: { turnsLeft: 2 } });
    expect(isOpen(state())).toBe(true);
  });

  it("says that a vote was not sent, keeps the answers, and finds out whether the server has the vote", async () => {
    const server = createServer(["one"]);
    const { context, state } = open(server);
    await show(context, "1");
    server.api.vote.mockImplementationOnce(() => refusal("network"));
    await vote(context, "a");
    expect(state()).toMatchObject({ problem: "vote-not-sent", vote: null, sending: null });
    expect(isOpen(state())).toBe(true);

    server.api.vote.mockImplementationOnce(() => {
      server.castElsewhere();
      return refusal("network");
    });
    await vote(context, "a");
    expect(state()).toMatchObject({ problem: null, vote: revealed });
  });

  it("restores the battle that was shown when a new one is refused", async () => {
    const server = createServer(["one"]);
    const { context, state, prompts } = open(server);
    await show(context, "1");
    await vote(context, "a");
    server.api.start.mockImplementationOnce(() => refusal("not-ready"));
    await start(context, "one", () => {});
    expect(context.battleId).toBe("1");
    expect(prompts()).toEqual(["one"]);
    expect(state()).toMatchObject({ problem: "not-ready", vote: revealed });
  });

  it("adopts the vote of another tab", async () => {
    const server = createServer(["one"]);
    const { context, state } = open(server);
    await show(context, "1");
    server.castElsewhere();
    server.api.vote.mockImplementationOnce(() => refusal("already-voted"));
    await vote(context, "b");
    expect(state()).toMatchObject({ vote: revealed, sending: null });
  });

  it("reports that a battle is gone when its stream is, and stops asking", async () => {
    const server = createServer(["one"]);
    server.add("two");
    server.api.openStream.mockImplementation(() => refusal("battle-not-found"));
    const { context, state } = open(server);
    await show(context, "1");
    expect(server.api.openStream).toHaveBeenCalledTimes(1);
    expect(state().problem).toBe("battle-not-found");
  });

  it("loads a battle once, and leaves it when the address names none", async () => {
    const server = createServer(["one"]);
    const { context, state } = open(server);
    await show(context, "1");
    await show(context, "1");
    expect(server.api.view).toHaveBeenCalledTimes(1);
    await show(context, null);
    expect(state()).toEqual(noBattle);
    await show(context, "1");
    expect(state().turns).toHaveLength(1);
  });

  it("ignores events of a battle that was left", async () => {
    const server = createServer(["one"]);
    const { context, state } = open(server);
    const loading = show(context, "1");
    await show(context, null);
    await loading;
    expect(state()).toEqual(noBattle);
  });

  it("stops following a turn that has ended, even if the server still lists it as running", async () => {
    const server = createServer(["one"]);
    server.add("two");
    server.api.openStream.mockImplementationOnce(async () => server.streamOf(2, "stop"));
    const { context, state } = open(server);
    await show(context, "1");
    expect(server.api.openStream).toHaveBeenCalledTimes(1);
    expect(isOpen(state())).toBe(true);
  });
});
