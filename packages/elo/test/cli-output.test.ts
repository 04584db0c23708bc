import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { votesNeeded } from "../src/cli/commands/compare.ts";
import { describeFailure } from "../src/cli/failure.ts";
import { DEPTH_MOST } from "../src/cli/output/plots.ts";
import { widthOf } from "../src/cli/output/table.ts";
import { run } from "../src/cli/run.ts";
import { EloError, readVotes } from "../src/index.ts";
import { normalQuantile } from "../src/math/normal-quantile.ts";

const folder = mkdtempSync(join(tmpdir(), "elo-output-"));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const json = async <Data>(...argv: string[]) => JSON.parse(await run([...argv, "--json"])) as Data;

const counts = put("counts.csv", "model_a,model_b,wins_a,wins_b,ties\nx,y,60,40,10\ny,z,70,30,0\nz,x,20,55,5\n");
const odd = put("odd.csv", 'model_a,model_b,winner\n"<b>|\u540D\u524D",z\u001B[31m,model_a\nz\u001B[31m,"<b>|\u540D\u524D",model_a\n');
const byLanguage = put(
  "language.csv",
  `model_a,model_b,winner,language\n${"x,y,model_a,en\nx,y,model_b,en\n".repeat(20)}${"x,y,model_a,de\ny,x,tie,de\n".repeat(20)}x,y,model_a,fr\n`,
);

describe("options", () => {
  it("of another command are errors, with what the command takes", async () => {
    await expect(run(["matrix", counts, "--ties", "davidson"])).rejects.toThrow(
      "Unknown option '--ties'. The command matrix takes --columns, --values, --format, --json, --help.",
    );
    await expect(run(["rank", counts, "--voter", "v"])).rejects.toThrow("Unknown option '--voter'. The command rank takes");
    await expect(run(["rank", counts, "--k", "8"])).rejects.toThrow("--k goes with --method elo.");
    await expect(run(["rank", counts, "--ties"])).rejects.toThrow("argument missing");
  });

  it.each([
    ["95", "--confidence is 95, but must be a number from 0 to 1."],
    ["1", "--confidence is 1, but must lie between 0 and 1, as 0.95 does."],
    ["much", "--confidence is much"],
  ])("--confidence %s is refused", async (value, sentence) => {
    await expect(run(["rank", counts, "--confidence", value])).rejects.toThrow(sentence);
  });

  it("--count 1.5 and an unknown model are refused", async () => {
    await expect(run(["pairs", counts, "--count", "1.5"])).rejects.toThrow("--count is 1.5, but must be a whole number.");
    await expect(run(["compare", "x", "w", counts])).rejects.toThrow('There is no model "w"; there are x, y, z.');
    await expect(run(["pairs", counts, "--goal", "top:3"])).rejects.toThrow("must be a number from 1 to 2");
    await expect(run(["simulate", byLanguage, "--target", "w"])).rejects.toThrow('There is no model "w"');
  });

  it("--confidence and --interval change the width of intervals, and nothing else", async () => {
    type Board = { models: { rating: number; se: number; low: number; high: number }[] };
    const width = async (...options: string[]) => {
      const [first] = (await json<Board>("rank", counts, ...options)).models;
      return { rating: first?.rating, half: ((first?.high ?? 0) - (first?.low ?? 0)) / 2, se: first?.se ?? 0 };
    };
    const [usual, narrow] = [await width("--interval", "hc0"), await width("--interval", "hc0", "--confidence", "0.8")];
    expect(narrow.rating).toBe(usual.rating);
    expect(usual.half / usual.se).toBeCloseTo(normalQuantile(0.975), 9);
    expect(narrow.half / narrow.se).toBeCloseTo(normalQuantile(0.9), 9);
    expect((await width("--interval", "hc3")).se).toBeGreaterThan((await width("--interval", "hc2")).se);
    expect((await width("--interval", "hc2")).se).toBeGreaterThan(usual.se);
  });

  it("--version prints the version of the package; --help of each command prints its options", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
    expect(await run(["--version"])).toBe(version);
    expect(await run([])).toContain("usage: llmlist-elo <command>");
    for (const command of ["rank", "matrix", "compare", "categories", "pairs", "flip", "fraud", "simulate", "recompute"]) {
      expect(await run([])).toContain(`\n  ${command} `);
      expect(await run([command, "--help"])).toContain(`usage: llmlist-elo ${command}`);
    }
  });
});

