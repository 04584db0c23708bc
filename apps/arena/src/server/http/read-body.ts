import type { z } from "zod";
import { check } from "./check";
import { ArenaError } from "./problem";
import type { Route } from "./route";

const BODY_MAX_CHARACTERS = 64 * 1024;
/** JSON may write a character as `\uXXXX`, and many clients do so with all that is not ASCII. */
const BODY_MAX_BYTES = 6 * BODY_MAX_CHARACTERS;
const ESCAPED = /\\u[\da-f]{4}/gi;

/**
 * Parses a JSON body against its schema.
 *
 * @param invalid The problem of a field that does not fit, by its name.
 * @throws ArenaError `body-too-large` as soon as more has arrived than is allowed.
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  invalid: Route["invalid"],
): Promise<z.output<Schema>> {
  const bytes = await readBytes(request);
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (cause) {
    throw new ArenaError("bad-request", "The body is not JSON in UTF-8.", { cause });
  }
  if (text.replaceAll(ESCAPED, "x").length > BODY_MAX_CHARACTERS) throw tooLarge();
  return check(schema, json, invalid);
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > BODY_MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () => new ArenaError("body-too-large", `The body is longer than ${BODY_MAX_CHARACTERS} characters.`);
