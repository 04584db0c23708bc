import { setTimeout as delay } from "node:timers/promises";
import { createBattleClient, readBattle } from "../e2e/battle-client";

/** A vote that the server has acknowledged, and what its voter had seen. */
interface AcknowledgedVote {
  readonly battleId: string;
  readonly cookie: string;
  readonly outcome: string;
  readonly fate: string;
  readonly text: Readonly<Record<"a" | "b", string>>;
}

/** Programs that start battles, read them and vote, one battle after the other, through whatever happens to the server. */
export interface Voters {
  readonly acknowledged: readonly AcknowledgedVote[];
  /** Problems that were no fault of a voter, with their numbers. */
  readonly refusals: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const BETWEEN_TRIES_MS = 100;
const outcomes = ["a", "b", "tie", "both-bad"];

/** @param urls Where the battle is asked for; each voter asks them in turn, and votes on another than it started on. */
export function startVoters(urls: () => readonly string[], voters: number): Voters {
  const acknowledged: AcknowledgedVote[] = [];
  const refusals = new Map<string, number>();
  const note = (what: string) => void refusals.set(what, (refusals.get(what) ?? 0) + 1);
  let isStopped = false;
  const urlOf = (turn: number) => urls()[turn % urls().length] ?? "";
  const battle = async (turn: number) => {
    const client = createBattleClient(urlOf(turn));
    const { battleId, response } = await client.start(`Question ${turn} of a voter?`);
    if (!response.ok) return note(`start ${response.status}`);
    const { text, events } = await readBattle(response);
    if (events.at(-1) !== "battle-end") return note("a stream was cut");
    const outcome = outcomes[turn % outcomes.length] ?? "a";
    const voted = await createBattleClient(urlOf(turn + 1), client.cookie()).vote(battleId, outcome);
    if (!voted.ok) return note(`vote ${voted.status}`);
    const { fate } = (await voted.json()) as { fate: string };
    acknowledged.push({ battleId, cookie: client.cookie(), outcome, fate, text });
  };
  const run = async (first: number) => {
    for (let turn = first; !isStopped; turn += voters) {
      await battle(turn).catch((error: unknown) => note(error instanceof Error ? error.message : String(error)));
      await delay(BETWEEN_TRIES_MS);
    }
  };
  const running = Array.from({ length: voters }, (_, index) => run(index));
  return {
    acknowledged,
    refusals,
    async stop() {
      isStopped = true;
      await Promise.all(running);
    },
  };
}

interface View {
  readonly answers: Readonly<Record<"a" | "b", { readonly text: string }>>;
  readonly vote: { readonly outcome: string; readonly fate: string } | null;
}

/** What differs between an acknowledged vote and what the server at this address shows of it, in sentences. */
export async function differencesOf(url: string, votes: readonly AcknowledgedVote[]): Promise<string[]> {
  const differences: string[] = [];
  for (const { battleId, cookie, outcome, fate, text } of votes) {
    const response = await createBattleClient(url, cookie).send(`/api/v1/battles/${battleId}`);
    if (!response.ok) {
      differences.push(`${battleId} is ${response.status}`);
      continue;
    }
    const { answers, vote } = (await response.json()) as View;
    if (vote?.outcome !== outcome) differences.push(`${battleId}: ${outcome} was acknowledged, ${vote?.outcome} is stored`);
    if (vote?.fate !== fate) differences.push(`${battleId}: the fate ${fate} was told, it is ${vote?.fate}`);
    for (const slot of ["a", "b"] as const)
      if (answers[slot].text !== text[slot]) differences.push(`${battleId}: ${slot} is stored as other text than was shown`);
  }
  return differences;
}

/** Counted votes on the newest board. */
export async function votesOnBoard(url: string): Promise<number> {
  return ((await (await fetch(`${url}/api/v1/leaderboard`)).json()) as { snapshot: { votes: number } }).snapshot.votes;
}

export const countedOf = (votes: readonly AcknowledgedVote[]): number => votes.filter(({ fate }) => fate === "counted").length;