describe("a board as", () => {
  it("CSV can be read again", async () => {
    const text = await run(["rank", counts, "--format", "csv", "--best"]);
    const [head = "", first = ""] = text.split("\n");
    expect(head).toBe("rank_best,rank_worst,model,rating,se,low,high,rank_ub,votes,wins,losses,ties,probability_best");
    const { models } = await json<{ models: { model: string; rating: number; se: number }[] }>("rank", counts);
    expect(first.split(",").slice(2, 5)).toEqual([models[0]?.model, `${models[0]?.rating}`, `${models[0]?.se}`]);
    const matrix = await readVotes([
      (await run(["matrix", counts, "--format", "csv"]))
        .replace("model,against", "model_a,model_b")
        .replace("wins", "wins_a")
        .replace("ties", "wins_b"),
    ]);
    expect(matrix.kind === "counts" && matrix.counts.models).toEqual(["x", "y", "z"]);
  });

  it("Markdown has one row a model, and no name that breaks it", async () => {
    const text = await run(["rank", odd, "--format", "markdown"]);
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row.replaceAll(String.raw`\|`, "").split("|")).toHaveLength(10);
    expect(text).toContain(String.raw`\<b\>\|` + "\u540D\u524D");
  });

  it("a table is aligned where names are wide, and shows no control character", async () => {
    const lines = (await run(["rank", odd])).split("\n").slice(2);
    expect(new Set(lines.map(widthOf))).toHaveLength(1);
    expect(lines.join("")).not.toMatch(/\p{Cc}/u);
    expect([widthOf("abc"), widthOf("\u540D\u524D"), widthOf("e\u0301")]).toEqual([3, 4, 1]);
  });

  it("P(best) is one in all, and highest for the first", async () => {
    const { best } = await json<{ best: number[] }>("rank", counts, "--best");
    expect(best.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(Math.max(...best)).toBe(best[0]);
    await expect(run(["rank", counts, "--best", "--ties", "davidson"])).rejects.toThrow("--best goes with plain ratings");
  });
});

