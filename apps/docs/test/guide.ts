import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Language } from "../src/i18n/languages.ts";

/** The folder of the site's own package. */
export const siteFolder = fileURLToPath(new URL("..", import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** `ts`, `sh`, `text`, ... */
  readonly kind: string;
  /** What stands behind the kind: `title="query.ts"`, `background`. */
  readonly meta: string;
  readonly code: string;
}

/** The pages of a language as paths without `.mdx`, in the order of their names: `guides/catalog`. */
export function pagesOf(language: Language): string[] {
  const files = readdirSync(`${siteFolder}content/${language}`, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".mdx"))
    .map((file) => file.slice(0, -".mdx".length))
    .toSorted();
}

export const readPage = (language: Language, page: string): string => readFileSync(`${siteFolder}content/${language}/${page}.mdx`, "utf8");

/**
 * The fenced blocks of a page, in order.
 *
 * @throws Error for a fence that is never closed.
 */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { kind: string; meta: string; lines: string[] } | null = null;
  for (const line of text.split("\n")) {
    if (open === null) {
      const [, kind, meta] = /^```(\w+)\s*(.*)$/u.exec(line) ?? [];
      if (kind !== undefined) open = { kind, meta: meta ?? "", lines: [] };
    } else if (line === "```") {
      blocks.push({ kind: open.kind, meta: open.meta, code: open.lines.join("\n") });
      open = null;
    } else open.lines.push(line);
  }
  if (open !== null) throw new Error(`The block ${open.kind} ${open.meta} is never closed.`);
  return blocks;
}

/** The value of `name="..."` behind the kind of a block. */
export const attributeOf = ({ meta }: Block, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`, "u").exec(meta)?.[1];

/** Whether the bare word stands behind the kind of a block. */
export const isMarked = ({ meta }: Block, word: string): boolean => meta.split(/\s+/u).includes(word);
