import { createHash } from "node:crypto";
import { lt, sql } from "drizzle-orm";
import type { Fate } from "@/domain/fate";
import { advisoryLockClasses } from "@/server/db/advisory-locks";
import type { Database } from "@/server/db/database";
import { rowsOf } from "@/server/db/rows-of";
import { voteCharge } from "@/server/db/schema";
import type { Limits } from "../../../../limits.mjs";
import type { JudgedReview } from "./review-vote";

/** From whom a vote comes, and what such voters may take in a day. */
export interface VoteBudget {
  readonly limits: Limits;
  readonly addressKey: string;
}

/** What a vote is judged by. */
interface ChargedVote {
  readonly sessionId: string;
  readonly firstPrompt: string;
  readonly budget: VoteBudget | null;
  /** The judgement by the answers alone. */
  readonly review: JudgedReview;
}

/** The judgement on a vote, whether its voter is told the names, and what that takes from the budgets; null takes nothing. */
export interface Charge {
  readonly review: JudgedReview;
  readonly isRevealed: boolean;
  readonly row: Omit<typeof voteCharge.$inferInsert, "conversationId"> | null;
}

type Transaction = Pick<Database, "execute">;

/**
 * Judges a vote by the budgets of its session and its address. Votes of one session or address come one after another from here to the
 * end of the transaction, so no two take the same rest.
 */
export async function chargeVote(transaction: Transaction, vote: ChargedVote): Promise<Charge> {
  const { budget, review, sessionId } = vote;
  if (budget === null) return { review, isRevealed: true, row: null };
  // Always the session first, so that two votes never wait for each other.
  for (const key of [`session:${sessionId}`, `address:${budget.addressKey}`]) {
    await transaction.execute(sql`select pg_advisory_xact_lock(${advisoryLockClasses.voteBudget}::int, hashtext(${key}))`);
  }
  const promptKey = promptKeyOf(vote.firstPrompt);
  const spent = await readSpent(transaction, { sessionId, addressKey: budget.addressKey, promptKey });
  const refusal = review.decision === "counted" ? refusalOf(spent, budget.limits) : null;
  const judged = refusal ? { decision: "not-counted" as const, ...refusal } : review;
  const isCounted = judged.decision === "counted";
  const isRevealed = isCounted || mayReveal(spent, budget.limits);
  const kind = isCounted ? "counted" : "reveal";
  return {
    review: judged,
    isRevealed,
    row: isRevealed ? { kind, sessionId, addressKey: budget.addressKey, promptKey } : null,
  };
}

type Scope = "session" | "address" | "total";
type Spent = Readonly<Record<`${"counted" | "prompt" | "reveal"}_${Scope}`, number>>;

/** What was taken in the last day. */
async function readSpent(transaction: Transaction, key: Record<"sessionId" | "addressKey" | "promptKey", string>): Promise<Spent> {
  const ofSession = sql`${voteCharge.sessionId} = ${key.sessionId}`;
  const ofAddress = sql`${voteCharge.addressKey} = ${key.addressKey}`;
  const isCounted = sql`${voteCharge.kind} = 'counted'`;
  const isReveal = sql`${voteCharge.kind} = 'reveal'`;
  const isPrompt = sql`${voteCharge.kind} = 'counted' and ${voteCharge.promptKey} = ${key.promptKey}`;
  const count = (what: ReturnType<typeof sql>) => sql`(select count(*)::int from ${voteCharge} where ${what} and ${isInWindow})`;
  const result = await transaction.execute(sql`select
    ${count(sql`${ofSession} and ${isCounted}`)} as counted_session, ${count(sql`${ofAddress} and ${isCounted}`)} as counted_address,
    ${count(isCounted)} as counted_total,
    ${count(sql`${ofSession} and ${isPrompt}`)} as prompt_session, ${count(sql`${ofAddress} and ${isPrompt}`)} as prompt_address,
    ${count(isPrompt)} as prompt_total,
    ${count(sql`${ofSession} and ${isReveal}`)} as reveal_session, ${count(sql`${ofAddress} and ${isReveal}`)} as reveal_address,
    ${count(isReveal)} as reveal_total`);
  const [spent] = rowsOf<Spent>(result);
  if (!spent) throw new Error("Counting what a session has taken returned no row.");
  return spent;
}

const isInWindow = sql`${voteCharge.createdAt} > clock_timestamp() - interval '1 day'`;

function refusalOf(spent: Spent, limits: Limits): { reason: Fate; rule: string; version: number } | null {
  if (
    spent.prompt_session >= limits["session-same-prompt-day"] ||
    spent.prompt_address >= limits["address-same-prompt-day"] ||
    spent.prompt_total >= limits["total-same-prompt-day"]
  ) {
    return { reason: "duplicate-prompt", rule: "duplicate-prompt", version: 1 };
  }
  if (spent.counted_session >= limits["session-counted-votes-day"] || spent.counted_address >= limits["address-counted-votes-day"]) {
    return { reason: "over-budget", rule: "vote-budget", version: 1 };
  }
  return null;
}

const mayReveal = (spent: Spent, limits: Limits): boolean =>
  spent.reveal_session < limits["session-uncounted-reveals-day"] &&
  spent.reveal_address < limits["address-uncounted-reveals-day"] &&
  spent.reveal_total < limits["total-uncounted-reveals-day"];

const NO_WORD_CHARACTERS = /[^\p{L}\p{N}]+/gu;

/** Equal for prompts that differ in letter case, width, spaces and punctuation alone. */
function promptKeyOf(prompt: string): string {
  const words = prompt.normalize("NFKC").toLowerCase().replaceAll(NO_WORD_CHARACTERS, " ").trim();
  return createHash("sha256")
    .update(words || prompt.trim())
    .digest("base64url")
    .slice(0, 22);
}

/** Deletes what no budget looks at any more, and with it all that stands for addresses. */
export async function deleteOldCharges(db: Database): Promise<void> {
  await db.delete(voteCharge).where(lt(voteCharge.createdAt, sql`clock_timestamp() - interval '1 day'`));
}
