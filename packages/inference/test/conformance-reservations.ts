import { expect, it } from "vitest";
import type { Engine, Reservation } from "../src/engine/engine.ts";
import { ask, opened, read, STORY } from "./requests.ts";

/** An engine, a model of it, and how to change its models. */
export interface ReservationSubject {
  readonly engine: Engine;
  readonly model: string;
  /** Adds the same model under another id. */
  add(id: string): void;
  remove(id: string): Promise<void>;
}

/** What every engine keeps to when models are reserved, added and removed. */
export function describeReservations(open: () => ReservationSubject): void {
  const active = () => {
    const { engine, model } = open();
    return engine.stats().get(model)?.active;
  };
  const idle = () => expect.poll(active, { timeout: 10_000, interval: 10 }).toBe(0);
  const reserve = async (count: number, limits: Parameters<Engine["reserveTogether"]>[1] = {}): Promise<readonly Reservation[]> => {
    const { engine, model } = open();
    return engine.reserveTogether(
      Array.from({ length: count }, () => model),
      limits,
    );
  };
  const release = (reservations: readonly Reservation[]) => reservations.forEach((reservation) => reservation.release());

  it("reserves several sequences in one step, or lets the request wait as one", async () => {
    const first = await reserve(1);
    const positions: number[] = [];
    const waiting = reserve(opened.sequences, { onPosition: (position) => positions.push(position) });
    await expect.poll(() => open().engine.stats().get(open().model)?.waiting).toBe(1);
    expect([active(), positions]).toEqual([1, [1]]);
    release(first);
    const reservations = await waiting;
    expect(active()).toBe(opened.sequences);
    const answers = await Promise.all(reservations.map((reservation) => read(reservation.generate(ask(STORY, { maxTokens: 4 })))));
    for (const { end, text } of answers) expect([end.reason, text === ""]).toEqual(["length", false]);
    await idle();
  });

  it("holds nothing of a reservation whose wait ends: by its caller, or by its time", async () => {
    const first = await reserve(1);
    const abort = new AbortController();
    const left = reserve(opened.sequences, { signal: abort.signal });
    const late = reserve(opened.sequences, { queueTimeoutMs: 20 });
    await expect(late).rejects.toMatchObject({ code: "timeout", message: expect.stringMatching(/queued longer than 20 ms/u) });
    abort.abort();
    await expect(left).rejects.toMatchObject({ name: "AbortError" });
    await expect(reserve(1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(active()).toBe(1);
    release(first);
    await idle();
  });

  it("gives back a reservation that is released, used, or whose signal aborts, each once", async () => {
    const abort = new AbortController();
    const [first, second] = await reserve(opened.sequences, { signal: abort.signal });
    if (!first || !second) throw new Error("A reservation is missing.");
    first.release();
    first.release();
    expect(active()).toBe(opened.sequences - 1);
    await expect(read(first.generate(ask(STORY)))).rejects.toMatchObject({ code: "bad-request" });
    abort.abort();
    expect(active()).toBe(0);
    expect(await read(second.generate(ask(STORY)))).toMatchObject({ text: "", end: { reason: "aborted" } });
    const [third] = await reserve(1);
    if (third) for await (const event of third.generate(ask(STORY, { maxTokens: 900 }))) if (event.type === "text-delta") break;
    await idle();
  });

  it("refuses to reserve what can never be used at once", async () => {
    const { engine, model } = open();
    const many = Array.from({ length: opened.sequences + 1 }, () => model);
    expect([engine.canRunTogether(many.slice(1)), engine.canRunTogether(many)]).toEqual([true, false]);
    await expect(engine.reserveTogether(many, {})).rejects.toMatchObject({ code: "bad-request" });
    await expect(engine.reserveTogether([model, "none"], {})).rejects.toMatchObject({ code: "unknown-model" });
    await expect(engine.reserveTogether([], {})).rejects.toMatchObject({ code: "bad-request" });
    expect(active()).toBe(0);
  });

  it("answers with a model that is added while it runs, and forgets one that is removed", { timeout: 120_000 }, async () => {
    const { engine, model, add, remove } = open();
    const running = read(engine.generate(model, ask(STORY)));
    add("another");
    expect(() => add("another")).toThrow('There is already a model "another"');
    const [known, added] = await engine.reserveTogether([model, "another"], {});
    if (!known || !added) throw new Error("A reservation is missing.");
    known.release();
    const removed = remove("another");
    expect(engine.states().has("another")).toBe(false);
    await expect(read(engine.generate("another", ask(STORY)))).rejects.toMatchObject({ code: "unknown-model" });
    // What was reserved before is answered.
    expect((await read(added.generate(ask(STORY, { maxTokens: 4 })))).text).not.toBe("");
    await removed;
    expect((await running).end.reason).toBe("length");
    await idle();
  });

  it("ends the wait for a model that is removed", { timeout: 120_000 }, async () => {
    const { engine, model, add, remove } = open();
    add("leaving");
    const reserved = await engine.reserveTogether(["leaving", "leaving"], {});
    const waiting = engine.reserveTogether([model, "leaving"], {});
    await expect.poll(() => engine.stats().get(model)?.waiting).toBe(1);
    const removed = remove("leaving");
    await expect(waiting).rejects.toMatchObject({ code: "unknown-model" });
    release(reserved);
    await removed;
    await idle();
  });
}
