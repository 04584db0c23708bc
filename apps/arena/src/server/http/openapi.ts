import { z } from "zod";
import { problem } from "@/domain/problem";
import { type ProblemCode, problemStatus } from "./problem";
import type { Route } from "./route";

const schemaOf = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

const parametersOf = (schema: z.ZodObject | undefined, location: "path" | "query") =>
  Object.entries(schema?.shape ?? {}).map(([name, type]) => ({
    name,
    in: location,
    required: location === "path" || !(type as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(type as z.ZodType, "input"),
  }));

function successOf({ response }: Route) {
  if (response === "empty") return { 204: { description: "Done." } };
  const content =
    typeof response === "string"
      ? { [response === "csv" ? "text/csv" : "text/event-stream"]: { schema: { type: "string" } } }
      : { "application/json": { schema: schemaOf(response, "output") } };
  return { 200: { description: "Success.", content } };
}

function problemsOf(route: Route) {
  const codes = new Set<ProblemCode>([...route.problems, ...Object.values(route.invalid ?? {}), "internal-error", "unavailable"]);
  if (route.body || route.query) codes.add("bad-request");
  if (route.body) codes.add("body-too-large");
  if (route.method !== "GET") codes.add("foreign-origin");
  if (route.limit) codes.add("too-many-requests");
  if (route.queues) codes.add("queue-full");
  const statuses = [...new Set([...codes].map(problemStatus))].toSorted((left, right) => left - right);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: [...codes]
          .filter((code) => problemStatus(code) === status)
          .toSorted()
          .join(", "),
        content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

/** The OpenAPI 3.1 description of the given routes. */
export function openApiOf(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const parameters = [...parametersOf(route.params, "path"), ...parametersOf(route.query, "query")];
    (paths[route.path] ??= {})[route.method.toLowerCase()] = {
      summary: route.summary,
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(route.body
        ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(route.body, "input") } } } }
        : {}),
      responses: { ...successOf(route), ...problemsOf(route) },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "llmlist arena", version: "1" },
    paths,
    components: { schemas: { Problem: schemaOf(problem, "output") } },
  };
}
