import { expect, it } from "vitest";
import { cookieOf, findSession, newSessionId, readSession } from "./session";

const secret = "a secret of at least thirty-two characters";
const DAY_MS = 24 * 3600 * 1000;
const withCookies = (...cookies: string[]) => new Headers({ cookie: cookies.join("; ") });
const cookie = async (sessionId: string, sealedWith = secret, now?: number) =>
  (await cookieOf(sessionId, new Request("http://arena/"), sealedWith, now)).split(";")[0] ?? "";

it("is found among foreign and malformed cookies of the same name, in any order, and in no other cookie", async () => {
  const sessionId = newSessionId();
  const own = await cookie(sessionId);
  const foreign = await cookie(newSessionId(), "another secret of at least thirty-two");
  const others = ["llmlist_session=%E0%A4%A", "llmlist_session=broken", "llmlist_session=", foreign, "theme=dark"];
  expect(await readSession(withCookies(own), secret)).toBe(sessionId);
  expect(await readSession(withCookies(...others, own), secret)).toBe(sessionId);
  expect(await readSession(withCookies(own, ...others), secret)).toBe(sessionId);
  expect(await readSession(withCookies(...others), secret)).toBeNull();
});

it("is sealed anew a day after it was sealed, so that who comes back keeps it", async () => {
  const sessionId = newSessionId();
  const now = Date.now();
  const sealed = withCookies(await cookie(sessionId, secret, now));
  expect(await findSession(sealed, secret, now + DAY_MS - 1)).toEqual({ sessionId, isOld: false });
  expect(await findSession(sealed, secret, now + DAY_MS + 1)).toEqual({ sessionId, isOld: true });
});
