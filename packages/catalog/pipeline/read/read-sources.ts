import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { SourceInput } from "./assemble-model.ts";
import { DataError, DataErrors, readDataFile } from "../parse/data-file.ts";
import { sourcesInput } from "../parse/input.ts";

/**
 * Reads `sources/`, a file for everybody who publishes something that is cited; the name of the file is the id of the publisher.
 *
 * @returns The sources by id, file by file.
 * @throws DataErrors where a file cannot be read, or an id stands in two files.
 */
export function readSources(folder: string): ReadonlyMap<string, SourceInput> {
  const sources = new Map<string, SourceInput>();
  const errors: DataError[] = [];
  for (const entry of readdirSync(join(folder, "sources")).toSorted()) {
    const by = entry.replace(/\.yaml$/u, "");
    const { data, error } = readDataFile(join(folder, "sources", entry), `sources/${entry}`, sourcesInput);
    for (const [id, source] of Object.entries(data)) {
      const other = sources.get(id);
      if (other) errors.push(error([id], `is a source of ${other.by} already`));
      else sources.set(id, { ...source, by });
    }
  }
  if (errors.length > 0) throw new DataErrors(errors);
  return sources;
}
