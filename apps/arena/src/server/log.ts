import { processWide } from "./process-wide";

const REPEATED_WITHIN_MS = 10_000;
/** Kinds of errors that are remembered; the oldest is forgotten first. */
const MOST_KINDS = 200;
const SQL_MOST_CHARACTERS = 300;

interface Seen {
  at: number;
  left: number;
}

/** The lines of the stack behind the message, which may be of several lines itself. */
function framesOf({ message, stack = "" }: Error): string {
  const behind = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  return behind
    .split("\n")
    .filter((line) => /^\s+at /u.test(line))
    .join("\n");
}

const textOf = (value: object, name: string): string | null => {
  const found: unknown = Reflect.get(value, name);
  return typeof found === "string" ? found : null;
};

/** The errors of a database quote the values of a query: its parameters, and in `detail` the row. */
function sentenceOf(error: Error): string {
  const query = textOf(error, "query");
  if (query !== null && "params" in error) return `Failed query: ${query.slice(0, SQL_MOST_CHARACTERS)}`;
  const code = textOf(error, "code");
  if (code === null || textOf(error, "severity") === null) return `${error.name}: ${error.message}`;
  const about = ["table_name", "constraint_name", "table", "constraint"].map((name) => textOf(error, name)).filter(Boolean);
  // Class 22 is of values, and its sentences quote them.
  const sentence = code.startsWith("22") ? "a value that the database does not take" : error.message;
  return [`${error.name} ${code}: ${sentence}`, ...about].join(", ");
}

/** An error with its causes, without what people wrote: prompts and answers are parameters of queries. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : `a thrown ${typeof error}`;
  const cause = error.cause === undefined ? "" : `\n  because of ${describeError(error.cause)}`;
  return `${sentenceOf(error)}\n${framesOf(error)}${cause}`.trimEnd();
}

/**
 * The one place where the arena writes an unexpected error for its operator. The same error at the same place is written once in ten
 * seconds, with how often it was left out: who may ask without limit must not fill a disk.
 *
 * @param detail What differs from one occurrence to the next, such as the id of a request.
 */
export function logError(where: string, error: unknown, detail = ""): void {
  const description = describeError(error);
  const key = `${where}: ${description.split("\n", 1)[0]}`;
  const seen = processWide("log", () => new Map<string, Seen>());
  const now = performance.now();
  const before = seen.get(key);
  if (before && now - before.at < REPEATED_WITHIN_MS) {
    before.left++;
    return;
  }
  seen.delete(key);
  seen.set(key, { at: now, left: 0 });
  for (const oldest of seen.size > MOST_KINDS ? seen.keys() : []) {
    seen.delete(oldest);
    break;
  }
  const left = before && before.left > 0 ? ` (${before.left} more of these before)` : "";
  // oxlint-disable-next-line no-console
  console.error(`llmlist: ${where}${detail && ` (${detail})`}${left}: ${description}`);
}
