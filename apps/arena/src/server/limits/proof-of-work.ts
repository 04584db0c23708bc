import { createHmac, randomInt } from "node:crypto";
import { type Challenge, createChallenge, type Payload, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { and, eq, sql } from "drizzle-orm";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import type { Database } from "@/server/db/database";
import { requestCount, session, vote, voteCharge } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { Limits } from "../../../limits.mjs";
import type { Client } from "./client-key";

/** The header in which a client sends a solved challenge: base64 of JSON. */
export const PROOF_HEADER = "x-llmlist-proof";

/** Asks for a proof of work where a vote needs one. @throws ArenaError `challenge-required` with a challenge for this session. */
export type RequireProof = (client: Client, proof: string | null) => Promise<void>;

const LIFETIME_S = 600;
/** Iterations of PBKDF2 for one try. */
const COST = 2_000;
/** Tries that a challenge takes: about 3 million iterations for a first vote, 12 million where the risk is high. */
const tries = { first: { min: 1_000, max: 2_000 }, risk: { min: 4_000, max: 8_000 } } as const;
type Level = keyof typeof tries;

const payload = z.object({
  challenge: z.object({ parameters: z.looseObject({ nonce: z.string(), data: z.record(z.string(), z.unknown()) }), signature: z.string() }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

interface ProofContext {
  readonly db: Database;
  readonly secret: string;
  readonly limits: Limits;
}

/** Proofs of work by ALTCHA: a challenge is signed, bound to its session, valid for ten minutes and for one vote. */
export function createProofOfWork({ db, secret, limits }: ProofContext): RequireProof {
  const keyFor = (use: string) => createHmac("sha256", secret).update(`proof:${use}`).digest("hex");
  const secrets = { hmacSignatureSecret: keyFor("challenge"), hmacKeySignatureSecret: keyFor("key") };
  const used = new RateLimiterDrizzle({
    storeClient: db,
    schema: requestCount,
    keyPrefix: "proof",
    points: 1,
    duration: LIFETIME_S,
    clearExpiredByTimeout: false,
  });

  async function isProof(text: string, client: Client, level: Level): Promise<boolean> {
    const sent = payload.safeParse(decoded(text));
    if (!sent.success) return false;
    const { data, nonce } = sent.data.challenge.parameters;
    if (data.session !== client.sessionId || (level === "risk" && data.level !== "risk")) return false;
    const { challenge, solution } = sent.data as unknown as Payload;
    const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secrets }).catch(() => ({ verified: false }));
    return verified && (await isUnused(used, nonce));
  }

  return async (client, proof) => {
    const level = await levelOf(db, client, limits);
    if (level === null) return;
    if (proof !== null && (await isProof(proof, client, level))) {
      await db
        .update(session)
        .set({ provenAt: sql`clock_timestamp()` })
        .where(eq(session.id, client.sessionId));
      return;
    }
    const challenge = await challengeFor(client, level, secrets);
    throw new ArenaError("challenge-required", `Solve the challenge and send the vote again with the header ${PROOF_HEADER}.`, {
      details: { challenge },
    });
  };
}

/** For an arena that nobody on the internet reaches. */
export const noProof: RequireProof = async () => {};

function challengeFor(
  { sessionId }: Client,
  level: Level,
  secrets: { readonly hmacSignatureSecret: string; readonly hmacKeySignatureSecret: string },
): Promise<Challenge> {
  const { min, max } = tries[level];
  return createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: COST,
    counter: randomInt(min, max),
    deriveKey,
    expiresAt: new Date(Date.now() + 1000 * LIFETIME_S),
    data: { session: sessionId, level },
    ...secrets,
  });
}

/** A session proves itself once; where an address or all together vote much, each vote is proven. */
async function levelOf(db: Database, { sessionId, addressKey }: Client, limits: Limits): Promise<Level | null> {
  const [known] = await db.select({ provenAt: session.provenAt }).from(session).where(eq(session.id, sessionId));
  // Nothing of this session is stored, so there is no battle to vote on.
  if (!known) return null;
  const ofAddress = and(eq(voteCharge.addressKey, addressKey), sql`${voteCharge.createdAt} > clock_timestamp() - interval '1 day'`);
  if ((await db.$count(voteCharge, ofAddress)) >= limits["address-votes-without-proof-day"]) return "risk";
  const inMinute = sql`${vote.createdAt} > clock_timestamp() - interval '1 minute'`;
  if ((await db.$count(vote, inMinute)) >= limits["total-votes-without-proof-minute"]) return "risk";
  return known.provenAt === null ? "first" : null;
}

async function isUnused(used: RateLimiterDrizzle, nonce: string): Promise<boolean> {
  try {
    await used.consume(nonce);
    return true;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return false;
    throw reason;
  }
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return null;
  }
}
