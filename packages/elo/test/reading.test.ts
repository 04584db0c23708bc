import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type ReadOptions, type ReadVotes, readVotes } from "../src/index.ts";
import { ByteTable } from "../src/votes/reading/byte-table.ts";

const folder = mkdtempSync(join(tmpdir(), "elo-reading-"));
afterAll(() => rmSync(folder, { recursive: true }));

// Threads run the built program.
const { readVoteFile } = (await import(
  new URL("../dist/cli/read-file.js", import.meta.url).pathname
)) as typeof import("../src/cli/read-file.ts");

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The bytes in chunks of these lengths, over and over. */
function* chunked(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, k = 0; at < bytes.length; k++) {
    const length = lengths[k % lengths.length] ?? 1;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** Votes as objects, in their order. */
function rowsOf(read: ReadVotes) {
  if (read.kind === "counts") throw new Error("These are counts.");
  const { columns, texts, numbers } = read;
  return Array.from(columns.a, (a, k) => ({
    a: columns.models[a],
    b: columns.models[columns.b[k] ?? -1],
    outcome: columns.outcome[k],
    texts: Array.from(texts.values(), ({ values, codes }) => values[codes[k] ?? -1]),
    numbers: Array.from(numbers.values(), (values) => values[k]),
  }));
}

// Names with everything that a format treats in a way of its own, but no blanks at their ends, which do not count.
const name = fc
  .string({
    unit: fc.constantFrom("a", "B", "7", '"', ",", ";", "\n", "\r\n", "\\", "{", "\u00E9", "\u540D", "\u{1F600}", " "),
    minLength: 1,
    maxLength: 9,
  })
  .map((text) => `m${text}z`);
const vote = fc.record({
  a: name,
  b: name,
  outcome: fc.integer({ min: 0, max: 3 }),
  voter: name,
  length: fc.nat(1e6).map((value) => value / 8),
});
const votes = fc.array(
  vote.filter(({ a, b }) => a !== b),
  { minLength: 1, maxLength: 30 },
);
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const words = ["model_a", "model_b", "tie", "both_bad"];
const further: ReadOptions = { texts: ["voter"], numbers: ["length"] };
const expectedRows = (list: readonly { a: string; b: string; outcome: number; voter: string; length: number }[]) =>
  list.map(({ a, b, outcome, voter, length }) => ({ a, b, outcome, texts: [voter], numbers: [length] }));

describe("what was written is read, in chunks of any size", () => {
  it.each([",", ";", "\t"])("as values separated by %j", async (delimiter) => {
    const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(votes, lengths, fc.constantFrom("\n", "\r\n"), fc.boolean(), async (list, sizes, end, isEnded) => {
        const head = ["voter", "unread", "model_a", "length", "model_b", "winner"];
        const rows = list.map(({ a, b, outcome, voter, length }) => [voter, 'x "y\n', a, `${length}`, b, words[outcome] ?? ""].map(field));
        const text = [head, ...rows].map((row) => row.join(delimiter)).join(end) + (isEnded ? end : "");
        expect(rowsOf(await readVotes(chunked(bytesOf(text), sizes), further))).toEqual(expectedRows(list));
      }),
    );
  });

  it.each([
    ["JSON lines", (list: unknown[]) => list.map((row) => JSON.stringify(row)).join("\n")],
    ["a JSON list", (list: unknown[]) => JSON.stringify(list)],
    ["a JSON list on many lines", (list: unknown[]) => JSON.stringify(list, null, 2)],
  ])("as %s", async (_, write) => {
    await fc.assert(
      fc.asyncProperty(votes, lengths, fc.jsonValue(), async (list, sizes, other) => {
        const rows = list.map(({ a, b, outcome, voter, length }, k) => {
          const row = { model_a: a, other, model_b: b, winner: words[outcome], voter, length };
          return k % 3 === 2 ? Object.fromEntries(Object.entries(row).toReversed()) : row;
        });
        expect(rowsOf(await readVotes(chunked(bytesOf(write(rows)), sizes), further))).toEqual(expectedRows(list));
      }),
    );
  });

  it("from texts that are cut in the middle of a character", async () => {
    const text = "model_a,model_b,winner\n\u{1F600},\u{1F601},tie\n";
    expect(rowsOf(await readVotes([...Array(text.length).keys()].map((k) => text.charAt(k))))[0]).toMatchObject({
      a: "\u{1F600}",
      b: "\u{1F601}",
    });
  });

  it("from JSON lines whose blanks and order of keys change", async () => {
    const text =
      '{"model_a":"x","model_b":"y","winner":"model_a"}\n{ "model_a" :  "y" ,"model_b":\t"x","winner": "tie" }\n{"winner":"model_b","model_a": "x","model_b":"y"}';
    expect(rowsOf(await readVotes([text])).map(({ a, outcome }) => [a, outcome])).toEqual([
      ["x", 0],
      ["y", 2],
      ["x", 1],
    ]);
  });
});

