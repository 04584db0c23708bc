import type { Hono } from "hono";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";

/** Requests may leave out the model where there is only one. */
export function modelNamed(engine: Engine, name: string | null | undefined): string {
  const models = [...engine.states().keys()];
  const [only] = models;
  if (name !== null && name !== undefined && name !== "") {
    if (models.includes(name)) return name;
    throw unknown(engine, name);
  }
  if (only !== undefined && models.length === 1) return only;
  throw new InferenceError("bad-request", `Name a model; there are: ${models.join(", ")}.`, { param: "model" });
}

const unknown = (engine: Engine, name: string): InferenceError =>
  new InferenceError("unknown-model", `No model "${name}"; there are: ${[...engine.states().keys()].join(", ")}.`, { param: "model" });

/** What a server tells of its models and of itself. */
export function addModelRoutes(app: Hono, engine: Engine, version: string): void {
  const created = Math.floor(Date.now() / 1000);
  const describe = async (id: string) => {
    const state = engine.states().get(id);
    const info = state === "ready" ? await engine.info(id) : null;
    return { id, object: "model" as const, created, owned_by: "llmlist", state, max_model_len: info?.contextTokens ?? null };
  };
  for (const path of ["/v1/models", "/models"]) {
    app.get(path, async (context) => {
      const data = await Promise.all([...engine.states().keys()].map(describe));
      return context.json({ object: "list", data });
    });
    // Ids may hold slashes, as those of repositories do.
    app.get(`${path}/:id{.+}`, async (context) => {
      const id = context.req.param("id");
      if (!engine.states().has(id))
        throw new InferenceError("unknown-model", `No model "${id}"; there are: ${[...engine.states().keys()].join(", ")}.`, {
          param: "model",
        });
      return context.json(await describe(id));
    });
  }
  app.get("/version", (context) => context.json({ version }));
  app.get("/props", async (context) => {
    const model = modelNamed(engine, context.req.query("model"));
    const info = await engine.info(model);
    return context.json({
      default_generation_settings: { n_ctx: info.contextTokens },
      total_slots: info.sequences,
      model_alias: model,
      chat_template: info.chatTemplate ?? "",
      bos_token: info.bosToken ?? "",
      eos_token: info.eosToken ?? "",
      modalities: { vision: false, audio: false },
      build_info: info.engine,
    });
  });
  app.get("/tokenizer_info", async (context) => {
    const info = await engine.info(modelNamed(engine, context.req.query("model")));
    return context.json({
      tokenizer_class: "llama.cpp",
      bos_token: info.bosToken,
      eos_token: info.eosToken,
      pad_token: null,
      add_bos_token: info.prependsBos,
      chat_template: info.chatTemplate,
      vocab_size: info.vocabularySize,
      model_max_length: info.contextTokens,
    });
  });
}