/** Relative luminance and contrast of WCAG 2. */
const luminance = (rgb: readonly number[]) => {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => (value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (left: readonly number[], right: readonly number[]) => {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].toSorted((one, two) => one - two);
  return (light + 0.05) / (dark + 0.05);
};

describe("plots", () => {
  it.each([
    ["rank", counts],
    ["matrix", counts],
    ["rank", odd],
    ["matrix", odd],
  ])("of %s are well-formed, with every name escaped", async (command, file) => {
    const text = await run([command, file, "--format", "svg"]);
    expect(text).not.toMatch(/NaN|undefined|Infinity|<b>/u);
    expect(text).not.toContain("\u001B");
    const open: string[] = [];
    for (const [, close, name = "", empty] of text.matchAll(/<(\/?)([a-z]+)(?:\s+[a-zA-Z-]+(?::[a-z]+)?="[^"<]*")*\s*(\/?)>/gu)) {
      if (close) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it("have a bar for each interval and a dot for each rating, in the order of the board", async () => {
    const text = await run(["rank", counts, "--format", "svg"]);
    expect(text.match(/class="bar"/gu)).toHaveLength(3);
    const dots = Array.from(text.matchAll(/<circle class="dot" cx="([\d.]+)"/gu), ([, x]) => Number(x));
    expect(dots).toEqual(dots.toSorted((left, right) => right - left));
    expect(text).toContain("x: 1");
  });

  it("read well in both themes: text has a contrast of at least 4.5 on the ground and on the deepest cell", async () => {
    const text = await run(["matrix", counts, "--format", "svg"]);
    const [light = "", dark = ""] = text.split("@media (prefers-color-scheme: dark)");
    for (const theme of [light, dark]) {
      const colour = (kind: string) => {
        const [, hex = ""] = new RegExp(String.raw`\.${kind} \{ fill: #([0-9a-f]{6})`, "u").exec(theme) ?? [];
        return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      };
      const ground = colour("ground");
      const mixed = (kind: string) => colour(kind).map((value, k) => DEPTH_MOST * value + (1 - DEPTH_MOST) * (ground[k] ?? 0));
      for (const kind of ["ink", "soft"]) expect(contrast(colour(kind), ground)).toBeGreaterThan(4.5);
      for (const cell of ["win", "loss"]) expect(contrast(colour("ink"), mixed(cell))).toBeGreaterThan(4.5);
    }
  });

  it("and the table of a matrix have the best first", async () => {
    const file = put("order.csv", "model_a,model_b,wins_a,wins_b,ties\nlow,mid,2,8,0\nmid,top,3,7,0\nlow,top,1,9,0\n");
    const [head = "", ...rows] = (await run(["matrix", file])).split("\n");
    expect(head.split(/ {2,}/u)).toEqual(["score against", "top", "mid", "low"]);
    expect(rows.map((row) => row.split(" ")[0])).toEqual(["top", "mid", "low"]);
    const plot = await run(["matrix", file, "--format", "svg"]);
    expect(plot).toContain("top against mid: 70.0 %");
    expect(plot.indexOf("top against mid")).toBeLessThan(plot.indexOf("mid against top"));
  });

  it("are refused for what has none", async () => {
    await expect(run(["flip", counts, "--format", "svg"])).rejects.toThrow("There is no plot of this");
  });
});

describe("compare", () => {
  it("gives the difference of the ratings with an interval of its own, and the direct meetings", async () => {
    const found = await json<Record<string, number>>("compare", "x", "z", counts);
    const { models } = await json<{ models: { model: string; rating: number }[] }>("rank", counts);
    const rating = (name: string) => models.find(({ model }) => model === name)?.rating ?? Number.NaN;
    expect(found.difference).toBeCloseTo(rating("x") - rating("z"), 9);
    expect(found).toMatchObject({ wins: 55, losses: 20, ties: 5, votesNeeded: 0 });
    expect(await run(["compare", "z", "x", counts])).toContain("x is better.");
  });

  it("counts the votes still needed so that one fewer is too few", () => {
    for (const [difference, se, z] of [
      [0.2, 0.3, 1.96],
      [-0.5, 0.4, 1.64],
      [0.01, 0.02, 1.96],
    ] as const) {
      const p = 1 / (1 + Math.exp(-difference));
      const half = (votes: number) => z / Math.sqrt(1 / se ** 2 + votes * p * (1 - p));
      const needed = votesNeeded(difference, se, z);
      expect(half(needed)).toBeLessThanOrEqual(Math.abs(difference));
      expect(half(needed - 1)).toBeGreaterThan(Math.abs(difference));
    }
    expect(votesNeeded(1, 0.1, 1.96)).toBe(0);
    expect(votesNeeded(0, 0.1, 1.96)).toBe(Infinity);
  });

  it("refuses one model, the same twice, and one that has no votes", async () => {
    await expect(run(["compare", "x"])).rejects.toThrow("compare needs two models");
    await expect(run(["compare", "x", "x", counts])).rejects.toThrow("two different models");
    await expect(run(["compare", "x", "w", counts])).rejects.toThrow('There is no model "w"');
  });
});

describe("groups", () => {
  it("that cannot be rated leave the others as they are", async () => {
    const { groups } = await json<{ groups: { value: string; votes?: number; error?: string }[] }>("rank", byLanguage, "--by", "language");
    expect(groups.map(({ value, votes }) => [value, votes])).toEqual([
      ["en", 40],
      ["de", 40],
      ["fr", undefined],
    ]);
    expect(groups[2]?.error).toContain("x never lost");
    const text = await run(["rank", byLanguage, "--by", "language"]);
    expect(text).toContain("language = fr: not rated.");
    expect(text).toContain("language = de: 40 votes");
    expect((await run(["rank", byLanguage, "--by", "language", "--format", "csv"])).split("\n")).toHaveLength(5);
  });

  it("that lack clusters, the anchor or a feature leave the others as they are, too", async () => {
    const mixed = put(
      "mixed.csv",
      `model_a,model_b,winner,language,voter,n_a,n_b\n${"x,y,model_a,en,v,1,2\nx,y,model_b,en,w,3,1\ny,x,model_a,en,v,1,1\nx,y,model_b,en,w,1,2\nx,y,model_a,en,v,3,1\n".repeat(9)}${"p,q,model_a,de,v,0,0\nq,p,model_a,de,v,0,0\n".repeat(9)}`,
    );
    for (const options of [
      ["--cluster", "voter"],
      ["--anchor", "x=1000"],
      ["--style", "n"],
    ]) {
      const { groups } = await json<{ groups: { error?: string }[] }>("rank", mixed, "--by", "language", ...options);
      expect(groups.map(({ error }) => error === undefined)).toEqual([true, false]);
    }
    await expect(run(["rank", mixed, "--by", "language", "--style", "n", "--ties", "davidson"])).rejects.toThrow(
      /^--style goes with --ties half/u,
    );
  });

  it("are an error when none can be rated", async () => {
    const thin = put("thin.csv", "model_a,model_b,winner,language\nx,y,model_a,en\nx,y,model_a,de\n");
    await expect(run(["rank", thin, "--by", "language"])).rejects.toThrow('No value of language can be rated. "en": ');
  });

  it("have differences from all votes in categories, which sum to nothing", async () => {
    const { differences, notes } = await json<{ differences: { category: string; difference: number; low: number }[]; notes: string[] }>(
      "categories",
      byLanguage,
      "--by",
      "language",
    );
    expect(new Set(differences.map(({ category }) => category))).toEqual(new Set(["en", "de"]));
    expect(differences.reduce((sum, { difference }) => sum + difference, 0)).toBeCloseTo(0, 6);
    expect(notes).toHaveLength(1);
    await expect(run(["categories", counts, "--by", "language"])).rejects.toThrow("needs single votes");
  });
});

describe("flip", () => {
  it("names the votes without which another leads", async () => {
    const close = put("close.csv", "model_a,model_b,wins_a,wins_b,ties\nx,y,52,50,0\n");
    const found = await json<{ leader: string; votes: number; leadWithout: number }>("flip", close);
    expect(found).toMatchObject({ leader: "x", votes: 3 });
    expect(found.leadWithout).toBeLessThan(0);
    expect(await run(["flip", close])).toContain("Without 3 votes, y would lead before x");
  });
});

describe("a failure", () => {
  it("is a sentence and status 1 for a mistake of the user, a trace and status 70 for a defect of the program", () => {
    expect(describeFailure(new EloError("bad-input", "There is no file x."))).toEqual({
      status: 1,
      text: "llmlist-elo: There is no file x.",
    });
    const { status, text } = describeFailure(new RangeError("Index 7 is outside a column of 3 values."));
    expect(status).toBe(70);
    expect(text).toMatch(/a defect of the program[\s\S]+Index 7 is outside[\s\S]+cli-output\.test/u);
  });
});
