import { describe, expect, it } from "vitest";
import type { GenerateRequest } from "../src/engine/engine.ts";
import { InferenceError } from "../src/engine/errors.ts";
import { joinEngines } from "../src/queue/join-engines.ts";
import { createScriptedEngine, ManualClock, type ScriptedAnswer, type ScriptedModel } from "../src/testing/index.ts";
import { ask, describeEngine, opened, read } from "./conformance.ts";

/** Words that depend on the seed alone, and at temperature 0 on nothing. */
function words({ seed, temperature }: GenerateRequest): ScriptedAnswer {
  let state = temperature === 0 ? 1 : seed;
  const tokens = Array.from({ length: 900 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return ` ${(state % 1_000_000).toString(36)}`;
  });
  return { tokens, firstTokenMs: 20, betweenTokensMs: 1 };
}

const script: ScriptedModel = {
  answers: words,
  score: ({ prompt }) => ({
    tokens: [...prompt].map((token, index) => ({ token: Number(token), text: "", logProbability: index === 0 ? null : -1, top: [] })),
    next: [1, 2].map((token) => ({ token, text: "", logProbability: -token })),
  }),
};
const openScript = (id: string) => {
  const engine = createScriptedEngine({ models: { [id]: script }, ...opened });
  return { engine, model: id, add: (other: string) => engine.add(other, script), remove: (other: string) => engine.remove(other) };
};
const abilities = { countsAborted: true, tokenizes: true, scores: true, writesJson: false, sampling: "certain" } as const;

describeEngine("a scripted engine", { open: async () => openScript("model"), ...abilities });

describeEngine("scripted engines that are joined", {
  open: async () => {
    const [first, second] = [openScript("first"), openScript("second")];
    return { ...second, engine: joinEngines([first.engine, second.engine]) };
  },
  ...abilities,
});

describe("a script", () => {
  const story = ["Once", " upon", " a", " time"];
  const open = (ends: ScriptedAnswer["ends"] = "normally") => {
    const clock = new ManualClock();
    const answers = { Hi: { tokens: ["Hello", "!"] }, Story: { tokens: story, firstTokenMs: 500, betweenTokensMs: 20, ends } };
    const engine = createScriptedEngine({ models: { parrot: { answers }, broken: { answers: {}, state: "failed" } }, sequences: 2, clock });
    const answer = (more: Partial<GenerateRequest> = {}) => {
      const chunks: [string, number][] = [];
      const events = read(
        engine.generate("parrot", ask("Story", more)),
        (event) => event.type === "text-delta" && chunks.push([event.text, clock.now()]),
      );
      return { chunks, ended: clock.during(events) };
    };
    return { clock, engine, answer };
  };

  it("cannot go on after its end", async () => {
    const { answer } = open();
    await expect(answer({ ignoreEnd: true }).ended).rejects.toMatchObject({ code: "unsupported" });
  });

  it("emits its tokens at their times", async () => {
    const { answer } = open();
    const { chunks, ended } = answer();
    expect((await ended).end).toMatchObject({ reason: "stop", outputTokens: 4, firstTokenMs: 500, totalMs: 560 });
    expect(chunks).toEqual(story.map((token, index) => [token, 500 + 20 * index]));
  });

  it("stalls until a time limit ends it", async () => {
    const { clock, answer } = open("stall");
    await expect(answer({ betweenTokensTimeoutMs: 300 }).ended).rejects.toMatchObject({ code: "timeout" });
    expect(clock.now()).toBe(860);
  });

  it("fails with the error that it is given", async () => {
    const { chunks, ended } = open(new InferenceError("remote-failed", "The line is dead.")).answer();
    await expect(ended).rejects.toMatchObject({ code: "remote-failed", message: "The line is dead." });
    expect(chunks).toHaveLength(4);
  });

  it("crashes with all requests of its model, and is back after a while", async () => {
    const { clock, engine, answer } = open("crash");
    const crashed = { status: "rejected", reason: { code: "worker-crashed" } };
    expect(await Promise.allSettled([answer().ended, answer().ended])).toMatchObject([crashed, crashed]);
    expect(engine.states().get("parrot")).toBe("restarting");
    const next = await clock.during(read(engine.generate("parrot", ask("Hi"))));
    expect(next).toMatchObject({ text: "Hello!", end: { queueMs: 1_000 } });
    expect(engine.stats().get("parrot")).toMatchObject({ state: "ready", restarts: 1 });
  });

  it("says what it has no answer to, and of a model that failed that it did", async () => {
    const { engine } = open();
    await expect(read(engine.generate("parrot", ask("What?")))).rejects.toMatchObject({
      code: "bad-request",
      message: 'The script has no answer to "What?"; it has some to: Hi, Story.',
    });
    await expect(read(engine.generate("broken", ask("Hi")))).rejects.toMatchObject({ code: "load-failed" });
  });
});
