import type { Conversation, Sampling, Tool } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { jsonSchemaGrammar, literal, SchemaError } from "../../grammar/index.ts";
import type { ToolFormat } from "./answer-format.ts";

/** What an answer is held to. */
export interface Constraint {
  /** In GBNF. */
  readonly grammar: string;
  /** Tools that have to be called come at once, without thoughts. */
  readonly isForTools: boolean;
}

/**
 * The grammar of an answer: of its JSON Schema, its own, or of the tools that it has to call.
 *
 * @throws InferenceError `bad-request` with the part of the request that cannot be kept.
 */
export function constraintOf(request: Sampling & Partial<Conversation>, format: ToolFormat | null): Constraint | null {
  const { json, grammar, tools = [], toolChoice = "auto" } = request;
  if (json !== undefined && grammar !== undefined)
    throw new InferenceError("bad-request", "An answer follows a JSON Schema or a grammar, not both.", { param: "grammar" });
  const mustCall = tools.length > 0 && toolChoice !== "auto" && toolChoice !== "none";
  if (tools.length > 0 && toolChoice !== "none" && format === null)
    throw new InferenceError("unsupported", "How the model writes calls of tools cannot be read from its chat template.", {
      param: "tools",
    });
  if (tools.length > 0 && toolChoice !== "none" && (grammar !== undefined || json !== undefined))
    throw new InferenceError("bad-request", "An answer that may call tools follows no further grammar or schema.", {
      param: grammar === undefined ? "json" : "grammar",
    });
  if (mustCall && format !== null)
    return { grammar: toolGrammar(chosen(tools, toolChoice), format, request.parallelToolCalls ?? true), isForTools: true };
  if (grammar !== undefined) return { grammar, isForTools: false };
  if (json === undefined) return null;
  return { grammar: converted(json === true ? { type: "object" } : json, "json"), isForTools: false };
}

function chosen(tools: readonly Tool[], choice: Exclude<Conversation["toolChoice"], undefined>): readonly Tool[] {
  if (typeof choice === "string") return tools;
  const found = tools.filter(({ name }) => name === choice.name);
  if (found.length === 0)
    throw new InferenceError("bad-request", `No tool is called ${choice.name}; there are: ${tools.map(({ name }) => name).join(", ")}.`, {
      param: "toolChoice",
    });
  return found;
}

/** One call, or several, in the model's own format. */
function toolGrammar(tools: readonly Tool[], format: ToolFormat, isParallel: boolean): string {
  const space = '(" " | "\\n"){0,4}';
  const rules = tools.map(({ name, parameters = { type: "object" } }, index) => {
    const own = converted(parameters, `tools.${index}.parameters`, `tool${index}-`);
    const call =
      format.type === "named"
        ? `${literal(name + format.between)} tool${index}-root`
        : `"{" ${space} ${literal(JSON.stringify(format.nameKey))} ":" ${space} ${literal(JSON.stringify(name))} "," ${space} ` +
          `${literal(JSON.stringify(format.argumentsKey))} ":" ${space} tool${index}-root ${space} "}"`;
    return `call${index} ::= ${call}\n${own}`;
  });
  const any = `call ::= ${tools.map((_, index) => `call${index}`).join(" | ")}\n`;
  const [start, end] = [format.start, format.end].map((text) => (text === "" ? '""' : literal(text)));
  const further = isParallel ? "*" : "{0,0}";
  const root =
    format.type === "object" && format.isList
      ? `root ::= ${start} "[" call ("," ${space} call)${further} "]" ${end}\n`
      : `root ::= ${start} call ${end} (${isParallel && format.start.trim() !== "" ? `(${space} ${start} call ${end})*` : '""'})\n`;
  return root + any + rules.join("");
}

function converted(schema: Readonly<Record<string, unknown>>, param: string, prefix?: string): string {
  try {
    return jsonSchemaGrammar(schema, prefix);
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    throw new InferenceError("bad-request", `The schema cannot be kept. ${cause.message}`, {
      cause,
      param: [param, ...cause.path.split("/").filter((name) => name !== "")].join("."),
    });
  }
}
