import type { Route } from "@/server/http/route";
import type { RawRequest } from "./raw-request";

type Random = () => number;

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const picked = items[Math.floor(random() * items.length)];
  if (picked === undefined) throw new Error("There is nothing to pick from.");
  return picked;
}

const uuid = "5f0c6a3e-0d5b-4a53-9a51-6f4c1d9f3b21";
const segments = [
  uuid,
  uuid.toUpperCase(),
  `${uuid}x`,
  "0",
  "-1",
  "a.b",
  "%20",
  "%25",
  "%2F",
  "%00",
  "%C3%A9",
  "%F0%9F%98%80",
  "constructor",
  "__proto__",
  "'; drop table vote; --",
  "a".repeat(2000),
  "..%2f..%2fetc%2fpasswd",
  "%2e%2e",
  "~",
  "[id]",
  "{id}",
  "null",
  "1e309",
];
const brokenSegments = ["%", "%E0%A4%A", "%ff", "%zz", "%u0041"] as const;

const strings = [
  "",
  " ",
  "\u0000",
  "\ud800",
  "\udfff\ud800",
  "a",
  "字".repeat(500),
  "😀",
  "\u202e",
  "__proto__",
  "x".repeat(31_000),
  "\\",
  '"',
  "${1}",
  "a",
  "b",
  "tie",
  "both-bad",
  uuid,
  "Why is the sky blue?",
  "<script>",
  "\r\nset-cookie: a=b",
  "\u0001",
  "ﷺ".repeat(100),
];

function value(random: Random, depth = 0): unknown {
  const kind = random();
  if (kind < 0.55) return pick(random, strings);
  if (kind < 0.65) return pick<unknown>(random, [0, -1, 1e308, 0.1, null, true, false]);
  if (depth > 3) return null;
  if (kind < 0.8) return Array.from({ length: Math.floor(random() * 4) }, () => value(random, depth + 1));
  return Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, () => [pick(random, strings), value(random, depth + 1)]));
}

/** Bodies that are JSON of about the right form, and some that are none. */
function body(random: Random, { body: schema }: Route): Buffer {
  if (!schema) return Buffer.from(random() < 0.8 ? "" : JSON.stringify(value(random)));
  const kind = random();
  const good = { battleId: crypto.randomUUID(), prompt: "Why?", outcome: "a", reasons: [], solution: "" };
  const fields = Object.keys("shape" in schema && schema.shape ? schema.shape : good);
  const object = Object.fromEntries(fields.map((field) => [field, random() < 0.6 ? (Reflect.get(good, field) as unknown) : value(random)]));
  if (kind < 0.75) return Buffer.from(JSON.stringify(random() < 0.9 ? object : { ...object, more: value(random) }));
  if (kind < 0.85) return Buffer.from(JSON.stringify(value(random)));
  const text = JSON.stringify(object);
  return pick(random, [
    Buffer.from(text.slice(0, Math.floor(random() * text.length))),
    Buffer.from(`\ufeff${text}`),
    Buffer.from("[".repeat(20_000)),
    Buffer.from(`{"prompt":"${"\\u0000".repeat(10)}","battleId":1e999}`),
    Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    Buffer.from(text, "utf16le"),
    Buffer.from(`${text}${text}`),
    Buffer.from(text.replace("{", '{"__proto__":{"isAdmin":true},')),
  ]);
}

const sealed = "Fe26.2*1*a*b*c*d*e*f";
const headerValues: Readonly<Record<string, readonly string[]>> = {
  cookie: [
    "llmlist_session=%",
    `llmlist_session=${sealed}`,
    "llmlist_session=",
    ";;;=",
    "a=b; llmlist_session=x; llmlist_session=y",
    "x".repeat(4000),
  ],
  "content-type": ["application/json", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-16", ";", ""],
  "last-event-id": ["1", "-1", "NaN", "1e999", "9007199254740993", "x"],
  "if-none-match": ["*", 'W/"x"', '"', '"a", W/"b"', ",,,"],
  "accept-language": ["zh", "xx-YY;q=nan", "*", "en-".repeat(300)],
  "accept-encoding": ["gzip", "br;q=1, *;q=0", "identity;q=0"],
  "x-forwarded-host": ["evil.example", ",", "["],
  "x-forwarded-proto": ["https", "ftp", ","],
  "x-forwarded-for": ["1.2.3.4", "::1", "x, y", "999.1.1.1"],
  origin: ["null", "http://HOST"],
  rsc: ["1"],
  "next-router-state-tree": ["%", "[]", "%7B%7D", "x"],
  "next-action": ["x"],
  "x-middleware-subrequest": ["middleware"],
  range: ["bytes=0-1", "bytes=9-1"],
};

function headers(random: Random, host: string): RawRequest["headers"] {
  const chosen = Object.entries(headerValues).filter(() => random() < 0.12);
  return [["host", host], ...chosen.map(([name, values]) => [name, pick(random, values).replace("HOST", host)] as const)];
}

const queries = [
  "",
  "",
  "",
  "?pocket=include",
  "?pocket=",
  "?pocket=%",
  "?a[]=1&a[]=2",
  "?%00",
  "?pocket=include&pocket=x",
  `?${"q".repeat(1500)}`,
] as const;

/** One input for a route of the API. Most fit so far that the route looks at them. */
export function apiInput(random: Random, host: string, route: Route): RawRequest {
  const segment = random() < 0.9 ? pick(random, segments) : pick(random, brokenSegments);
  const path = route.path.replace(/\{\w+\}/u, () => segment.replaceAll(" ", "+"));
  const method = random() < 0.93 ? route.method : pick(random, ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"]);
  return { method, target: path + pick(random, queries), headers: headers(random, host), body: body(random, route) };
}

const pages = [
  "/",
  "/zh",
  "/leaderboard",
  "/zh/leaderboard",
  "/models",
  "/battle/",
  "/zh/battle/",
  "/en/",
  "/readyz",
  "/healthz",
  "/_next/static/",
] as const;

/** One input for the pages. */
export function pageInput(random: Random, host: string): RawRequest {
  const page: string = pick(random, pages);
  const tail = random() < 0.75 ? pick(random, segments) : pick(random, brokenSegments);
  const target = page.endsWith("/") && page !== "/" ? page + tail.replaceAll(" ", "+") : page;
  const method = random() < 0.9 ? "GET" : pick(random, ["POST", "PUT", "OPTIONS", "TRACE", "HEAD", "DELETE"]);
  return { method, target: target + pick(random, queries), headers: headers(random, host), body: Buffer.alloc(0) };
}
