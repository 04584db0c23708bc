import type { Page } from "playwright-core";
import type { TurnEvent } from "@/features/conversation";

/** What the API answers for one route. */
type ScriptedResponse =
  | { readonly status?: number; readonly json: unknown }
  /** Server-sent events. The stream stays open unless its last event is `battle-end`. */
  | { readonly events: readonly TurnEvent[] }
  /** No answer ever comes. */
  | { readonly never: true };

/** Responses by the path behind `/api/v1`. Paths without an entry go to the server. */
export type ScriptedApi = Readonly<Record<string, ScriptedResponse>>;

/** Replaces `fetch` in the page. It runs in the browser, so it uses nothing from this module. */
function replaceFetch(api: ScriptedApi): void {
  const fetchFromServer = window.fetch.bind(window);
  const streamOf = (events: readonly TurnEvent[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder();
        for (const { event, data } of events) controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        if (events.at(-1)?.event === "battle-end") controller.close();
      },
    });
  window.fetch = (input, init) => {
    const address = new URL(input instanceof Request ? input.url : String(input), window.location.href);
    const response = api[address.pathname.replace("/api/v1", "")];
    if (response === undefined) return fetchFromServer(input, init);
    if ("never" in response) return new Promise(() => {});
    if ("events" in response) {
      return Promise.resolve(new Response(streamOf(response.events), { headers: { "content-type": "text/event-stream" } }));
    }
    return Promise.resolve(Response.json(response.json, { status: response.status ?? 200 }));
  };
}

/** Gives the page an API that answers by the script. Call it before the page is opened. */
export async function scriptApi(page: Page, api: ScriptedApi): Promise<void> {
  await page.addInitScript(replaceFetch, api);
}
