import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../src/cli/run.ts";
import type { Ratings } from "../src/index.ts";
import { createRandom } from "../src/math/random.ts";

const folder = mkdtempSync(join(tmpdir(), "elo-cli-"));
const put = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
afterAll(() => rmSync(folder, { recursive: true }));

const json = async <Data = Ratings>(...argv: string[]): Promise<Data> => JSON.parse(await run([...argv, "--json"])) as Data;

/** 600 votes among x > y > z with a voter, a language and lengths; longer answers win more often. */
function votesCsv(): string {
  const random = createRandom(3);
  const levels = { x: 0.6, y: 0, z: -0.6 };
  const names = ["x", "y", "z"] as const;
  const lines = ["model_a,model_b,winner,voter,language,length_a,length_b"];
  for (let vote = 0; vote < 600; vote++) {
    const a = names[vote % 3] ?? "x";
    const b = names[(vote + 1 + (vote % 2)) % 3] ?? "y";
    const [longA, longB] = [50 + Math.floor(200 * random.uniform()), 50 + Math.floor(200 * random.uniform())];
    const wins = random.uniform() < 1 / (1 + Math.exp(levels[b] - levels[a] - (longA - longB) / 150));
    const winner = vote % 11 === 0 ? "tie" : vote % 13 === 0 ? "tie (bothbad)" : wins ? "model_a" : "model_b";
    lines.push([a, b, winner, `v${vote % 20}`, vote % 4 === 0 ? "zh" : "en", longA, longB].join(","));
  }
  return `${lines.join("\n")}\n`;
}

const four = "model_a,model_b,winner\nx,y,model_a\nx,y,model_a\nx,y,model_a\ny,x,model_a\n";
let votes = "";
beforeAll(() => {
  votes = put("votes.csv", votesCsv());
});

