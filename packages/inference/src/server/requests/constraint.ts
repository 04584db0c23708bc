import { z } from "zod";
import type { Sampling } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { choiceGrammar, patternGrammar, SchemaError } from "../../grammar/index.ts";

const schema = z.record(z.string(), z.unknown(), "must be a JSON Schema");
/** vLLM's clients send schemas as texts, too. */
const writtenSchema = z.union([schema, z.string().transform((text) => schema.parse(JSON.parse(text)))]);
const choices = z.array(z.string().min(1)).min(1);

/** What holds an answer to a form, as OpenAI, llama.cpp and vLLM name it. */
export const constraintFields = {
  response_format: z
    .discriminatedUnion(
      "type",
      [
        z.strictObject({ type: z.literal("text") }),
        // llama.cpp takes a schema here, too.
        z.strictObject({ type: z.literal("json_object"), schema: schema.nullish() }),
        z.strictObject({
          type: z.literal("json_schema"),
          json_schema: z.strictObject({
            schema: schema,
            name: z.string().nullish(),
            description: z.string().nullish(),
            strict: z.boolean().nullish(),
          }),
        }),
      ],
      "must be of the type text, json_object or json_schema",
    )
    .nullish(),
  json_schema: schema.nullish(),
  grammar: z.string().nullish(),
  guided_json: writtenSchema.nullish(),
  guided_regex: z.string().nullish(),
  guided_choice: choices.nullish(),
  guided_grammar: z.string().nullish(),
  guided_json_object: z.boolean().nullish(),
  structured_outputs: z
    .strictObject({
      json: writtenSchema.nullish(),
      regex: z.string().nullish(),
      choice: choices.nullish(),
      grammar: z.string().nullish(),
      json_object: z.boolean().nullish(),
    })
    .nullish(),
};

const constraintObject = z.object(constraintFields);

interface Form {
  /** Of the field in the request. */
  readonly path: string;
  readonly sampling: Pick<Sampling, "json" | "grammar">;
}

/** What an answer is held to, and which field says so. Null where it is free. */
export function formOf(body: z.infer<typeof constraintObject>): Form | null {
  const { response_format: format, structured_outputs: outputs } = body;
  const forms: Form[] = [];
  const json = (path: string, value: Sampling["json"] | null) => value && forms.push({ path, sampling: { json: value } });
  const text = (path: string, grammar: string | null | undefined) => grammar && forms.push({ path, sampling: { grammar } });
  if (format?.type === "json_schema") json("response_format.json_schema.schema", format.json_schema.schema);
  if (format?.type === "json_object") json(format.schema ? "response_format.schema" : "response_format", format.schema ?? true);
  json("json_schema", body.json_schema);
  json("guided_json", body.guided_json);
  json("guided_json_object", body.guided_json_object === true ? true : null);
  json("structured_outputs.json", outputs?.json);
  json("structured_outputs.json_object", outputs?.json_object === true ? true : null);
  text("grammar", body.grammar);
  text("guided_grammar", body.guided_grammar);
  text("structured_outputs.grammar", outputs?.grammar);
  text("guided_regex", written("guided_regex", body.guided_regex, patternGrammar));
  text("structured_outputs.regex", written("structured_outputs.regex", outputs?.regex, patternGrammar));
  text("guided_choice", written("guided_choice", body.guided_choice, choiceGrammar));
  text("structured_outputs.choice", written("structured_outputs.choice", outputs?.choice, choiceGrammar));
  const [form, other] = forms;
  if (form && other)
    throw new InferenceError("bad-request", `An answer is held to one form, not to ${form.path} and ${other.path}.`, { param: other.path });
  return form ?? null;
}

function written<Value>(param: string, value: Value | null | undefined, convert: (value: Value) => string): string | null {
  if (value === null || value === undefined) return null;
  try {
    return convert(value);
  } catch (cause) {
    if (cause instanceof SchemaError) throw new InferenceError("bad-request", cause.message, { cause, param });
    throw cause;
  }
}
