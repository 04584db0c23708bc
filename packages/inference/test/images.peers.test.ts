import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../src/engine/engine.ts";
import { joinEngines } from "../src/queue/join-engines.ts";
import { createLlamaServerEngine } from "../src/llama-server/llama-server-engine.ts";
import { createRemoteEngine } from "../src/remote/remote-engine.ts";
import { listen, type RunningServer } from "../src/server/index.ts";
import { createScriptedEngine } from "../src/testing/index.ts";
import { imageMarkers, tinyModel, tinyProjector } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { ask, read } from "./conformance.ts";
import { llamaServerCommand } from "./llama-server-command.ts";
import { png } from "./png.ts";

const command = llamaServerCommand();
const [red, blue] = [png(64, [230, 20, 20]), png(64, [20, 20, 230])];
const limits = { timeoutMs: 60_000 };

describe("images, through a server to a model with random weights and back", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-images-"));
  const unexpected: unknown[] = [];
  let engine: Engine;
  let server: RunningServer;
  let far: Engine;
  beforeAll(async () => {
    const [path, projector] = [join(folder, "tiny.gguf"), join(folder, "mmproj.gguf")];
    writeFileSync(path, writeGguf(tinyModel({ markers: imageMarkers })));
    writeFileSync(projector, writeGguf(tinyProjector()));
    engine = joinEngines([
      createLlamaServerEngine({ command, models: { vision: { path, projector } }, sequences: 2, contextTokens: 512, threads: 1 }),
      createScriptedEngine({ models: { blind: { answers: { "What is this?": { tokens: ["A", " picture."] } } } } }),
    ]);
    await engine.whenReady();
    server = await listen(engine, { port: 0, host: "127.0.0.1", limits, log: (error) => void unexpected.push(error) });
    const baseUrl = `${server.url}/v1`;
    far = createRemoteEngine({
      models: { vision: { baseUrl, model: "vision", supportsImages: true }, textOnly: { baseUrl, model: "vision" } },
      sequences: 2,
    });
    await far.whenReady();
  }, 120_000);
  afterAll(async () => {
    await far.close();
    await server.close();
    await engine.close();
    rmSync(folder, { recursive: true });
    expect(unexpected).toEqual([]);
  }, 30_000);

  const seen = (data: Uint8Array, content = "What is this?") =>
    ask(content, { messages: [{ role: "user", content, images: [{ mediaType: "image/png", data }] }], systemPrompt: "" } as object);

  it("give the same answer to the same image, and another to another", async () => {
    expect(engine.reasons()).toEqual(new Map());
    const answerTo = async (data: Uint8Array) => (await read(engine.generate("vision", seen(data)))).text;
    const answers = [await answerTo(red), await answerTo(blue), await answerTo(red), await answerTo(blue)];
    expect(answers[2]).toBe(answers[0]);
    expect(answers[3]).toBe(answers[1]);
    expect(answers[1]).not.toBe(answers[0]);
  });

  it("answerTo the same from afar, over two servers", async () => {
    for (const data of [red, blue]) {
      const [here, there] = [await read(engine.generate("vision", seen(data))), await read(far.generate("vision", seen(data)))];
      expect(there.text).toBe(here.text);
      expect(there.end.promptTokens).toBe(here.end.promptTokens);
    }
  });

  it("come from OpenAI's client", async () => {
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "none", maxRetries: 0 });
    const url = `data:image/png;base64,${Buffer.from(red).toString("base64")}`;
    const content = [
      { type: "image_url" as const, image_url: { url } },
      { type: "text" as const, text: "What is this?" },
    ];
    const answer = await client.chat.completions.create({
      model: "vision",
      messages: [{ role: "user", content }],
      temperature: 0,
      max_tokens: 16,
    });
    expect(answer.choices[0]?.message.content).toBe((await read(engine.generate("vision", seen(red)))).text);
  });

  it("count as tokens of the prompt", async () => {
    const [with_, without] = [
      await read(engine.generate("vision", seen(red))),
      await read(engine.generate("vision", ask("What is this?", { systemPrompt: "" }))),
    ];
    expect(with_.end.promptTokens).toBeGreaterThan((without.end.promptTokens ?? 0) + 3);
  });

  it("are refused, with a reason, by models that do not see", async () => {
    await expect(read(engine.generate("blind", seen(red)))).rejects.toMatchObject({ code: "unsupported" });
    await expect(read(far.generate("textOnly", seen(red)))).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/supportsImages: true/u),
    });
    await expect(read(engine.generate("vision", seen(new Uint8Array([1, 2, 3]))))).rejects.toMatchObject({ code: "bad-request" });
  });
});
