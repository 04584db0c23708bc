import { afterEach, expect, it, vi } from "vitest";
import { failureOf, send } from "./request";
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
