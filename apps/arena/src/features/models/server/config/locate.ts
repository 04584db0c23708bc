import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

/** The path of a value: keys and indexes from the root. */
export type ConfigPath = readonly (string | number)[];

/** A mistake in the file and its position. Line and column count from 1. */
export interface ConfigProblem {
  readonly path: ConfigPath;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string | null;
}

/** A JSON text whose values can be found again. */
export interface LocatedJson {
  readonly value: unknown;
  /** Syntax errors and duplicate keys. Where there are any, the value must not be used. */
  readonly problems: readonly ConfigProblem[];
  /** A problem of the value at a path, or of the key of that name inside it. */
  problemAt(path: ConfigPath, message: string, options?: { key?: string; hint?: string | null }): ConfigProblem;
}

/** Parses strict JSON and keeps the position of each value. */
export function locateJson(text: string): LocatedJson {
  // Some editors begin a file with a byte order mark, which is not JSON.
  const json = text.replace(/^\uFEFF/u, " ");
  const errors: ParseError[] = [];
  const tree = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const problem = (offset: number, path: ConfigPath, message: string, hint: string | null): ConfigProblem => ({
    path,
    ...positionOf(json, offset),
    message,
    hint,
  });
  // One mistake makes the parser report several; the first is where it is.
  const syntax = errors
    .slice(0, 1)
    .map(({ error, offset }) =>
      problem(offset, [], `This is not valid JSON: ${wordsOf(printParseErrorCode(error))}.`, hintOf(printParseErrorCode(error))),
    );
  const twice = duplicateKeys(tree).map(({ node, path }) =>
    problem(node.offset, path, `The key ${JSON.stringify(node.value)} stands twice.`, "Remove one of the two."),
  );
  return {
    // A syntax error may leave a tree that is not all of the file; it is reported and not used.
    value: errors.length === 0 && tree ? (JSON.parse(json) as unknown) : undefined,
    problems: json.trim() === "" ? [problem(0, [], "The file is empty.", "Write {} for the defaults.")] : [...syntax, ...twice],
    problemAt(path, message, { key, hint = null } = {}) {
      const node = tree && nearestNode(tree, path);
      const property = key === undefined ? undefined : node?.children?.find(({ children }) => children?.[0]?.value === key);
      return problem((property ?? node)?.offset ?? 0, key === undefined ? path : [...path, key], message, hint);
    },
  };
}

/** The node of a path, or of as much of it as the file has. */
function nearestNode(tree: Node, path: ConfigPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree;
}

function duplicateKeys(node: Node | undefined, path: ConfigPath = []): { node: Node; path: ConfigPath }[] {
  if (node?.type === "array") return (node.children ?? []).flatMap((child, index) => duplicateKeys(child, [...path, index]));
  if (node?.type !== "object") return [];
  const seen = new Set<unknown>();
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) => {
    if (!key) return [];
    const here = [...path, String(key.value)];
    const inside = duplicateKeys(value, here);
    const isSecond = seen.has(key.value);
    seen.add(key.value);
    return isSecond ? [{ node: key, path: here }, ...inside] : inside;
  });
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/u);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** `CommaExpected` as "comma expected". */
const wordsOf = (code: string) => code.replaceAll(/(?<=[a-z])[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();

const hints: Readonly<Record<string, string>> = {
  InvalidCommentToken: "JSON has no comments; remove it.",
  PropertyNameExpected: "A key in double quotes is missing here, or there is a comma too many.",
  ValueExpected: "A value is missing here, or there is a comma too many.",
  InvalidSymbol: "Texts and keys stand in double quotes.",
};
const hintOf = (code: string): string | null => hints[code] ?? null;
