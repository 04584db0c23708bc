import type { Reason } from "@/domain/reason";
import { readJson, send } from "@/features/conversation";
import { type Standings, standings } from "../contract";

const path = (battleId: string, rest: string) => `/api/v1/battles/${encodeURIComponent(battleId)}/${rest}`;

/** What both models of a battle are beside their names. Rejects with a `RequestError`. */
export const readStandings = async (battleId: string): Promise<Standings> => readJson(await send(path(battleId, "standings")), standings);

/** Stores why the voter voted so. Rejects with a `RequestError`. */
export const giveReasons = async (battleId: string, reasons: readonly Reason[]): Promise<void> =>
  void (await send(path(battleId, "reasons"), { method: "PUT", body: JSON.stringify({ reasons }) }));
