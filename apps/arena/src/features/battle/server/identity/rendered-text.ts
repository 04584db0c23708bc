import { fromMarkdown } from "mdast-util-from-markdown";

interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly alt?: string | null | undefined;
  readonly children?: readonly MarkdownNode[];
}

const blocks = new Set(["paragraph", "heading", "code", "html", "listItem", "blockquote", "thematicBreak", "break"]);

function textOf({ type, value, alt, children }: MarkdownNode): string {
  const text = value ?? alt ?? (children ?? []).map(textOf).join("");
  return blocks.has(type) ? `${text}\n` : text;
}

/** Markdown as text, as a page shows it: without the marks of emphasis, links and references. */
export const renderedText = (markdown: string): string => textOf(fromMarkdown(markdown));
