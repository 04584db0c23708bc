/** Events as OpenAI sends them: `data:` lines, at the end `[DONE]`. A comment keeps the connection and tells nothing to clients. */
export type StreamItem = { readonly data: unknown } | { readonly comment: string };

/**
 * A response that streams. The first item is awaited before anything is sent, so that a request that fails at once gets its status.
 *
 * @param failure What an error in the middle becomes.
 * @param cancel Called when the reader leaves.
 */
export async function eventStream(
  items: AsyncGenerator<StreamItem>,
  failure: (error: unknown) => unknown,
  cancel: () => void,
): Promise<Response> {
  const encoder = new TextEncoder();
  let next: IteratorResult<StreamItem> | null = await items.next();
  let hasLeft = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      try {
        const { value, done } = next ?? (await items.next());
        next = null;
        if (hasLeft) return;
        if (done) {
          write("data: [DONE]\n\n");
          controller.close();
        } else if ("comment" in value) write(`: ${value.comment}\n\n`);
        else write(`data: ${JSON.stringify(value.data)}\n\n`);
      } catch (error) {
        if (hasLeft) return;
        write(`data: ${JSON.stringify(failure(error))}\n\n`);
        controller.close();
      }
    },
    async cancel() {
      hasLeft = true;
      cancel();
      // Also a stream that rests between two items must give back what it holds.
      await items.return(null);
    },
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache", "X-Accel-Buffering": "no" },
  });
}
