import { afterEach, expect, it, vi } from "vitest";
import { sendWithProof } from "./send-with-proof";

afterEach(() => vi.unstubAllGlobals());

/** A server that wants the proof "42" for its challenge. */
function stubServer() {
  const proofs: (string | null)[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const proof = new Headers(init.headers).get("x-llmlist-proof");
    proofs.push(proof);
    if (proof === "42") return Response.json({ body: init.body });
    const error = { code: "challenge-required", message: "Solve it.", requestId: "1", challenge: "6 x 7" };
    return Response.json({ error }, { status: 403 });
  });
  return proofs;
}
const vote = { method: "POST", body: "a" };

it("solves the challenge and sends the same vote again", async () => {
  const proofs = stubServer();
  const solve = vi.fn(async () => "42");
  const response = await sendWithProof("/vote", vote, solve);
  expect(await response.json()).toEqual({ body: "a" });
  expect([proofs, solve.mock.calls]).toEqual([[null, "42"], [["6 x 7"]]]);
});

it.each([
  ["finds no solution", async () => null],
  ["fails", () => Promise.reject(new Error("No workers here."))],
  ["finds a wrong one", async () => "41"],
])("says that a challenge is open where the browser %s", async (_, solve) => {
  stubServer();
  await expect(sendWithProof("/vote", vote, solve)).rejects.toMatchObject({ code: "challenge-required" });
});
