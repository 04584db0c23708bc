import { expect, it } from "vitest";
import { createStopAnywhere } from "@/features/conversation/server";
import { openPostgres } from "@/server/db/database";
import { migrations } from "./databases";
import { startPostgres } from "./postgres";

/** The turns of a process: one conversation runs in it. */
function processWith(conversationId: string) {
  const stopped: string[] = [];
  const stop = (id: string) => id === conversationId && stopped.push(id) > 0;
  return { stopped, live: { stop } };
}

it(
  "ends a turn in the process that answers it, whichever process is asked, even after its connections were cut",
  { timeout: 60_000 },
  async () => {
    const server = await startPostgres();
    const [first, second] = [await openPostgres(server.url, migrations), await openPostgres(server.url, migrations)];
    const [here, there] = [processWith("here"), processWith("there")];
    const stopOn = await createStopAnywhere({ live: here.live, messages: first.messages });
    await createStopAnywhere({ live: there.live, messages: second.messages });
    await stopOn("here");
    expect([here.stopped, there.stopped]).toEqual([["here"], []]);
    await stopOn("there");
    await expect.poll(() => there.stopped).toEqual(["there"]);
    expect(here.stopped).toEqual(["here"]);

    await first.db.execute("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'").catch(() => {});
    await expect
      .poll(
        async () => {
          await stopOn("there").catch(() => {});
          return there.stopped.length;
        },
        { timeout: 20_000, interval: 250 },
      )
      .toBeGreaterThan(1);
    await Promise.all([first.close(), second.close()]);
    await server.stop();
  },
);

it("ends a turn of the only process", async () => {
  const { stopped, live } = processWith("here");
  const stop = await createStopAnywhere({ live, messages: null });
  await stop("here");
  await stop("elsewhere");
  expect(stopped).toEqual(["here"]);
});
