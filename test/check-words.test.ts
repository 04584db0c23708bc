import { describe, expect, it } from "vitest";
import { checkFile, isChecked, readList } from "../scripts/check-words.mjs";

const list = readList();
const found = (file: string, source: string) => checkFile(list, file, source).map((one) => one.found);

describe("the check of words", () => {
  it.each([
    ["an identifier", "packages/elo/src/fit/cells.ts", "const placeOf = 1;", "placeOf"],
    ["a type of the queue", "packages/inference/src/queue/a.ts", "export class Line {}", "Line"],
    ["a constant", "packages/inference/src/local/a.ts", "const PIECE_TOKENS = 1;", "PIECE_TOKENS"],
    ["a property", "apps/arena/src/domain/a.ts", "export const a = { seesPictures: true };", "seesPictures"],
    ["a file name", "apps/arena/src/features/models/client/arrivals-line.tsx", "", "arrivals-line.tsx"],
    ["an argument list of a command", "packages/elo/src/cli/main.ts", "const words = 1;", "words"],
    ["an error message", "apps/arena/src/domain/a.ts", 'throw new Error("No battle can be fought yet.");', "fought"],
    ["a message with values", "apps/arena/src/domain/a.ts", "const a = `${1} models play, ${2} come along later`;", "models play"],
    ["text on a page", "apps/arena/src/ui/a.tsx", "export const A = () => <p>The starter models are loading</p>;", "starter"],
    ["a translation", "apps/arena/messages/en.json", '{ "status": "4 contestants play" }', "contestants play"],
    ["a README", "packages/inference/README.md", "Who must wait has a place in line.", "place in line"],
  ])("finds a word in %s", (_, file, source, word) => {
    expect(found(file, source)).toContain(word);
  });

  it.each([
    ["text.replace and placeholder", "const placeholder = text.replace(a, b);"],
    ["a default", "export const defaultModels = segmentation.default;"],
    ["something done in place", "sortInPlace(rows);"],
    ["lines of a text", "const line = lines[0]; const lineNumber = 1;"],
    ["Promise.allSettled", "await Promise.allSettled(all);"],
    ["words outside of commands", "const words = text.split(' ');"],
    ["a comment", "// The models that play come along in line."],
    ["a string that is no sentence", 'const event = "settle";'],
  ])("leaves %s alone", (_, source) => {
    expect(found("packages/elo/src/fit/cells.ts", source)).toEqual([]);
  });

  it.each([
    ["a folder of code whose name is that of data", "apps/arena/src/features/models/contract.ts", true],
    ["a page in the root", "README.md", true],
    ["claims of the catalog, which quote their sources", "packages/catalog/data/qwen/models.yaml", false],
    ["the list of the words", "scripts/words.json", false],
  ])("knows whether to read %s", (_, file, expected) => {
    expect(isChecked(file)).toBe(expected);
  });
});
