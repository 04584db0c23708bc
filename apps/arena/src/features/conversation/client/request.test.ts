import { afterEach, expect, it, vi } from "vitest";
import { failureOf, problemCodeOf, send } from "./request";
import { secondsUntil } from "./retry-countdown";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const refusal = (status: number, headers: Record<string, string>) =>
  vi.stubGlobal("fetch", async () =>
    Response.json({ error: { code: "too-many-requests", message: "Wait.", requestId: "1" } }, { status, headers }),
  );

it("says when the server wants the next try", async () => {
  vi.useFakeTimers({ now: 1_000_000 });
  refusal(429, { "retry-after": "42" });
  expect(failureOf(await send("/").catch((error: unknown) => error))).toEqual({ problem: "too-many-requests", retryAt: 1_042_000 });
  refusal(429, {});
  expect(failureOf(await send("/").catch((error: unknown) => error))).toEqual({ problem: "too-many-requests", retryAt: null });
});

it("counts down whole seconds and ends at 0", () => {
  expect([0, 1, 999, 1000, 1001, 5000].map((now) => secondsUntil(2000, now))).toEqual([2, 2, 2, 1, 1, 0]);
});

const codeOf = async (response: Response) => {
  vi.stubGlobal("fetch", async () => response);
  return send("/").then(() => null, problemCodeOf);
};

it("takes the code of a problem, and the status where a proxy answered in its own words", async () => {
  expect(await codeOf(Response.json({ error: { code: "queue-full", message: "", requestId: "" } }, { status: 503 }))).toBe("queue-full");
  expect(await codeOf(new Response("<h1>Too many</h1>", { status: 429 }))).toBe("too-many-requests");
  expect(await codeOf(new Response("", { status: 502 }))).toBe("unavailable");
  expect(await codeOf(new Response("", { status: 418 }))).toBe("internal-error");
  expect(await codeOf(new Response("fine"))).toBeNull();
});

it("gives up a connection that never answers, and leaves a body alone that takes its time", async () => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "fetch",
    (_: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted")))),
  );
  const hanging = send("/").catch(problemCodeOf);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await hanging).toBe("network");

  let signalOfBody: AbortSignal | null | undefined;
  vi.stubGlobal("fetch", async (_: string, { signal }: RequestInit) => {
    signalOfBody = signal;
    return new Response("late");
  });
  const stop = new AbortController();
  const response = await send("/", { signal: stop.signal });
  await vi.advanceTimersByTimeAsync(300_000);
  expect(signalOfBody?.aborted).toBe(false);
  expect(await response.text()).toBe("late");
  stop.abort();
  expect(signalOfBody?.aborted).toBe(true);
});
