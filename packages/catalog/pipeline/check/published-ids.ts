import { readFileSync } from "node:fs";
import { DataError } from "../parse/data-file.ts";

/** An id that was published stays, since others build on it; a new one is published by a command of its own. */
export function publishedIdErrors(file: string, ids: ReadonlySet<string>): readonly DataError[] {
  const published = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const known = new Set(published);
  const gone = published.flatMap((id, index) =>
    ids.has(id) ? [] : [new DataError("ids.txt", index + 1, "", `${id} was published and is gone; ids are never removed or renamed`)],
  );
  const fresh = [...ids]
    .filter((id) => !known.has(id))
    .map((id) => new DataError("ids.txt", null, "", `${id} is new; run \`pnpm --filter @llmlist/catalog ids\` to publish it`));
  return [...gone, ...fresh];
}
