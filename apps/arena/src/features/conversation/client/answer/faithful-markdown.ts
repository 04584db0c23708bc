import type { Link, List, ListItem, Nodes, Parents, PhrasingContent, Root, RootContent, Table, Text } from "mdast";
import type { Plugin } from "unified";
import { type Formula, splitFormulas, withSources } from "./find-formulas";

/** References and footnotes take text away from where it stands, or off the page. */
const withoutReferences = { disable: { null: ["definition", "gfmFootnoteDefinition", "gfmFootnoteCall", "gfmPotentialFootnoteCall"] } };

interface Context {
  readonly source: string;
  readonly formulas: readonly Formula[];
}

const textOf = (value: string): Text => ({ type: "text", value });

/** What the model wrote for a node. */
function sourceOf({ position }: Nodes, { source, formulas }: Context): string {
  const [start, end] = [position?.start.offset ?? 0, position?.end.offset ?? 0];
  return withSources(source.slice(start, end), formulas);
}

const formulaNode = ({ tex, isDisplay, source }: Formula): Text => ({
  type: "text",
  value: source,
  data: { hName: "span", hProperties: { dataTex: tex, dataDisplay: String(isDisplay) }, hChildren: [{ type: "text", value: source }] },
});

const safeAddress = /^(?:https?:\/\/|mailto:)/iu;
/** `__init__` is a name of Python; models write bold words with asterisks. */
const dunder = /^__[a-z\d]+(?:_[a-z\d]+)*__$/u;

/** What stands in the place of a node. */
function replacementOf(node: RootContent, parent: Parents, context: Context): RootContent[] {
  const { formulas } = context;
  switch (node.type) {
    case "text":
      return splitFormulas(node.value, formulas).map((chunk) => (typeof chunk === "string" ? textOf(chunk) : formulaNode(chunk)));
    case "html": {
      const text = textOf(withSources(node.value, formulas));
      const isInline = parent.type === "paragraph" || parent.type === "heading" || parent.type === "tableCell" || "url" in parent;
      return isInline || parent.type === "emphasis" || parent.type === "strong" || parent.type === "delete"
        ? [text]
        : [{ type: "paragraph", children: [text] }];
    }
    case "strong":
      return dunder.test(sourceOf(node, context)) ? [textOf(sourceOf(node, context))] : [node];
    case "link":
    case "image":
      return safeAddress.test(node.url) ? [node] : [textOf(sourceOf(node, context))];
    default:
      return [node];
  }
}

/** Cells beyond the head of a table are shown, too. */
function widenTable(table: Table): void {
  const columns = Math.max(...table.children.map(({ children }) => children.length));
  table.align = Array.from({ length: columns }, (_, column) => table.align?.[column] ?? null);
}

/** Numbers of a list as they are written: Markdown counts on from the first. */
function keepNumbers(list: List, context: Context): void {
  if (list.ordered !== true) return;
  for (const item of list.children) {
    const value = /^\s*(\d{1,9})[.)]/u.exec(sourceOf(item, context))?.[1];
    if (value !== undefined) setProperties(item, { value: Number(value) });
  }
}

function setProperties(item: ListItem, properties: Record<string, number>): void {
  item.data = { ...item.data, hProperties: { ...item.data?.hProperties, ...properties } };
}

function restoreIn(node: RootContent, { formulas }: Context): void {
  if (node.type === "code" || node.type === "inlineCode") node.value = withSources(node.value, formulas);
  if (node.type === "code" && typeof node.lang === "string") {
    const info = withSources([node.lang, node.meta].filter(Boolean).join(" "), formulas);
    node.data = { ...node.data, hProperties: { dataInfo: info } };
  }
  if (node.type === "link" || node.type === "image") restoreAddress(node, formulas);
}

function restoreAddress(node: Pick<Link, "url" | "title"> & { alt?: string | null | undefined }, formulas: readonly Formula[]): void {
  node.url = withSources(node.url, formulas);
  if (typeof node.alt === "string") node.alt = withSources(node.alt, formulas);
}

/** More boxes in boxes than this leave no space for text: what is deeper is shown as it is written. */
const MAX_DEPTH = 8;
const isBox = ({ type }: Nodes) => type === "blockquote" || type === "list";

function keep(parent: Parents, context: Context, depth = 0): void {
  const children = (parent.children as RootContent[]).flatMap((node) => {
    if (isBox(node) && depth === MAX_DEPTH) return [{ type: "paragraph" as const, children: [textOf(sourceOf(node, context))] }];
    restoreIn(node, context);
    if (node.type === "table") widenTable(node);
    if (node.type === "list") keepNumbers(node, context);
    return replacementOf(node, parent, context);
  });
  for (const child of children) if ("children" in child) keep(child, context, depth + (isBox(child) ? 1 : 0));
  parent.children = children as PhrasingContent[];
}

/** Markdown that keeps all that a model wrote: HTML, formulas, numbers of lists, references, and cells beyond the head of a table. */
export const faithfulMarkdown: Plugin<[{ readonly formulas: readonly Formula[] }], Root> = function ({ formulas }) {
  const data = this.data() as { micromarkExtensions?: unknown[] };
  (data.micromarkExtensions ??= []).push(withoutReferences);
  return (tree, file) => keep(tree, { source: String(file), formulas });
};
