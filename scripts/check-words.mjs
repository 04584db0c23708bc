// @ts-check
// Finds words that this project does not use, in names (files, identifiers), in messages (strings, translations) and in READMEs.
// The words are data: words.json. A folder under `unfinished` is reported and does not fail yet.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { root } from "./run.mjs";

/**
 * @typedef {{ instead: string, names: string[], exact?: string[], text: string[], in?: string }} Word
 * @typedef {{ words: Word[], unfinished: string[], except: { names: { name: string, in?: string, because: string }[] } }} List
 * @typedef {{ file: string, line: number, found: string, instead: string }} Finding
 */

/** The words of an identifier or a file name, in lower case, with one space between and around. @param {string} name */
const wordsOf = (name) =>
  ` ${name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[^A-Za-z]+/g, " ")
    .trim()
    .toLowerCase()} `;

/** @param {List} list @param {string} name @param {string} file @param {boolean} isIdentifier @returns {{ found: string, instead: string }[]} */
function inName({ words, except }, name, file, isIdentifier) {
  const split = except.names
    .filter((phrase) => phrase.in === undefined || phrase.in === file)
    .reduce((left, phrase) => left.replace(` ${phrase.name} `, " "), wordsOf(name));
  return words
    .filter((word) => word.in === undefined || new RegExp(word.in).test(file))
    .filter(({ names, exact = [] }) => names.some((word) => split.includes(` ${word} `)) || (isIdentifier && exact.includes(name)))
    .map(({ instead }) => ({ found: name, instead }));
}

/** @param {List} list @param {string} text @returns {{ found: string, instead: string }[]} */
function inText({ words }, text) {
  return words.flatMap(({ text: patterns, instead }) =>
    patterns.flatMap((pattern) => Array.from(text.matchAll(new RegExp(pattern, "gi")), ([found]) => ({ found, instead }))),
  );
}

/** Whether a string is a sentence for a person, and not an identifier, a path or a pattern. @param {string} text */
const isMessage = (text) => /[A-Za-z]+ [A-Za-z]+/.test(text);

/** @param {List} list @param {string} file @param {string} source @returns {Finding[]} */
function inCode(list, file, source) {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : undefined);
  /** @type {Finding[]} */
  const findings = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
    const add = (/** @type {{ found: string, instead: string }[]} */ found) =>
      findings.push(...found.map((one) => ({ file, line: line + 1, ...one })));
    if (ts.isIdentifier(node)) add(inName(list, node.text, file, true));
    else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isJsxText(node))
      if (isMessage(node.text)) add(inText(list, node.text));
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return findings;
}

/** @param {List} list @param {string} file @param {string} source @returns {Finding[]} */
function inLines(list, file, source) {
  return source.split("\n").flatMap((text, index) => inText(list, text).map((one) => ({ file, line: index + 1, ...one })));
}

/**
 * Everything that one file has of the words: its name, its identifiers, its messages.
 * @param {List} list
 * @param {string} file
 * @param {string} source
 */
export function checkFile(list, file, source) {
  const named = inName(list, basename(file), file, false).map((one) => ({ file, line: 0, ...one }));
  if (/\.(ts|tsx|mjs|cjs)$/.test(file)) return [...named, ...inCode(list, file, source)];
  if (/(^|\/)(README|ARCHITECTURE|CONTRIBUTING|SECURITY|AGENTS)\.md$|\/messages\/en\.json$/.test(file))
    return [...named, ...inLines(list, file, source)];
  return named;
}

/** Data that is no prose of ours, and the files that list the words themselves. */
const UNCHECKED =
  /^(packages\/catalog\/data|packages\/elo\/examples\/data|packages\/pocket-models\/models|apps\/arena\/drizzle)\/|^scripts\/(words\.json|check-words\.mjs)$|^test\/check-words\.test\.ts$/;

/** Whether the check reads this file. @param {string} file */
export const isChecked = (file) =>
  (/^(apps|packages|scripts|test|examples)\//.test(file) || /^[^/]+\.md$/.test(file)) && !UNCHECKED.test(file);

/** @returns {List} */
export const readList = () => JSON.parse(readFileSync(new URL("words.json", import.meta.url), "utf8"));

/** @param {string} prefix @param {string} file */
const isUnder = (prefix, file) => file === prefix || file.startsWith(`${prefix}/`);

function main() {
  const list = readList();
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => isChecked(file) && existsSync(`${root}${file}`));
  const findings = files.flatMap((file) =>
    checkFile(list, file, /\.(ts|tsx|mjs|cjs|md|json)$/.test(file) ? readFileSync(`${root}${file}`, "utf8") : ""),
  );
  const open = findings.filter(({ file }) => list.unfinished.some((prefix) => isUnder(prefix, file)));
  const failing = findings.filter((finding) => !open.includes(finding));
  const finished = list.unfinished.filter((prefix) => !open.some(({ file }) => isUnder(prefix, file)));
  const shown = process.argv.includes("--all") ? findings : failing;
  for (const { file, line, found, instead } of shown) console.log(`${file}${line ? `:${line}` : ""}: "${found}"; write: ${instead}`);
  if (process.argv.includes("--folders"))
    for (const [folder, count] of Object.entries(countBy(findings.map(({ file }) => dirname(file))))) console.log(`${count}\t${folder}`);
  for (const prefix of finished) console.log(`scripts/words.json: "${prefix}" is finished; take it from the list.`);
  console.log(`check-words: ${failing.length} to mend, ${open.length} in ${list.unfinished.length} unfinished folders`);
  process.exit(failing.length > 0 ? 1 : 0);
}

/** @param {string[]} keys @returns {Record<string, number>} */
function countBy(keys) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
