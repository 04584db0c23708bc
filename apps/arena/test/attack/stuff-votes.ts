import { createBattleClient, readBattle } from "../e2e/battle-client";

/** What a script reached. */
export interface Stuffed {
  readonly counted: number;
  /** By status or fate: what became of the rest. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/**
 * Stuffs votes from one address as fast as an arena lets it: each vote by a new session on a prompt of its own, several at once, and no
 * refusal is waited out.
 */
export async function stuffVotes(
  url: string,
  { votes, loops, address }: { votes: number; loops: number; address: string },
): Promise<Stuffed> {
  const refused: Record<string, number> = {};
  const begun = performance.now();
  let [left, counted] = [votes, 0];
  const note = (what: string | number) => (refused[what] = (refused[what] ?? 0) + 1);
  const headers = { "x-forwarded-for": address };
  const stuff = async () => {
    while (left-- > 0) {
      const client = createBattleClient(url);
      const battleId = crypto.randomUUID();
      const started = await client.post("/api/v1/battles", { battleId, prompt: `Say ${battleId}.` }, headers);
      if (!started.ok) {
        await started.body?.cancel();
        note(started.status);
        continue;
      }
      await readBattle(started);
      const vote = await client.vote(battleId, "a", headers);
      const { fate = vote.status } = (await vote.json()) as { fate?: string };
      if (fate === "counted") counted++;
      else note(fate);
    }
  };
  await Promise.all(Array.from({ length: loops }, stuff));
  return { counted, refused, seconds: (performance.now() - begun) / 1000 };
}
