import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../src/cli/run.ts";
import type { Ratings } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "elo-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const put = (content: string | Uint8Array): string => {
  const file = join(folder, `votes-${files++}`);
  writeFileSync(file, content);
  return file;
};
const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url).pathname;
const rank = async (file: string, ...options: string[]) => JSON.parse(await run(["rank", file, "--json", ...options])) as Ratings;
/** Wins, losses and ties of each model, by name. */
const talliesOf = ({ models }: Ratings) =>
  Object.fromEntries(models.map(({ model, wins, losses, ties }) => [model, `${wins}-${losses}-${ties}`]));

// x beats y three times, y beats x once, x and z are both bad, z and y tie.
const rows = [
  ["x", "y", "a"],
  ["x", "y", "a"],
  ["x", "y", "a"],
  ["x", "y", "b"],
  ["x", "z", "bad"],
  ["z", "y", "tie"],
] as const;
const expected = { x: "3-1-1", y: "1-3-1", z: "0-0-2" };

const lines = (head: string, line: (a: string, b: string, end: "a" | "b" | "tie" | "bad") => string, end = "\n") =>
  [head, ...rows.map(([a, b, outcome]) => line(a, b, outcome))].join(end) + end;
const words = { a: "model_a", b: "model_b", tie: "tie", bad: "tie (bothbad)" };
const newWords = { ...words, bad: "both_bad" };
const plain = lines("model_a,model_b,winner", (a, b, end) => `${a},${b},${words[end]}`);
const records = rows.map(([a, b, end], k) => ({ id: k, model_a: a, model_b: b, winner: newWords[end] }));
const conversation = [
  { role: "user", content: 'a "quoted" { brace, and a \n line' },
  { role: "assistant", content: "\u4F60\u597D \\" },
];
const preferences = records.map((record, k) => ({
  ...record,
  conversation_a: conversation,
  conv_metadata: {
    sum_assistant_a_tokens: 10 + k,
    sum_assistant_b_tokens: 20 - k,
    header_count_a: { h1: k, h2: 1 },
    header_count_b: { h1: 0, h2: 2 },
  },
  is_code: k % 2 === 0,
  timestamp: 1e9 + k / 3,
}));

