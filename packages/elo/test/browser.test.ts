import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../../test/chromium.ts";
import { type Fit, fitBradleyTerry, pairCountsFromColumns, rateModels, type Ratings } from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

/** The named exports as one script for a page, as `globalThis.elo`. */
async function bundle(names: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from "./src/index.ts"`, resolveDir: new URL("..", import.meta.url).pathname },
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    globalName: "elo",
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}
const gzipKb = (script: string) => gzipSync(script).length / 1000;

describe("as a browser bundle", () => {
  it("Bradley–Terry with its intervals takes 9 KB at most, and the whole package 40 KB", async () => {
    const [core, whole] = [gzipKb(await bundle("{ rateModels, pairCountsFromColumns }")), gzipKb(await bundle("*"))];
    expect(core).toBeLessThanOrEqual(9);
    expect(whole).toBeLessThanOrEqual(40);
  });
});

describe("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser.close());

  it("rates 2 million votes among 200 models as Node does, to the last bit", async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle("*") });
    const { truth: _, ...columns } = simulatedVotes(200, 2_000_000, 51);
    const encoded = [columns.a, columns.b, columns.outcome].map((column) => Buffer.from(column.buffer).toString("base64"));
    const found = await page.evaluate(
      async ({ models, encoded: [a, b, outcome] }) => {
        const bytes = async (text: string | undefined) => (await fetch(`data:;base64,${text}`)).arrayBuffer();
        const votes = {
          models,
          a: new Int32Array(await bytes(a)),
          b: new Int32Array(await bytes(b)),
          outcome: new Uint8Array(await bytes(outcome)),
        };
        const { elo } = globalThis as unknown as {
          elo: {
            rateModels(counts: unknown): Ratings;
            pairCountsFromColumns(columns: unknown): unknown;
            fitBradleyTerry(counts: unknown): Fit;
          };
        };
        const ratings = elo.rateModels(elo.pairCountsFromColumns(votes));
        return { ratings, theta: [...elo.fitBradleyTerry(elo.pairCountsFromColumns(votes)).theta] };
      },
      { models: columns.models, encoded },
    );
    const counts = pairCountsFromColumns(columns);
    expect(found.theta).toEqual([...fitBradleyTerry(counts).theta]);
    expect(found.ratings).toEqual(rateModels(counts));
    await page.close();
  }, 60_000);
});