describe("rank", () => {
  it("prints the contract as data: every field, Elo around 1000, best first", async () => {
    const { method, votes: total, models, coefficients, warnings } = await json("rank", put("four.csv", four), "--interval", "sandwich");
    expect({ method, total, coefficients, warnings }).toEqual({ method: "bradley-terry", total: 4, coefficients: [], warnings: [] });
    const half = (400 / Math.LN10) * (Math.log(3) / 2);
    const se = (400 / Math.LN10) * (Math.sqrt(1 / (4 * 0.75 * 0.25)) / 2);
    expect(models.map(({ model, votes: own, wins, losses, ties }) => [model, own, wins, losses, ties])).toEqual([
      ["x", 4, 3, 1, 0],
      ["y", 4, 1, 3, 0],
    ]);
    const [x] = models;
    expect(x?.rating).toBeCloseTo(1000 + half, 6);
    expect(x?.se).toBeCloseTo(se, 6);
    for (const [bound, sign] of [
      [x?.low, -1],
      [x?.high, 1],
    ] as const)
      expect(bound).toBeCloseTo((x?.rating ?? 0) + sign * 1.959963984540054 * (x?.se ?? 0), 9);
    expect([x?.rank, x?.rankUb]).toEqual([[1, 2], 1]);
  });

  it("reads the same from pair counts, JSON lines, a count column and standard input", async () => {
    const expected = await json("rank", put("four.csv", four));
    const same = [
      put("counts.csv", "model_a,model_b,wins_a,wins_b,ties\nx,y,3,0,0\ny,x,1,0,0\n"),
      put("counts.jsonl", '{"model_a":"x","model_b":"y","wins_a":3,"wins_b":1,"ties":0}\n'),
      put(
        "votes.jsonl",
        ["x", "x", "x", "y"].map((a) => JSON.stringify({ model_a: a, model_b: a === "x" ? "y" : "x", winner: "model_a" })).join("\n"),
      ),
      put("counted.csv", 'model_a,model_b,winner,count\r\n"x","y",model_a,3\r\ny,x,model_a,1\r\n'),
    ];
    for (const file of same) expect((await json("rank", file)).models).toEqual(expected.models);
    const piped = spawnSync(process.execPath, [new URL("../dist/cli/main.js", import.meta.url).pathname, "rank", "--json"], {
      input: four,
      encoding: "utf8",
    });
    expect(JSON.parse(piped.stdout)).toEqual(expected);
  });

  it("reads quoted names with commas, quotes and line breaks", async () => {
    const file = put(
      "quoted.csv",
      'model_a,model_b,winner\n"a, b","say ""hi""",model_a\n"say ""hi""","a, b",model_a\n"two\nlines","a, b",tie\n',
    );
    expect((await json("rank", file)).models.map(({ model }) => model).toSorted()).toEqual(["a, b", 'say "hi"', "two\nlines"]);
  });

  it.each([
    [["--ties", "davidson"], "davidson", ["tie"]],
    [["--ties", "rao-kupper", "--position"], "rao-kupper", ["tie", "position"]],
    [["--ties", "grounded"], "grounded", ["tie", "level"]],
    [["--ties", "drop", "--position"], "bradley-terry", ["position"]],
    [["--style", "length", "--position"], "bradley-terry", ["length", "position"]],
    [["--cluster", "voter"], "bradley-terry", []],
    [["--interval", "bootstrap", "--seed", "7"], "bradley-terry", []],
    [["--interval", "fisher"], "bradley-terry", []],
    [["--method", "penalized"], "bradley-terry-penalized", []],
  ])("takes %j", async (options, method, coefficients) => {
    const ratings = await json("rank", votes, ...options);
    expect(ratings.method).toBe(method);
    expect(ratings.coefficients.map(({ name }) => name)).toEqual(coefficients);
    expect(ratings.models.map(({ model }) => model)).toEqual(["x", "y", "z"]);
    for (const { rating, se, low, high } of ratings.models) {
      expect(low).toBeLessThan(rating);
      expect(high).toBeGreaterThan(rating);
      expect(se).toBeGreaterThan(5);
      expect(se).toBeLessThan(30);
    }
  });

  it("finds the length that its votes favour", async () => {
    const { coefficients } = await json("rank", votes, "--style", "length");
    expect((coefficients[0]?.value ?? 0) / (coefficients[0]?.se ?? 1)).toBeGreaterThan(3);
  });

  it("moves all ratings to an anchor", async () => {
    const [plain, anchored] = [await json("rank", votes), await json("rank", votes, "--anchor", "z=1200")];
    expect(anchored.models.find(({ model }) => model === "z")?.rating).toBeCloseTo(1200, 9);
    const gap = ({ models }: Ratings) => (models[0]?.rating ?? 0) - (models[2]?.rating ?? 0);
    expect(gap(anchored)).toBeCloseTo(gap(plain), 9);
  });

  it("ranks each value of a column by itself", async () => {
    const { by, groups } = await json<{ by: string; groups: (Ratings & { value: string })[] }>("rank", votes, "--by", "language");
    expect(by).toBe("language");
    expect(groups.map(({ value, votes: own }) => [value, own])).toEqual([
      ["zh", 150],
      ["en", 450],
    ]);
  });

  it("replays online Elo", async () => {
    const { method, models, warnings } = await json(
      "rank",
      put("one.csv", "model_a,model_b,winner\nx,y,model_a\n"),
      "--method",
      "elo",
      "--k",
      "32",
    );
    expect(method).toBe("elo");
    expect(models.map(({ rating, se }) => [rating, se])).toEqual([
      [1016, null],
      [984, null],
    ]);
    expect(warnings).toEqual(["Online Elo depends on the order of the votes and has no interval."]);
  });

  it("says who separates the votes, or does what --on-separation says", async () => {
    const file = put("swept.csv", "model_a,model_b,winner,count\nx,y,model_a,5\ny,z,model_a,2\ny,z,model_b,2\n");
    const separated = put(
      "separated.csv",
      `model_a,model_b,winner\n${"x,y,model_a\n".repeat(5)}${"y,z,model_a\ny,z,model_b\nz,y,tie\n".repeat(6)}`,
    );
    await expect(run(["rank", file])).rejects.toThrow("The votes separate the models: x never lost.");
    expect((await json("rank", file, "--on-separation", "drop")).models.map(({ model }) => model).toSorted()).toEqual(["y", "z"]);
    for (const options of [["--ties", "davidson"], ["--interval", "bootstrap"], ["--position"], ["--cluster", "winner"]]) {
      const { models, warnings } = await json("rank", separated, "--on-separation", "drop", ...options);
      expect(models.map(({ model }) => model).toSorted()).toEqual(["y", "z"]);
      expect(warnings.at(-1)).toBe("The votes separate the models; left out: x.");
    }
    expect((await json("rank", file, "--method", "penalized")).models[0]?.model).toBe("x");
    const firth = await json("rank", file, "--on-separation", "firth");
    expect([firth.method, firth.models[0]?.model, firth.warnings.length]).toEqual(["bradley-terry-firth", "x", 1]);
  });

  it("prints a table for people", async () => {
    expect(await run(["rank", votes, "--position"])).toMatch(
      /^600 votes, bradley-terry\n\nrank +model +rating +95 % interval[\s\S]*\n1 +x [\s\S]*position: -?0\.\d{4} \(se 0\.\d{4}\)$/u,
    );
  });
});

