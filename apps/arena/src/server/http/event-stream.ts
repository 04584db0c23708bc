import { logError } from "../log";

const PING_MS = 10_000;
const encoder = new TextEncoder();

/** Server-sent events from an async iterable. A reader that leaves ends the reading, not what is read. */
export function eventStream(events: AsyncIterable<{ event: string; data: unknown; id?: number }>): Response {
  const iterator = events[Symbol.asyncIterator]();
  let ping: NodeJS.Timeout | undefined;
  let hasLeft = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      ping = setInterval(() => controller.enqueue(encoder.encode(": ping\n\n")), PING_MS);
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (hasLeft) return;
        if (next.done) {
          clearInterval(ping);
          controller.close();
        } else {
          const { event, data, id } = next.value;
          const idLine = id === undefined ? "" : `id: ${id}\n`;
          controller.enqueue(encoder.encode(`${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        }
      } catch (error) {
        clearInterval(ping);
        logError("an event stream", error);
        controller.error(error);
      }
    },
    async cancel() {
      hasLeft = true;
      clearInterval(ping);
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