describe("every form that people hold is rated", () => {
  it.each<[string, string | Uint8Array, ...string[]]>([
    ["LMArena's first releases: tie (bothbad)", plain],
    ["LMArena's 140k: both_bad, as JSON lines with nested conversations", preferences.map((row) => JSON.stringify(row)).join("\n")],
    ["FastChat's clean_battle: one JSON list", JSON.stringify(preferences)],
    ["a JSON list on many lines, with a mark at its beginning", `\uFEFF${JSON.stringify(preferences, null, 2)}\n`],
    [
      "Kaggle's 55k: a column of 0 and 1 per outcome",
      lines("id,model_a,model_b,prompt,winner_model_a,winner_model_b,winner_tie", (a, b, end) =>
        [1, a, b, '"[""a, b""]\nc"', +(end === "a"), +(end === "b"), +(end === "tie" || end === "bad")].join(","),
      ),
    ],
    [
      "ComparIA: the chosen name, and both_equal",
      lines("timestamp,model_a_name,model_b_name,chosen_model_name,both_equal", (a, b, end) =>
        ["2025", a, b, end === "a" ? a : end === "b" ? b : "", end === "tie" || end === "bad" ? "True" : "False"].join(","),
      ),
    ],
    [
      "A and B, with semicolons",
      lines("model_a;model_b;winner", (a, b, end) => [a, b, { a: "A", b: "B", tie: "Tie", bad: "bad" }[end]].join(";")),
    ],
    [
      "left and right, with tabs",
      lines("Model A\tModel B\tPreference", (a, b, end) => [a, b, { a: "left", b: "right", tie: "draw", bad: "both bad" }[end]].join("\t")),
    ],
    [
      "the score of the first: 1, 0, 0.5",
      lines("player_a,player_b,score", (a, b, end) => [a, b, { a: 1, b: 0, tie: 0.5, bad: 0.5 }[end]].join(",")),
    ],
    [
      "numbers in JSON",
      rows.map(([a, b, end]) => JSON.stringify({ model_a: a, model_b: b, winner: { a: 1, b: 0, tie: 0.5, bad: 0.5 }[end] })).join("\n"),
    ],
    ["the winner by its name", lines("model_a,model_b,winner", (a, b, end) => [a, b, { a, b, tie: "tie", bad: "tie" }[end]].join(","))],
    [
      "a mark, CRLF, quotes, capital letters and blanks",
      `\uFEFF${lines('"Model_A", Model_B ,"Winner"', (a, b, end) => `"${a}", ${b} ,"${words[end].toUpperCase()}"`, "\r\n")}\r\n\r\n`,
    ],
    ["gzip", gzipSync(plain)],
    ["gzip in two members", Buffer.concat([gzipSync(plain.slice(0, 40)), gzipSync(plain.slice(40))])],
    [
      "the first column without a name, as pandas writes its index",
      lines(",model_a,model_b,winner", (a, b, end) => `7,${a},${b},${words[end]}`),
    ],
    [
      "other names, with --columns and --values",
      lines("eins,zwei,wer", (a, b, end) => [a, b, { a: "H", b: "A", tie: "D", bad: "N" }[end]].join(",")),
      "--columns",
      "a=eins,b=zwei,winner=wer",
      "--values",
      "a=H,b=A,tie=D|d,both-bad=N",
    ],
    [
      "optional fields of JSON that only some lines have",
      ['{"model_a":"x","model_b":"y","winner":"model_a","extra":null}', '{"winner":"model_b","note":"n","model_b":"y","model_a":"x"}']
        .concat('{"model_a":"x","model_b":"y","winner":"model_a","count":2}', '{"model_a":"x","model_b":"z","winner":"both_bad"}')
        .concat('{"model_a":"z","model_b":"y","winner":"tie","count":null}')
        .join("\n\n"),
    ],
    ["counts with home and away", "home_team,away_team,home_wins,away_wins,draws\nx,y,2,1,0\ny,x,0,1,0\nx,z,0,0,1\nz,y,0,0,1\n"],
  ])("%s", async (_, content, ...options) => {
    expect(talliesOf(await rank(put(content), ...options))).toEqual(expected);
  });

  it("Parquet, compressed with snappy and with zstd", async () => {
    for (const name of ["human-preference.snappy.parquet", "human-preference.zstd.parquet"]) {
      expect(talliesOf(await rank(fixture(name)))).toEqual(expected);
    }
  });

  it("winner and loser, in no order: who was shown first is not known", async () => {
    const file = put(`winner,loser\n${"x,y\n".repeat(300)}${"y,x\n".repeat(100)}`);
    expect(talliesOf(await rank(file))).toEqual({ x: "300-100-0", y: "100-300-0" });
    await expect(rank(file, "--position")).rejects.toThrow("the input says only who beat whom");
  });

  it("columns of numbers inside of objects, the sum where there are several", async () => {
    const style = ["--style", "tokens=conv_metadata.sum_assistant_a_tokens:conv_metadata.sum_assistant_b_tokens"];
    const many = Array.from({ length: 40 }, (_, k) =>
      JSON.stringify({ ...preferences[k % 6], winner: k % 3 === 0 ? "model_a" : "model_b" }),
    ).join("\n");
    expect((await rank(put(many), ...style)).coefficients.map(({ name }) => name)).toEqual(["tokens"]);
    const headers = "headers=conv_metadata.header_count_a:conv_metadata.header_count_b";
    const fromObject = await rank(put(many), "--style", headers);
    const flat = Array.from({ length: 40 }, (_, k) => {
      const { model_a, model_b } = records[k % 6] ?? { model_a: "", model_b: "" };
      return `${model_a},${model_b},${k % 3 === 0 ? "model_a" : "model_b"},${(k % 6) + 1},2`;
    });
    const fromColumns = await rank(put(`model_a,model_b,winner,headers_a,headers_b\n${flat.join("\n")}`), "--style", "headers");
    expect(fromObject.coefficients[0]?.value).toBeCloseTo(fromColumns.coefficients[0]?.value ?? Number.NaN, 9);
  });

  it("a column that two options name, and one that has a role", async () => {
    const file = put(`model_a,model_b,winner,voter\n${"x,y,model_a,v\nx,y,model_b,v\nx,y,model_b,w\ny,x,tie,w\n".repeat(5)}`);
    const both = JSON.parse(await run(["rank", file, "--json", "--by", "voter", "--cluster", "winner"])) as { groups: unknown[] };
    expect(both.groups).toHaveLength(2);
    const twice = JSON.parse(
      await run(["rank", file, "--json", "--by", "voter", "--cluster", "voter"]).catch((error: Error) => JSON.stringify(error.message)),
    ) as string;
    expect(twice).toContain("at least two clusters");
  });
});

const utf16 = (text: string, mark: string) => Buffer.from(mark + text, "utf16le");

