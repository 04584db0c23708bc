import { createHmac } from "node:crypto";

/** Who sends a request, as limits count it. */
export interface Client {
  readonly sessionId: string;
  readonly addressKey: string;
}

/** Stands for an address in memory and in the database, where no address is kept. Only who has the arena's secret can make it. */
export function addressKeyOf(address: string, secret: string): string {
  return createHmac("sha256", secret).update(`address:${address}`).digest("base64url").slice(0, 22);
}
