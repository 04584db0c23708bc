import { expect, it } from "vitest";
import { z } from "zod";
import { noRequestLimits } from "../limits/request-limits";
import { createHandle } from "./handle";
import { eventStream } from "./event-stream";
import { defineRoute } from "./route";

const handle = createHandle(async () => ({
  sessionSecret: "a secret of at least thirty-two characters",
  limitRequests: noRequestLimits,
}));
const context = { params: Promise.resolve({}) };
const following = defineRoute({ method: "GET", path: "/follow", summary: "", session: "none", response: "event-stream", problems: [] });
const saying = defineRoute({
  method: "POST",
  path: "/say",
  summary: "",
  session: "none",
  body: z.strictObject({ prompt: z.string() }),
  response: z.object({ characters: z.number() }),
  problems: [],
});

it("closes the stream for a HEAD request, whose response has no body", async () => {
  let isLeft = false;
  async function* events() {
    try {
      for (;;) yield { event: "again", data: {} };
    } finally {
      isLeft = true;
    }
  }
  const follow = handle(following, () => eventStream(events()));
  const streamed = await follow(new Request("http://arena/follow"), context);
  expect(streamed.body).not.toBeNull();
  expect(isLeft).toBe(false);
  await streamed.body?.cancel();
  expect(isLeft).toBe(true);
  isLeft = false;
  const response = await follow(new Request("http://arena/follow", { method: "HEAD" }), context);
  expect(response).toMatchObject({ status: 200, body: null });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(isLeft).toBe(true);
});

it("admits a prompt of 30,000 characters with or without JSON escapes, and refuses a longer body", async () => {
  const greet = handle(saying, ({ body }) => ({ characters: body.prompt.length }));
  const post = (body: string) => greet(new Request("http://arena/greet", { method: "POST", body }), context);
  const prompt = "字".repeat(30_000);
  const escaped = `{"prompt":"${String.raw`\u5b57`.repeat(30_000)}"}`;
  for (const body of [JSON.stringify({ prompt }), escaped]) {
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([200, { characters: 30_000 }]);
  }
  for (const body of [JSON.stringify({ prompt: "字".repeat(66_000) }), " ".repeat(500_000)]) expect((await post(body)).status).toBe(413);
});
