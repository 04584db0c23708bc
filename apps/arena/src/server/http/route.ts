import type { z } from "zod";
import type { TurnTicket } from "../limits/admission";
import type { LimitedRequest } from "../limits/request-limits";
import type { ProblemCode } from "./problem";

/** A route of the public API, as data: the handler checks requests against it, and `openapi.json` is generated from it. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With parameters in braces, as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  /** `create` gives a request without a session a new one; `optional` passes null then; `none` does not look. */
  readonly session: "none" | "optional" | "create";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The problem of a field that does not fit, by its name; `bad-request` for every other. */
  readonly invalid?: Readonly<Record<string, ProblemCode>>;
  /** What requests of this route count as, where their number is limited. */
  readonly limit?: LimitedRequest;
  /** Whether a request asks models for answers, so that it may have to wait for them. */
  readonly queues?: boolean;
  /** JSON of this schema, server-sent events, a table, or nothing (204). */
  readonly response: z.ZodType | "event-stream" | "csv" | "empty";
  /** Expected failures besides those that every route has. */
  readonly problems: readonly ProblemCode[];
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a service of this route gets, checked. */
export interface RouteInput<R extends Route> {
  readonly params: Output<R["params"]>;
  readonly query: Output<R["query"]>;
  readonly body: Output<R["body"]>;
  readonly sessionId: R["session"] extends "create" ? string : R["session"] extends "optional" ? string | null : undefined;
  /** Stands for the address of the client, see `addressKeyOf`. */
  readonly addressKey: string;
  /** The entry of a request that `queues`. It is left here only where the service throws. */
  readonly ticket: TurnTicket;
  readonly request: Request;
}

/** Keeps the literal types of a definition. */
export const defineRoute = <const R extends Route>(route: R): R => route;
