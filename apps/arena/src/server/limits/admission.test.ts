import { describe, expect, it } from "vitest";
import { createAdmission, type TurnTicket } from "./admission";

const ceilings = { "address-running-turns": 2, "address-waiting-turns": 4, "total-waiting-turns": 6 };
const open = () => createAdmission(ceilings);
const never = new AbortController().signal;

/** Which of the tickets may use models now, and the last position that each was told. */
async function look(tickets: readonly TurnTicket[]) {
  const allowed = tickets.map(() => false);
  const positions: (number | null)[] = tickets.map(() => null);
  tickets.forEach((ticket, index) => {
    void ticket.whenAllowed(never, (position) => (positions[index] = position)).then(() => (allowed[index] = true));
  });
  const now = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return { allowed: [...allowed], positions: [...positions] };
  };
  return now;
}
const refusalOf = (enter: () => unknown) => {
  try {
    enter();
    return null;
  } catch (error) {
    return error;
  }
};

describe("the admission of turns", () => {
  it("lets an address use models for two turns, and the next when one has ended, in order", async () => {
    const admission = open();
    const tickets = Array.from({ length: 4 }, () => admission.enter("one"));
    const now = await look(tickets);
    expect(await now()).toEqual({ allowed: [true, true, false, false], positions: [null, null, 1, 2] });
    tickets[1]?.leave();
    expect(await now()).toEqual({ allowed: [true, true, true, false], positions: [null, null, 1, 1] });
    tickets[0]?.leave();
    tickets[0]?.leave();
    expect((await now()).allowed).toEqual([true, true, true, true]);
  });

  it("lets another address use models at once, however many turns of the first wait", async () => {
    const admission = open();
    for (let count = 0; count < 4; count++) admission.enter("one");
    expect((await (await look([admission.enter("two")]))()).allowed).toEqual([true]);
  });

  it("refuses the turns of an address beyond those that may wait; those that have their models do not wait", () => {
    const admission = open();
    const tickets = Array.from({ length: 4 }, () => admission.enter("one"));
    expect(refusalOf(() => admission.enter("one"))).toMatchObject({ code: "queue-full", retryAfterS: 10 });
    tickets[0]?.begin();
    tickets[0]?.begin();
    expect(refusalOf(() => admission.enter("one"))).toBeNull();
    expect(refusalOf(() => admission.enter("one"))).toMatchObject({ code: "queue-full" });
  });

  it("refuses the turns of all beyond those that may wait, and forgets who left", () => {
    const admission = open();
    const tickets = Array.from({ length: 6 }, (_, index) => admission.enter(`address-${index}`));
    expect(refusalOf(() => admission.enter("last"))).toMatchObject({ code: "queue-full" });
    for (const ticket of tickets) ticket.leave();
    for (const ticket of tickets) ticket.leave();
    for (let index = 0; index < 6; index++) admission.enter(`again-${index}`);
    expect(refusalOf(() => admission.enter("last"))).toMatchObject({ code: "queue-full" });
  });

  it("ends the wait of a turn that is stopped, and lets the next one pass it", async () => {
    const admission = open();
    const [first, , third, fourth] = Array.from({ length: 4 }, () => admission.enter("one"));
    if (!first || !third || !fourth) throw new Error("Four places were taken.");
    const stop = new AbortController();
    const stopped = third.whenAllowed(stop.signal, () => {});
    const now = await look([fourth]);
    stop.abort(new Error("stopped"));
    await expect(stopped).rejects.toThrow("stopped");
    third.leave();
    first.leave();
    expect((await now()).allowed).toEqual([true]);
  });
});
