import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import type { Caller } from "./caller.ts";

/** The checked body of a request, and who sent it. `abort` ends the work when the answer is no longer read. */
export async function readBody<Body>(
  context: Context,
  schema: { parse(value: unknown): Body },
): Promise<{ body: Body; caller: Caller; abort: AbortController }> {
  const body = schema.parse(await context.req.json());
  const abort = new AbortController();
  const signal = AbortSignal.any([context.req.raw.signal, abort.signal]);
  const named = (body as { user?: string | null }).user;
  return { body, abort, caller: { user: named ?? context.req.header("Authorization") ?? addressOf(context), signal } };
}

/** Where there is no socket, as in tests, all callers are one. */
function addressOf(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? "";
  } catch {
    return "";
  }
}
