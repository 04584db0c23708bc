import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Catalog, readCatalog } from "../pipeline/read-catalog.ts";

/** A copy of the data for each test, to plant errors in. */
export interface DataFolder {
  readonly path: string;
  /** Puts one text in the place of another. */
  replace(file: string, from: string, to: string): void;
  read(): Catalog;
}

/** Gives each test of a file its own copy of the data. */
export function useDataFolder(): DataFolder {
  let path = "";
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "catalog-"));
    cpSync(join(import.meta.dirname, "../data"), path, { recursive: true });
  });
  afterEach(() => rmSync(path, { recursive: true }));
  return {
    get path() {
      return path;
    },
    replace(file, from, to) {
      const text = readFileSync(join(path, file), "utf8");
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(join(path, file), text.replace(from, to));
    },
    read: () => readCatalog(path, "2026-11-24"),
  };
}