describe("an error names its line", () => {
  it.each([
    [
      "after blank lines, a mark and quotes with line breaks",
      '\uFEFF\n\nmodel_a,model_b,winner,note\nx,y,tie,"1\n2"\n\nx,y,never,"3"\n',
      "Line 7",
    ],
    ["in JSON lines", '\n{"model_a":"x","model_b":"y","winner":"tie"}\n\n{"model_a":"x","model_b":"y","winner":"never"}', "Line 4"],
    [
      "in a list, as the record",
      '[{"model_a":"x","model_b":"y","winner":"tie"},\n\n{"model_a":"x","model_b":"y","winner":"never"}]',
      "Record 2",
    ],
  ])("%s", async (_, text, where) => {
    for (const size of [1, 7, 1000])
      await expect(readVotes(chunked(bytesOf(text), [size]))).rejects.toThrow(`${where} has the winner "never"`);
  });
});

describe("files read in several threads", () => {
  const read = (text: string, threads: number, options: ReadOptions = further) => {
    const file = join(folder, "votes");
    writeFileSync(file, text);
    return readVoteFile(file, options, { threads, bytesPerThread: 1 });
  };
  const row = (k: number) => `m${k % 7},n${k % 5},${words[k % 4]},v${k % 11},${k % 13}`;
  const head = "model_a,model_b,winner,voter,length";
  const many = [head, ...Array.from({ length: 3000 }, (_, k) => row(k))].join("\n");

  it.each([2, 3, 8])("hold the same as in one: %i threads", async (threads) => {
    expect(await read(many, threads)).toEqual(await read(many, 1));
    const json = Array.from({ length: 2000 }, (_, k) =>
      JSON.stringify({ model_a: `m${k % 9}`, model_b: `n${k % 4}`, winner: "tie", voter: `v${k % 3}`, length: k }),
    );
    expect(await read(json.join("\n"), threads)).toEqual(await read(json.join("\n"), 1));
  });

  it("hold the same where a range ends inside of a quote, so that the next would begin in the wrong state", async () => {
    // Inside of the quotes stand whole records, which a range that began there would take for votes.
    const note = `"${Array.from({ length: 40 }, () => "evil,other,model_a,v,1").join("\n")}"`;
    const text = [`${head},note`, ...Array.from({ length: 400 }, (_, k) => `${row(k)},${note}`)].join("\n");
    const whole = await read(text, 1);
    for (const threads of [2, 5, 8]) expect(await read(text, threads)).toEqual(whole);
    expect(rowsOf(whole)).toHaveLength(400);
  });

  it.each([2, 4])("name the first line that is wrong, in whichever range it stands: %i threads", async (threads) => {
    for (const bad of [10, 1400, 2990]) {
      const text = many
        .split("\n")
        .map((line, k) => (k === bad || k === 2995 ? "x,y,never,v,1" : line))
        .join("\n");
      await expect(read(text, threads)).rejects.toThrow(`Line ${bad + 1} has the winner "never"`);
    }
  });
});

describe("a table of byte strings", () => {
  it("gives equal strings one number and others another, however many there are", () => {
    const table = new ByteTable();
    const texts = Array.from({ length: 20_000 }, (_, k) => `${"prefix-".repeat(k % 4)}${(k * 7919) % 20_011}`);
    const view = (text: string) => new DataView(bytesOf(` ${text} `).buffer);
    const numbers = texts.map((text) => table.add(view(text), 1, 1 + text.length));
    expect(numbers).toEqual([...texts.keys()]);
    expect(table.texts).toEqual(texts);
    expect(texts.map((text) => table.find(view(text), 1, 1 + text.length))).toEqual(numbers);
    expect(table.find(view("absent"), 1, 7)).toBe(-1);
  });
});
