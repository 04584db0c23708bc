import type { Route } from "@/server/http/route";
import { randomNumbers } from "@llmlist/inference/testing";
import { apiInput, pageInput } from "./fuzz-inputs";
import { type RawRequest, type RawResponse, sendRaw } from "./raw-request";

/** What the inputs of one route led to. */
export interface FuzzReport {
  readonly route: string;
  readonly inputs: number;
  /** Share of the inputs that the route itself looked at: its gate, its method and its framing let them pass. */
  readonly reached: number;
  /** Answers of 500 and above, but for 503 with Retry-After, and connections that were closed without an answer. */
  readonly serverErrors: readonly string[];
  /** Statuses with their numbers. */
  readonly statuses: Readonly<Record<number, number>>;
}

const CONCURRENT = 12;
const gateCodes = /"code":"(not-found|method-not-allowed|foreign-host|foreign-origin)"/u;

function isServerError({ status, headers }: RawResponse): boolean {
  if (status === 503) return !headers.has("retry-after");
  return status === 0 || status >= 500;
}

/** Whether a route or page answered, not what stands before it. 431 and the empty 400 are of Node's parser. */
const wasReached = ({ status, body }: RawResponse) => status !== 431 && !(status === 400 && body === "") && !gateCodes.test(body);

async function fuzz(port: number, route: string, inputs: readonly RawRequest[]): Promise<FuzzReport> {
  const serverErrors: string[] = [];
  const statuses: Record<number, number> = {};
  let reached = 0;
  const rest = inputs.values();
  const work = async () => {
    for (const input of rest) {
      const response = await sendRaw(port, input);
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
      if (wasReached(response)) reached++;
      if (isServerError(response))
        serverErrors.push(
          `${response.status} ${input.method} ${input.target} ${JSON.stringify(input.headers)} ${input.body.toString("latin1").slice(0, 200)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, work));
  return { route, inputs: inputs.length, reached: reached / inputs.length, serverErrors, statuses };
}

/** Sends random inputs to every route and to the pages, so many to each. */
export async function fuzzAll(url: string, routes: readonly Route[], each: number, seed: number): Promise<FuzzReport[]> {
  const { port, host } = new URL(url);
  const random = randomNumbers(seed);
  const reports: FuzzReport[] = [];
  for (const route of routes) {
    const inputs = Array.from({ length: each }, () => apiInput(random, host, route));
    reports.push(await fuzz(Number(port), `${route.method} ${route.path}`, inputs));
  }
  reports.push(
    await fuzz(
      Number(port),
      "pages",
      Array.from({ length: each }, () => pageInput(random, host)),
    ),
  );
  return reports;
}