describe("bad input is named by its line", () => {
  const head = "model_a,model_b,winner";
  it.each([
    ["", "The input is empty."],
    [`${head}\nx,y,model_c\n`, 'Line 2 has the winner "model_c"; known are model_a, model_b, tie, both_bad,'],
    [`${head}\nx,y,model_a\n\nx,x,model_a\n`, "Line 4 has x against itself."],
    [`${head}\n,y,model_a\n`, "Line 2 has a model without a name."],
    [`${head}\nx,y\n`, "Line 2 has 2 fields, but the header has 3."],
    [`${head}\n"x,y,model_a\n`, "Line 2 has a quote that is not closed."],
    [`${head}\n"x"z,y,model_a\n`, "Line 2 has text after a closing quote."],
    [`${head},count\nx,y,model_a,-1\n`, 'Line 2 has "-1" in count, which must be a number from 0 on.'],
    [`${head},count\nx,y,model_a,\n`, "Line 2 has no count."],
    [`${head},count\nx,y,model_a,0x10\n`, 'Line 2 has "0x10" in count, which must be a number from 0 on.'],
    [`${head},winner\nx,y,model_a,model_b\n`, 'The header has the column "winner" twice.'],
    [`${head},wins_a,wins_b,ties\nx,y,model_a,1,2,3\n`, "The input has both winner and wins_a, wins_b"],
    ["a,b\n1,2\n", "The input has the columns a, b; it needs model_a, model_b, winner, or model_a, model_b, wins_a, wins_b, ties."],
    ["model_a,model_b,wins_a,wins_b,ties\nx,y,1,many,0\n", 'Line 2 has "many" in wins_b, which must be a number from 0 on.'],
    ['{"model_a":"x","model_b":"y","winner":"tie"}\n{"model_a":\n', "Line 2 is not a JSON object."],
    [`${head}\n`, "There are no votes in the input."],
  ])("%j", async (text, sentence) => {
    await expect(run(["rank", put("bad.csv", text)])).rejects.toThrow(sentence);
  });
});

