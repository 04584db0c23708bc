import { RequestError, send } from "@/features/conversation";

/** The header that the server reads a solved challenge from. */
const PROOF_HEADER = "x-llmlist-proof";

/**
 * Sends a request, and once more with a proof of work where the server asks for one.
 *
 * @param solve Solves the challenge; loaded with its library when it is needed.
 */
export async function sendWithProof(
  path: string,
  init: RequestInit,
  solve = async (challenge: unknown) => (await import("./solve-challenge")).solveForHeader(challenge),
): Promise<Response> {
  try {
    return await send(path, init);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== "challenge-required") throw error;
    const proof = await solve(error.challenge).catch(() => null);
    if (proof === null) throw error;
    return send(path, { ...init, headers: { ...init.headers, [PROOF_HEADER]: proof } });
  }
}
