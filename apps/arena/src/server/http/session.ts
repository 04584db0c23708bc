import { randomUUID } from "node:crypto";
import { sealData, unsealData } from "iron-session";
import { z } from "zod";

const COOKIE = "llmlist_session";
const LIFETIME_S = 180 * 24 * 3600;
const content = z.object({ sessionId: z.uuid() });

/** A browser may send several of one name, such as one of a parent domain that another program set. */
function* cookieValues(request: Request): Generator<string> {
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name !== COOKIE || !value) continue;
    try {
      yield decodeURIComponent(value);
    } catch {
      // Malformed percent-encoding: no session that we could read.
    }
  }
}

/** The anonymous session of the request, or null where there is none or its cookie cannot be read. */
export async function readSession(request: Request, secret: string): Promise<string | null> {
  for (const value of cookieValues(request)) {
    const unsealed = await unsealData(value, { password: secret, ttl: LIFETIME_S }).catch(() => null);
    const opened = content.safeParse(unsealed);
    if (opened.success) return opened.data.sessionId;
  }
  return null;
}

/** A new anonymous session and the `Set-Cookie` header that carries it. */
export async function createSession(request: Request, secret: string): Promise<{ sessionId: string; setCookie: string }> {
  const sessionId = randomUUID();
  const value = await sealData({ sessionId }, { password: secret, ttl: LIFETIME_S });
  const secure = new URL(request.url).protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
  const setCookie = `${COOKIE}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${LIFETIME_S}${secure ? "; Secure" : ""}`;
  return { sessionId, setCookie };
}