describe("what cannot be read is refused in one short sentence without control characters", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["UTF-16 with a mark", utf16(plain, "\uFEFF"), "The input is UTF-16 text, which is not read. Save it as UTF-8."],
    ["UTF-16 without a mark", utf16(plain, ""), "The input is UTF-16 text"],
    ["big-endian UTF-16", utf16(plain, "\uFEFF").swap16(), "The input is UTF-16 text"],
    [
      "Latin-1 in names",
      Buffer.from("model_a,model_b,winner\nMod\u00E8le,Mod\u00E9le,model_a\n", "latin1"),
      "Line 2 is not UTF-8 text. Convert the file",
    ],
    ["random bytes", Uint8Array.from({ length: 5000 }, (_, k) => (k * 2_654_435_761) >>> 13), "The input is not text."],
    ["zip", Buffer.from("PK\u0003\u0004rest"), "zip archive or a spreadsheet"],
    ["a web page", "<!doctype html><p>Not found", "HTML or XML"],
    ["a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Run git lfs pull"],
    ["gzip that is cut off", gzipSync(plain).subarray(0, 40), "no whole gzip file"],
    ["a Parquet file that is cut off", Buffer.from("PAR1\u0015\u0004"), "The Parquet file cannot be read"],
    ["nothing but blanks", " \n\n  \n", "The input is empty."],
    ["an empty list", "[]", "There are no votes in the input."],
    ["a list that is not closed", '[{"model_a":"x","model_b":"y","winner":"tie"},', "Record 2 is missing: the list is not closed."],
    ["a list cut off in an item", '[{"model_a":"x","model_b":"y","winner":"tie"},{"mod', "Record 2 is not complete"],
    ["a list of numbers", "[1, 2]", "Record 1 is not a JSON object."],
    ["carriage returns alone", plain.replaceAll("\n", "\r"), "carriage returns alone"],
    ["a first line of megabytes", "x".repeat(3_000_000), "Line 1 is longer than 1 MB"],
    ["a value of megabytes", `model_a,model_b,winner\nx,y,${"w".repeat(3_000_000)}\n`, `Line 2 has the winner "${"w".repeat(60)}…"`],
    ["escape sequences in a value", "model_a,model_b,winner\nx,y,\u001B[31mred\u202E\n", 'the winner "\\u001b[31mred\\u202e"'],
    ["Model_A beside model_a", "Model_A,model_a,model_b,winner\nx,y,z,model_a\n", "are both model_a. Rename one of them."],
    ["a winner who did not play", "model_a,model_b,winner\nx,y,z\n", 'Line 2 has the winner "z"; known are'],
    ["a name that is also a label", "model_a,model_b,winner\nB,A,A\n", "which is a model's name and also a word for an outcome"],
    ["two winners", "model_a,model_b,winner_model_a,winner_model_b,winner_tie\nx,y,1,1,0\n", "Line 2 must have 1 in exactly one of"],
    [
      "a winner although both are equal",
      "model_a_name,model_b_name,chosen_model_name,both_equal\nx,y,x,true\n",
      "says that both are equal, and names the winner",
    ],
    [
      "an object as a name",
      '{"model_a":{"id":1},"model_b":"y","winner":"tie"}',
      "Line 1 has an object in model_a, which must be a text or a number.",
    ],
    ["a missing field", '{"model_a":"x","model_b":"y","winner":"tie"}\n{"model_a":"x","model_b":"y"}', "Line 2 has no winner."],
    ["a field that stands twice", '{"model_a":"x","model_b":"y","winner":"tie","model_a":"z"}', "Line 1 has model_a twice."],
    [
      "broken JSON in a field that is not read",
      '{"model_a":"x","model_b":"y","winner":"tie","note":tru}',
      'Line 1 is not JSON: "tru" is no value.',
    ],
    ["half a character", '{"model_a":"\\ud800","model_b":"y","winner":"tie"}', "half a character"],
    ["two objects on a line", '{"model_a":"x","model_b":"y","winner":"tie"} {}', "has text after its object"],
    [
      "an object of columns, as pandas writes JSON by default",
      '{"model_a":{"0":"x"},"model_b":{"0":"y"},"winner":{"0":"tie"}}',
      "has an object in model_a",
    ],
  ])("%s", async (_, content, sentence) => {
    const message = await rank(put(content)).then(
      () => "It was read.",
      (error: Error) => error.message,
    );
    expect(message).toContain(sentence);
    expect(message.length).toBeLessThan(400);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  it("a folder, and a file that is not there", async () => {
    await expect(rank(folder)).rejects.toThrow("is a folder, not a file.");
    await expect(rank(join(folder, "none.csv"))).rejects.toThrow("There is no file");
  });

  it("--columns and --values that cannot be", async () => {
    const file = put(plain);
    await expect(rank(file, "--columns", "a=eins")).rejects.toThrow("The input has no column eins; it has model_a, model_b, winner.");
    await expect(rank(file, "--columns", "first=model_a")).rejects.toThrow('--columns has "first", but knows a, b, winner');
    await expect(rank(file, "--columns", "a")).rejects.toThrow("must be a list such as a=left,b=right");
    await expect(rank(file, "--values", "a=x,b=x")).rejects.toThrow('The value "x" is given for two outcomes.');
  });
});
