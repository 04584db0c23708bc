import { expect, it } from "vitest";
import { createSession, readSession } from "./session";

const secret = "a secret of at least thirty-two characters";
const withCookies = (...cookies: string[]) => new Request("http://arena/", { headers: { cookie: cookies.join("; ") } });

it("is found among foreign and malformed cookies of the same name, in any order, and in no other cookie", async () => {
  const { sessionId, setCookie } = await createSession(new Request("http://arena/"), secret);
  const own = setCookie.split(";")[0] ?? "";
  const foreign =
    (await createSession(new Request("http://arena/"), "another secret of at least thirty-two")).setCookie.split(";")[0] ?? "";
  const others = ["llmlist_session=%E0%A4%A", "llmlist_session=broken", "llmlist_session=", foreign, "theme=dark"];
  expect(await readSession(withCookies(own), secret)).toBe(sessionId);
  expect(await readSession(withCookies(...others, own), secret)).toBe(sessionId);
  expect(await readSession(withCookies(own, ...others), secret)).toBe(sessionId);
  expect(await readSession(withCookies(...others), secret)).toBeNull();
});
