import { randomUUID } from "node:crypto";
import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { voteCharge } from "@/server/db/schema";
import type { ArenaError } from "@/server/http/problem";
import { createProofOfWork, type RequireProof } from "@/server/limits/proof-of-work";
import { defaultLimits } from "../limits.mjs";
import { createBattles } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

const secret = "a secret of at least thirty-two characters";
const encode = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString("base64");
const challengeOf = (error: unknown) => (error as ArenaError).details.challenge as Challenge;

async function solve(challenge: Challenge): Promise<string> {
  return encode({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}
const refusalOf = (request: Promise<void>) => request.then(() => null).catch((error: unknown) => error);

describe.each(databases)("the proof of work on $name", ({ open }) => {
  let database: OpenDatabase;
  const require = (limits = defaultLimits): RequireProof => createProofOfWork({ db: database.db, secret, limits });
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, contestantsNamed("alpha", "beta"), () => {});
  });
  afterAll(() => database.close());

  /** A session with a battle that waits for its vote. */
  async function newSession() {
    const sessionId = randomUUID();
    const battles = createBattles(database.db);
    const battleId = await battles.start({ sessionId });
    await battles.end(battleId, {});
    return { sessionId, addressKey: randomUUID(), battleId, battles };
  }

  it("is asked for once, before a session's first vote, and taken once", async () => {
    const client = await newSession();
    const refused = await refusalOf(require()(client, null));
    expect(refused).toMatchObject({ code: "challenge-required" });
    const proof = await solve(challengeOf(refused));
    const other = await newSession();
    expect(await refusalOf(require()(other, proof)), "a proof of another session").toMatchObject({ code: "challenge-required" });
    expect(await refusalOf(require()(client, proof))).toBeNull();
    expect(await refusalOf(require()(client, null)), "the second vote").toBeNull();
  });

  it.each([
    ["nothing", () => ""],
    ["what is no JSON", () => "%%%"],
    ["a solution that was not searched for", (challenge: Challenge) => encode({ challenge, solution: { counter: 1, derivedKey: "00" } })],
    [
      "a challenge that was made easier",
      (challenge: Challenge) => solve({ ...challenge, parameters: { ...challenge.parameters, cost: 1, keyPrefix: "0" } }),
    ],
    [
      "a challenge that ran out",
      async (challenge: Challenge) => solve({ ...challenge, parameters: { ...challenge.parameters, expiresAt: 1 } }),
    ],
  ])("is not %s", async (_, forge) => {
    const client = await newSession();
    const challenge = challengeOf(await refusalOf(require()(client, null)));
    const cheap = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: "0" } };
    expect(await refusalOf(require()(client, await forge(cheap)))).toMatchObject({ code: "challenge-required" });
  });

  it("is needed for each vote of an address that has many, harder, and each only once", async () => {
    const { battles, battleId, ...client } = await newSession();
    const limits = { ...defaultLimits, "address-votes-without-proof-day": 1 };
    await battles.vote(battleId, client.sessionId, "a", { limits, addressKey: client.addressKey });
    expect(await database.db.$count(voteCharge)).toBeGreaterThan(0);
    const asked = challengeOf(await refusalOf(require(limits)(client, null)));
    expect(asked.parameters.data).toMatchObject({ level: "risk" });
    const easy = challengeOf(await refusalOf(require()(client, null)));
    expect(await refusalOf(require(limits)(client, await solve(easy))), "an easier proof").toMatchObject({ code: "challenge-required" });
    const proof = await solve(asked);
    expect(await refusalOf(require(limits)(client, proof))).toBeNull();
    expect(await refusalOf(require(limits)(client, proof)), "the same proof again").toMatchObject({ code: "challenge-required" });
  });

  it("is needed for each vote while all together vote much", async () => {
    const client = await newSession();
    const limits = { ...defaultLimits, "total-votes-without-proof-minute": 1 };
    expect(challengeOf(await refusalOf(require(limits)(client, null))).parameters.data).toMatchObject({ level: "risk" });
  });
});
