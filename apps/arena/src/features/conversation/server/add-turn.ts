import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Slot } from "@/domain/slot";
import type { Database } from "@/server/db/database";
import { answer, turn } from "@/server/db/schema";

/** While a turn waits in the queue nothing is written, so its lease is longer than the queue's time limit. */
const QUEUED_LEASE_S = 150;

/** A turn that is about to be written. */
export interface NewTurn {
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly number: number;
  readonly prompt: string;
  readonly seeds: Readonly<Record<Slot, number>>;
  readonly leaseHolder: string;
}

/** Writes a turn and one running answer per slot. The caller's transaction guards the conversation. */
export async function addTurn(transaction: Pick<Database, "insert">, input: NewTurn): Promise<string> {
  const { conversationId, parentId, number, prompt, seeds, leaseHolder } = input;
  const id = randomUUID();
  await transaction.insert(turn).values({ id, conversationId, parentId, number, prompt });
  await transaction.insert(answer).values(
    Object.entries(seeds).map(([slot, seed]) => ({
      turnId: id,
      slot,
      status: "running" as const,
      seed,
      leaseHolder,
      leaseUntil: sql`clock_timestamp() + make_interval(secs => ${QUEUED_LEASE_S})`,
    })),
  );
  return id;
}
