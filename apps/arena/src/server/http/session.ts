import { randomUUID } from "node:crypto";
import { sealData, unsealData } from "iron-session";
import { z } from "zod";

const COOKIE = "llmlist_session";
const LIFETIME_S = 180 * 24 * 3600;
/** A cookie older than this is sent anew, so that a session ends half a year after its last use and not after its first. */
const RENEWED_AFTER_MS = 24 * 3600 * 1000;

/** `sealedAt`: milliseconds of the epoch; cookies from before it was kept lack it. */
const content = z.object({ sessionId: z.uuid(), sealedAt: z.number().optional() });

/** A session that a request carries. */
export interface KnownSession {
  readonly sessionId: string;
  /** Whether its cookie is to be sent anew. */
  readonly isOld: boolean;
}

/** A browser may send several of one name, such as one of a parent domain that another program set. */
function* cookieValues(headers: Headers): Generator<string> {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name !== COOKIE || !value) continue;
    try {
      yield decodeURIComponent(value);
    } catch {
      // Malformed percent-encoding: no session that we could read.
    }
  }
}

/** The anonymous session of a request, or null where there is none or its cookie cannot be read. */
export async function findSession(headers: Headers, secret: string, now = Date.now()): Promise<KnownSession | null> {
  for (const value of cookieValues(headers)) {
    const unsealed = await unsealData(value, { password: secret, ttl: LIFETIME_S }).catch(() => null);
    const { success, data } = content.safeParse(unsealed);
    if (success) return { sessionId: data.sessionId, isOld: now - (data.sealedAt ?? 0) > RENEWED_AFTER_MS };
  }
  return null;
}

/** The id of the anonymous session of a request, or null. */
export async function readSession(headers: Headers, secret: string): Promise<string | null> {
  return (await findSession(headers, secret))?.sessionId ?? null;
}

/** The `Set-Cookie` header that carries a session. */
export async function cookieOf(sessionId: string, request: Request, secret: string, now = Date.now()): Promise<string> {
  const value = await sealData({ sessionId, sealedAt: now }, { password: secret, ttl: LIFETIME_S });
  const secure = new URL(request.url).protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
  return `${COOKIE}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${LIFETIME_S}${secure ? "; Secure" : ""}`;
}

/** The id of a new anonymous session. */
export const newSessionId = (): string => randomUUID();
