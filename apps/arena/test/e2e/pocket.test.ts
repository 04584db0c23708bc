import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelsFolder } from "@llmlist/inference/models";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchChromium } from "../../../../test/chromium";
import { type ArenaProcess, startArena } from "./arena-process";
import { votable } from "./battle-page";

const nowhere = "http://127.0.0.1:9";

describe("an arena that begins without a model file", () => {
  let folder: string;
  let arena: ArenaProcess;
  let browser: Browser;
  beforeAll(async () => void (browser = await launchChromium()));
  afterAll(() => browser.close());
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "llmlist-pocket-"))));
  afterEach(async () => {
    await arena.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (environment: Record<string, string>) =>
    (arena = await startArena({
      LLMLIST_DATA: join(folder, "data"),
      LLMLIST_MODELS: join(folder, "models"),
      LLMLIST_POCKET: "sizes",
      ...environment,
    }));

  it(
    "runs a battle with every outside host unreachable, and shows that the default models could not be downloaded",
    { timeout: 120_000 },
    async () => {
      await start({ HF_ENDPOINT: nowhere, PIP_INDEX_URL: nowhere, PIP_RETRIES: "0", http_proxy: nowhere, https_proxy: nowhere });
      const page = await browser.newPage();
      await page.goto(arena.url);
      await page.getByRole("button", { name: "What does MMLU measure?" }).click();
      await page.getByTestId("send").click();
      await page.locator(votable).waitFor();
      for (const slot of ["a", "b"])
        await page
          .getByTestId(`answer-${slot}`)
          .getByText(/MMLU measures this: .{10,}\./)
          .waitFor();
      await page.getByTestId("vote-tie").click();
      await page.getByTestId("reveal").getByText("pocket model").first().waitFor();
      await expect
        .poll(arena.output, { timeout: 60_000 })
        .toContain("the default models could not be downloaded; the arena goes on without them.");
      await page.goto(`${arena.url}/zh/models`);
      expect(await page.getByTestId("contestant-row").count()).toBe(2);
      await page.getByTestId("arrivals").getByText("2 个模型已就绪。").waitFor();
      await page.getByText("默认模型下载失败").waitFor();
      await page.goto(`${arena.url}/leaderboard`);
      await page.getByTestId("leaderboard-row").first().getByText("袖珍模型").waitFor();
      await page.close();
    },
  );

  it("adds the default models while it serves, and ranks them without the pocket models", { timeout: 240_000 }, async () => {
    await start({ LLMLIST_MIRROR: modelsFolder(), HF_ENDPOINT: nowhere });
    const page = await browser.newPage();
    await page.goto(`${arena.url}/contestants`);
    await page.getByTestId("arrivals").getByText("4 models ready.").waitFor({ timeout: 120_000 });
    await expect.poll(() => page.getByTestId("contestant-row").getByText("ready", { exact: true }).count(), { timeout: 10_000 }).toBe(4);
    expect(arena.output()).toMatch(/the default models: \d+ % of 351 MB/);
    await page.goto(`${arena.url}/leaderboard`);
    // No vote is about two of the other models yet, and the board says so.
    await page.getByTestId("board-empty").waitFor();
    const members = async (query: string) => {
      const board = (await (await fetch(`${arena.url}/api/v1/leaderboard${query}`)).json()) as { models: unknown[] };
      return board.models.length;
    };
    await expect.poll(() => members(""), { timeout: 30_000 }).toBe(2);
    expect(await members("?pocket=include")).toBe(4);
    await page.getByTestId("pocket-toggle").click();
    await page.waitForURL("**/leaderboard?pocket=include");
    await page.close();
  });

  it("downloads no default models where the setting forbids it", { timeout: 60_000 }, async () => {
    await start({ LLMLIST_DEFAULT_MODELS: "none", LLMLIST_POCKET: "all" });
    const { contestants } = (await (await fetch(`${arena.url}/api/v1/contestants`)).json()) as {
      contestants: { isPocketModel: boolean }[];
    };
    expect(contestants.map(({ isPocketModel }) => isPocketModel)).toEqual([true, true, true, true]);
    expect(await (await fetch(`${arena.url}/api/v1/arrivals`)).json()).toMatchObject({ starter: { state: "settled" } });
    expect((await fetch(`${arena.url}/api/v1/leaderboard?pocket=maybe`)).status).toBe(400);
  });
});
