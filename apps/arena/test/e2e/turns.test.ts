import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../../../test/chromium";
import { startPostgres } from "../postgres";
import { type ArenaProcess, startArena } from "./arena-process";

const devices: readonly (readonly [string, BrowserContextOptions])[] = [
  ["desktop", { viewport: { width: 1280, height: 800 } }],
  ["phone", { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
];
/** Ids and names of the scripted models. */
const modelNames = /scripted[- ](brief|thorough|coder|chinese)/iu;
const votable = '[data-testid="vote-a"]:not([aria-disabled="true"])';

/** Everything that arrives and that the page holds, but the built scripts, which are the same for every battle. */
function capture(page: Page) {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    // A stream that the reload cuts has no body; the next stream sends the same text from its first word.
    if (!response.url().includes("/_next/static/")) bodies.push(response.text().catch(() => ""));
  });
  return async () => [...(await Promise.all(bodies)), await page.content(), page.url(), await page.title()].join("\n");
}

async function send(page: Page, prompt: string): Promise<void> {
  await page.getByTestId("prompt-input").fill(prompt);
  await page.getByTestId("send").click();
}

const textOf = (page: Page, turn: number, slot: "a" | "b") => page.getByTestId(`turn-${turn}`).getByTestId(`answer-${slot}`).innerText();
const textsOf = async (page: Page, turn: number) => [await textOf(page, turn, "a"), await textOf(page, turn, "b")];
/** The first words, with their formatting. */
const firstWords = (page: Page, turn: number) =>
  page.locator(`[data-testid="turn-${turn}"] [data-testid="answer-b"] > div`, { hasText: /\S{3}/u }).first().waitFor();
const hasFocus = (page: Page, testId: string) =>
  page.evaluate((id) => document.activeElement?.closest(`[data-testid="${id}"]`) !== null, testId);

describe.each(["PGlite", "PostgreSQL"])("a battle of several turns on %s", { timeout: 120_000 }, (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-turns-"));
  let arena: ArenaProcess;
  let browser: Browser;
  let stopDatabase = async () => {};
  beforeAll(async () => {
    const environment: Record<string, string> = { LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder, LLMLIST_MAX_TURNS: "3" };
    if (kind === "PostgreSQL") {
      const server = await startPostgres();
      environment.DATABASE_URL = server.url;
      stopDatabase = server.stop;
    }
    [arena, browser] = await Promise.all([startArena(environment), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await arena.stop();
    await stopDatabase();
    rmSync(folder, { recursive: true, force: true });
  });

  const openPage = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext(options);
    const problems: string[] = [];
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(String(error)));
    return { context, page, problems };
  };

  it.each(devices)(
    "goes on three times on a %s, survives reload, Back and Forward, and names no model before its vote",
    async (_, device) => {
      const { context, page, problems } = await openPage(device);
      const everything = capture(page);
      await page.goto(arena.url);
      await send(page, "How does rain begin?");
      await page.waitForURL(/\/battle\//u);
      await expect.poll(() => hasFocus(page, "turn-1")).toBe(true);
      await page.locator(votable).waitFor();
      await firstWords(page, 1);
      const first = await textsOf(page, 1);

      await send(page, "And snow? Answer slowly, please.");
      await firstWords(page, 2);
      expect(await hasFocus(page, "turn-2")).toBe(true);
      const before = await textOf(page, 2, "b");
      await page.reload();
      await firstWords(page, 2);
      // It is still being written.
      await page.getByTestId("stop").waitFor();
      await expect.poll(async () => (await textOf(page, 2, "b")).slice(0, before.length)).toBe(before);
      await expect.poll(() => textsOf(page, 1)).toEqual(first);

      await page.goBack();
      await page.getByTestId("prompt-input").waitFor();
      expect(new URL(page.url()).pathname).toBe("/");
      expect(await page.getByTestId("turn-1").count()).toBe(0);
      await page.goForward();
      await firstWords(page, 2);
      await page.locator(votable).waitFor();
      await expect.poll(() => textsOf(page, 1)).toEqual(first);

      await page.getByTestId("turns-left").getByText("1 turn left").waitFor();
      await send(page, "And hail?");
      await page.getByTestId("turn-3").waitFor();
      await page.getByTestId("conversation-full").getByText("as many turns as this arena allows").waitFor();
      expect(await page.getByTestId("prompt-input").count()).toBe(0);
      const unnamed = await everything();
      expect(unnamed).toContain("slot-delta");
      expect(unnamed).toContain("And hail?");
      expect(unnamed).not.toMatch(modelNames);

      await page.getByTestId("vote-b").click();
      await page.getByTestId("reveal").waitFor();
      await expect.poll(() => hasFocus(page, "reveal")).toBe(true);
      await page.getByTestId("spoken-status").getByText("Your vote is saved.").waitFor({ state: "attached" });
      const top = (await page.getByTestId("reveal").boundingBox())?.y ?? -1;
      expect(top).toBeGreaterThanOrEqual(-20);
      expect(top).toBeLessThan(device.viewport?.height ?? 0);
      expect(modelNames.test(await everything())).toBe(true);

      await page.reload();
      await page.getByTestId("reveal").waitFor();
      expect(await page.getByTestId(/^turn-\d$/u).count()).toBe(3);
      expect(await page.getByTestId("prompt-input").count()).toBe(0);
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  it("keeps the draft when another tab added a turn or voted first", async () => {
    const { context, page, problems } = await openPage();
    await page.goto(arena.url);
    await send(page, "How does rain begin?");
    await page.locator(votable).waitFor();
    const other = await context.newPage();
    await other.goto(page.url());
    await other.locator(votable).waitFor();

    await send(page, "Where does it go? Answer slowly.");
    await firstWords(page, 2);
    await send(other, "And the wind?");
    await other.getByTestId("problem").getByText("still being written").waitFor();
    await other.getByTestId("turn-2").getByText("Where does it go?").first().waitFor();
    await other.locator(votable).waitFor();
    expect(await other.getByTestId("prompt-input").inputValue()).toBe("And the wind?");

    await page.locator(votable).waitFor();
    await page.keyboard.press("2");
    await page.getByTestId("reveal").waitFor();
    await other.getByTestId("send").click();
    await other.getByTestId("problem").getByText("already has its vote").waitFor();
    await other.getByTestId("reveal").waitFor();
    await other.getByTestId("new-battle").click();
    await other.waitForURL(arena.url.replace(/\/?$/u, "/"));
    await expect.poll(() => other.getByTestId("prompt-input").inputValue(), { timeout: 10_000 }).toBe("And the wind?");
    expect(problems).toEqual([]);
    await context.close();
  });

  it("stops the running turn, shows that the vote will not count, and allows a further turn", async () => {
    const { context, page } = await openPage();
    await page.goto(arena.url);
    await send(page, "How does rain begin?");
    await page.locator(votable).waitFor();
    await send(page, "Where does it go? Answer slowly.");
    await firstWords(page, 2);
    await page.keyboard.press("Escape");
    await page.getByTestId("turn-2").getByTestId("pane-a").getByText("Stopped").waitFor();
    await page.getByText("the vote will not count: an answer was stopped").waitFor();
    await send(page, "And then?");
    await page.getByTestId("turn-3").waitFor();
    await page.locator(votable).waitFor();
    await page.keyboard.press("1");
    await page.getByTestId("reveal").getByText("Your vote does not count").waitFor();
    await context.close();
  });
});
