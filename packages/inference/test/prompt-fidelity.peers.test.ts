import { createServer } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Conversation, Message } from "../src/engine/engine.ts";
import { GuardedCommand } from "../src/llama-server/guarded-command.ts";
import { loadModel, type LoadedModel } from "../src/local/worker/load-model.ts";
import { tinyModel } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { withLlamaCppSource } from "./llama-cpp-source.ts";
import { llamaServerCommand } from "./llama-server-command.ts";

const FOLDER = "models/templates";
/** One of each family that llama.cpp's own tests have. */
const FAMILIES =
  /^(Apertus|ByteDance|CohereForAI-c4ai-command-r7b|GLM-4\.6|HuggingFaceTB|Kimi-K2-Instruct|LFM2-8B|MiMo|MiniMax-M2|Mistral-Small|NousResearch-Hermes-3|Qwen-Qwen2\.5|Qwen-Qwen3|Qwen3-Coder|StepFun|deepseek-ai-DeepSeek-R1-Distill-Llama|deepseek-ai-DeepSeek-V3\.1|google-gemma-2|fireworks|ibm-granite-granite-3|meta-llama-Llama-3\.1|meta-llama-Llama-3\.3|mistralai-Mistral-Nemo|unsloth-mistral)/u;
const templates = await withLlamaCppSource(({ show, list }) =>
  list(FOLDER)
    .filter((name) => name.endsWith(".jinja") && FAMILIES.test(name))
    .map((name) => [name, show(`${FOLDER}/${name}`)] as const),
);

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const conversations: readonly (readonly Message[])[] = [
  [user("hello")],
  [user("  hello \n\n")],
  [{ role: "system", content: " Be brief.\n" }, user("Hi")],
  [user("Why?"), assistant(" Because. "), user("  And then\n")],
  [user("Why?"), assistant("<think>\nsecret reasoning\n</think>\n\nanswer"), user("More")],
  [user("谢谢！那日落呢？ 🌌"), assistant("好的。\n\n"), user("中文 text")],
  [user("Finish: the sky is"), assistant("The sky is")],
];

/** llama.cpp has handlers of its own for these, which put marks of thoughts before a begun answer that their templates do not write. */
const OWN_MARKS = /^(Kimi-K2-Instruct|LFM2-8B|StepFun|unsloth-mistral)/u;

const conversationOf = (messages: readonly Message[]): Conversation => {
  const [first, ...rest] = messages;
  const isSystem = first?.role === "system";
  return {
    messages: isSystem ? rest : messages,
    systemPrompt: isSystem ? first.content : "",
    ...(messages.at(-1)?.role === "assistant" ? { continuesAnswer: true } : {}),
  };
};

/** Every text of a template that looks like a special token is one in the file. */
const controlsOf = (source: string): readonly string[] => [
  ...new Set(
    [...source.matchAll(/<\|[^|<>\s'"]{1,40}\|>|<(?:start|end)_of_(?:turn|role)>|\[\/?INST\]|\[\/?[A-Z_]{4,20}\]|<｜[^｜]{1,30}｜>/gu)].map(
      ([text]) => text,
    ),
  ),
];

const command = llamaServerCommand();

describe.each(["sentencepiece", "byte-pairs"] as const)("prompts beside llama-server's, in a vocabulary of %s", (tokenizer) => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-prompts-"));
  beforeAll(() => expect(templates.length).toBeGreaterThanOrEqual(20));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(templates)("are the same texts and tokens for %s", { timeout: 120_000 }, async (name, chatTemplate) => {
    const path = join(folder, `${name}.gguf`);
    writeFileSync(
      path,
      writeGguf(tinyModel({ chatTemplate, tokenizer, controls: controlsOf(chatTemplate), layers: 1, contextLength: 4096 })),
    );
    const ours = await loadModel({ path, promptFormat: { type: "template" }, sequences: 1, contextTokens: 512, threads: 1, device: "cpu" });
    const port = await freePort();
    const options = { model: path, port, parallel: 1, "ctx-size": 4096, "cache-ram": 0, threads: 1 };
    const argv = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
    const server = new GuardedCommand([...command, ...argv, "--jinja"], {});
    try {
      const url = `http://127.0.0.1:${port}`;
      await expect
        .poll(
          () =>
            fetch(`${url}/health`).then(
              ({ ok }) => ok,
              () => false,
            ),
          { timeout: 60_000, interval: 50 },
        )
        .toBe(true);
      const post = async (to: string, body: object) => (await fetch(url + to, { method: "POST", body: JSON.stringify(body) })).json();
      for (const messages of conversations) {
        const theirs = (await post("/apply-template", { messages })) as { prompt?: string };
        const conversation = conversationOf(messages);
        if (conversation.continuesAnswer && OWN_MARKS.test(name)) continue;
        if (theirs.prompt === undefined) {
          expect(() => ours.renderer.render(conversation), JSON.stringify(messages)).toThrow();
          continue;
        }
        const prompt = ours.renderer.render(conversation);
        expect(withoutBos(prompt.text, ours), JSON.stringify(messages)).toBe(theirs.prompt);
        const { tokens } = (await post("/tokenize", { content: theirs.prompt, add_special: true, parse_special: true })) as {
          tokens: number[];
        };
        expect(withBos(ours.tokensOf(prompt), ours)).toEqual(tokens);
      }
    } finally {
      server.kill();
      await server.ended;
      await ours.llama.dispose();
    }
  });
});

/** llama-server leaves out of a prompt what its tokenizer puts first. */
function withoutBos(text: string, { model, info }: LoadedModel): string {
  const bos = model.tokens.bosString ?? "";
  return info.prependsBos && bos !== "" && text.startsWith(bos) ? text.slice(bos.length) : text;
}

function withBos(tokens: readonly number[], { model, info }: LoadedModel): readonly number[] {
  const { bos } = model.tokens;
  return info.prependsBos && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
