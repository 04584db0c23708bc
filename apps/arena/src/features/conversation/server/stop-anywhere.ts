import type { Messages } from "@/server/db/database";
import type { LiveTurns } from "./live-turns";

const CHANNEL = "llmlist_stop";

/** Ends the running turn of a conversation, whichever process answers it. */
export type StopAnywhere = (conversationId: string) => Promise<void>;

/**
 * Listens for the stops that other processes take: a reader's request may come to any process.
 *
 * @param deps `messages` is null where only one process can open the database.
 */
export async function createStopAnywhere(deps: { live: Pick<LiveTurns, "stop">; messages: Messages | null }): Promise<StopAnywhere> {
  const { live, messages } = deps;
  await messages?.listen(CHANNEL, (conversationId) => void live.stop(conversationId));
  return async (conversationId) => {
    if (!live.stop(conversationId)) await messages?.send(CHANNEL, conversationId);
  };
}
