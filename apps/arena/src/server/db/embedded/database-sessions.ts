import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Duplex } from "node:stream";
import { DatabaseAway } from "../database-failure";
import { SessionStream } from "./session-stream";

/** Where the embedded database lies and who holds its folder. */
export interface DatabaseSessionsOptions {
  /** The program of `database-process.mjs`. */
  readonly program: string;
  readonly dataFolder: string;
  /** An open file that carries the lock of the folder; the database's process holds it too, so that it outlives no lock. */
  readonly lockFd: number | null;
  /** Called when the process ends without having been closed. */
  onLost(error: Error): void;
}

/** The sessions of an embedded database: one at a time, each with a process of its own, as PostgreSQL has a process for each session. */
export interface DatabaseSessions {
  /** Starts the process ahead of the first session. @throws Error with the reason why the database does not open. */
  start(): Promise<void>;
  /** The stream of a new session. Where none can be had, the stream ends with the error, which the client passes on to whoever waits. */
  stream(): Promise<Duplex>;
  /** Resolves when the process has ended; it is killed where it does not end in time. */
  close(): Promise<void>;
}

type Answer = { ready: true } | { failed: string };
interface Running {
  readonly stream: Duplex;
  readonly process: ChildProcess;
  readonly ended: Promise<string>;
}

const ENDS_WITHIN_MS = 10_000;

function spawnProcess({ program, dataFolder, lockFd }: DatabaseSessionsOptions): Running {
  const child = spawn(process.execPath, [program, dataFolder], {
    stdio: ["ignore", "ignore", "inherit", "pipe", "ipc", lockFd ?? "ignore"],
  });
  const stream = child.stdio[3];
  if (!(stream instanceof Duplex)) throw new Error("The process of the embedded database has no session stream.");
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  return { stream: new SessionStream(stream), process: child, ended };
}

async function startProcess(options: DatabaseSessionsOptions): Promise<Running> {
  const running = spawnProcess(options);
  const answer = await Promise.race([
    once(running.process, "message").then(([message]) => message as Answer),
    running.ended.then((how): Answer => ({ failed: `its process ended with ${how}` })),
  ]);
  if ("ready" in answer) return running;
  await running.ended;
  throw new DatabaseAway(
    `the embedded database in ${options.dataFolder} could not be opened (${answer.failed}); restore the folder, or set LLMLIST_DATA to another.`,
  );
}

function failedStream(error: unknown): Duplex {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  // The client listens only once it has the stream.
  setImmediate(() => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  return stream;
}

/** Makes sessions of the embedded database in `dataFolder`; a process that was lost is replaced when the client next asks for a session. */
export function createDatabaseSessions(options: DatabaseSessionsOptions): DatabaseSessions {
  let running: Running | null = null;
  let ahead: Running | null = null;
  let closing = false;

  async function next(): Promise<Running> {
    if (closing) throw new DatabaseAway("the embedded database is closed.");
    if (running && !running.stream.destroyed) throw new DatabaseAway("the embedded database has one session, which is in use.");
    // Two processes on one folder would destroy it.
    await running?.ended;
    const started = await startProcess(options);
    running = started;
    void started.ended.then((how) => {
      started.stream.destroy();
      if (!closing) options.onLost(new Error(`The process of the embedded database ended with ${how}; the next query starts it again.`));
    });
    return started;
  }

  return {
    async start() {
      ahead = await next();
    },
    async stream() {
      try {
        const { stream } = ahead ?? (await next());
        ahead = null;
        return stream;
      } catch (error) {
        return failedStream(error);
      }
    },
    async close() {
      closing = true;
      if (!running) return;
      const { process: child, stream, ended } = running;
      stream.end();
      const late = setTimeout(() => child.kill("SIGKILL"), ENDS_WITHIN_MS);
      await ended;
      clearTimeout(late);
    },
  };
}
