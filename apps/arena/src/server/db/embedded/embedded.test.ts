import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type SQL, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, type OpenDatabase, openEmbedded } from "../database";
import { session } from "../schema";

const arena = fileURLToPath(new URL("../../../..", import.meta.url));
const first = "00000000-0000-4000-8000-000000000001";
const second = "00000000-0000-4000-8000-000000000002";

/** The processes that have `folder` among their parameters. */
function processesOn(folder: string): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return rows.filter((row) => row.includes("database-process.mjs") && row.endsWith(folder)).map((row) => Number.parseInt(row, 10));
}

describe("the session of the embedded database", { timeout: 60_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "llmlist-embedded-"));
  let open: OpenDatabase;
  let db: Database;
  beforeAll(async () => {
    open = await openEmbedded(join(root, "pglite"), { arena, onLost: (error) => expect.unreachable(error.message) });
    db = open.db;
  });
  beforeEach(async () => void (await db.delete(session)));
  afterAll(async () => {
    await open.close();
    rmSync(root, { recursive: true });
  });

  const rowsOf = async (query: SQL) => (await db.execute(query)) as Record<string, unknown>[];

  it("isolates transactions from concurrent queries", async () => {
    const count = () => db.select({ id: session.id }).from(session);
    const beside: Promise<unknown[]>[] = [];
    await expect(
      db.transaction(async (transaction) => {
        await transaction.insert(session).values({ id: first });
        beside.push(count().execute());
        expect(await transaction.select().from(session)).toHaveLength(1);
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    expect(await Promise.all(beside)).toEqual([[]]);
    await Promise.all([
      db.transaction(async (transaction) => void (await transaction.insert(session).values({ id: first }))),
      db.transaction(async (transaction) => void (await transaction.insert(session).values({ id: second }))),
    ]);
    expect(await count()).toHaveLength(2);
  });

  it("continues after a query failed: a single one, one in a transaction, one of many sent together", async () => {
    await db.insert(session).values({ id: first });
    const [wrong, right, twice] = await Promise.allSettled([
      db.execute(sql`select nothing`),
      rowsOf(sql`select 1 as one`),
      db.insert(session).values({ id: first }),
    ]);
    expect(wrong.status).toBe("rejected");
    expect(right.status === "fulfilled" && right.value).toEqual([{ one: 1 }]);
    expect(twice.status === "rejected" && (twice.reason as { cause: { code: string } }).cause.code).toBe("23505");
    expect(await db.select({ id: session.id }).from(session)).toEqual([{ id: first }]);
  });

  it("transfers rows and parameters of several megabytes", async () => {
    const text = "\u{1F600}".repeat(1_000_000);
    const rows = await rowsOf(sql`select ${text}::text as text`);
    expect(rows[0]?.text === text).toBe(true);
    const many = await rowsOf(sql`select repeat('x', 1000) as x from generate_series(1, 20000)`);
    expect(many).toHaveLength(20_000);
  });
});

describe("the embedded database in a process of its own", { timeout: 60_000 }, () => {
  let root: string;
  let folder: string;
  let open: OpenDatabase | null;
  let lost: string[];

  async function openIt(): Promise<OpenDatabase> {
    open = await openEmbedded(folder, { arena, onLost: (error) => lost.push(error.message) });
    return open;
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "llmlist-embedded-"));
    folder = join(root, "pglite");
    lost = [];
    open = null;
  });

  afterEach(async () => {
    await open?.close();
    expect(processesOn(folder)).toEqual([]);
    rmSync(root, { recursive: true });
  });

  it("keeps committed rows after a clean close and after its process was killed", async () => {
    const one = await openIt();
    await one.db.insert(session).values({ id: first });
    await one.close();
    expect(lost).toEqual([]);
    expect(processesOn(folder)).toEqual([]);

    const { db } = await openIt();
    const [pid] = processesOn(folder);
    await db.insert(session).values({ id: second });
    const running = db.execute(sql`select pg_sleep(30)`).then(
      () => "ended",
      () => "refused",
    );
    if (pid === undefined) throw new Error("The database has no process.");
    process.kill(pid, "SIGKILL");
    expect(await running).toBe("refused");
    expect(await db.select({ id: session.id }).from(session).orderBy(session.id)).toEqual([{ id: first }, { id: second }]);
    expect(lost).toEqual(["The process of the embedded database ended with SIGKILL; the next query starts it again."]);
    expect(processesOn(folder)).toHaveLength(1);
    expect(processesOn(folder)).not.toContain(pid);
  });

  it("reports in one sentence why it does not open, and leaves no process", async () => {
    writeFileSync(folder, "not a folder");
    await expect(openIt()).rejects.toThrow(
      /^the embedded database in .*pglite could not be opened \(.+\); restore the folder, or set LLMLIST_DATA/,
    );
    rmSync(folder);
    mkdirSync(folder);
    writeFileSync(join(folder, "PG_VERSION"), "9\n");
    await expect(openIt()).rejects.toThrow(/could not be opened/);
  });
});