describe("options that cannot be", () => {
  it.each([
    [["--ties", "half-ish"], "--ties is half-ish, but must be one of: half, davidson, rao-kupper, grounded, drop."],
    [["--k", "fast"], "--k is fast, but must be a number from 0 to 1000."],
    [["--anchor", "x"], "--anchor is x, but must be name=rating."],
    [["--anchor", "nobody=1000"], "The anchor nobody is none of the models."],
    [["--style", "emoji"], "The input has no column emoji_a; it has model_a, model_b, winner"],
    [["--cluster", "judge"], "The input has no column judge"],
    [["--style", "length", "--ties", "davidson"], "--style goes with --ties half."],
    [["--method", "elo", "--interval", "bootstrap"], "--method elo has no interval"],
    [["--cluster", "voter", "--on-separation", "firth"], "--on-separation firth goes with plain --ties half or drop"],
    [["--frequency"], "Unknown option '--frequency'"],
  ])("%j", async (options, sentence) => {
    await expect(run(["rank", votes, ...options])).rejects.toThrow(sentence);
  });

  it("end with status 1 and one sentence", () => {
    const cli = (...argv: string[]) =>
      spawnSync(process.execPath, [new URL("../dist/cli/main.js", import.meta.url).pathname, ...argv], { encoding: "utf8", input: "" });
    expect(cli("rank", join(folder, "missing.csv"))).toMatchObject({
      status: 1,
      stdout: "",
      stderr: `llmlist-elo: There is no file ${join(folder, "missing.csv")}.\n`,
    });
    expect(cli("sort", votes)).toMatchObject({ status: 1, stdout: "" });
    expect(cli("rank", votes, "second.csv").stderr).toBe("llmlist-elo: One input at a time; second.csv is too many.\n");
    expect(cli("--help")).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the other commands", () => {
  it("matrix counts who beat whom", async () => {
    expect(await json("matrix", put("four.csv", four))).toEqual({
      models: ["x", "y"],
      battles: [
        [0, 4],
        [4, 0],
      ],
      wins: [
        [0, 3],
        [1, 0],
      ],
      ties: [
        [0, 0],
        [0, 0],
      ],
    });
    expect(await run(["matrix", put("four.csv", four)])).toContain("75 % of 4");
  });

  it("pairs proposes what to vote on next", async () => {
    const all = await json<{ a: string; b: string; propensity: number }[]>("pairs", votes);
    expect(all.reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1, 9);
    expect(await json("pairs", votes, "--goal", "place:z", "--count", "1")).toHaveLength(1);
    const placed = await json<{ a: string; b: string }[]>("pairs", votes, "--goal", "place:new", "--count", "3");
    for (const { a, b } of placed) expect([a, b]).toContain("new");
    expect(await run(["pairs", votes, "--goal", "place:new"])).toContain("penalised ratings stand in");
    await expect(run(["pairs", votes, "--goal", "best"])).rejects.toThrow("--goal is best, but must be all, top:<k> or place:<model>.");
  });

  it("fraud names the voters that do not fit", async () => {
    const stuffed = put("stuffed.csv", votesCsv() + Array.from({ length: 60 }, () => "z,x,model_a,stuffer,en,100,100\n").join(""));
    const rows = await json<{ voter: string; rejected: boolean; target: string }[]>("fraud", stuffed);
    expect(rows.filter(({ rejected }) => rejected).map(({ voter }) => voter)).toEqual(["stuffer"]);
    expect(await run(["fraud", stuffed])).toMatch(/^1 of 21 voters do not fit\./u);
  });

  it("simulate says what rigged votes would do", async () => {
    const [row] = await json<{ votes: number; rank: number }[]>("simulate", votes, "--target", "z", "--votes", "2000", "--voter", "voter");
    expect(row).toMatchObject({ votes: 2000, rank: 1, rankFiltered: 1 });
    await expect(run(["simulate", votes])).rejects.toThrow("simulate needs --target <model>.");
  });

  it("recompute confirms a board that follows from the votes, and only that", async () => {
    const board = await json("rank", votes);
    expect(await run(["recompute", votes, "--board", put("board.json", JSON.stringify(board))])).toMatch(
      /^All 3 ratings follow from the votes/u,
    );
    const moved = { ...board, models: board.models.map((row, index) => (index === 0 ? { ...row, rating: row.rating + 1 } : row)) };
    await expect(run(["recompute", votes, "--board", put("moved.json", JSON.stringify(moved))])).rejects.toThrow(
      "The board does not follow from the votes: ratings differ by up to 1",
    );
    await expect(run(["recompute", votes, "--board", put("odd.json", "[]")])).rejects.toThrow('must be JSON with a list "models"');
  });
});
