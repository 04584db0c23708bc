import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../../../test/chromium";
import { type ArenaProcess, startArena } from "./arena-process";
import { votable } from "./battle-page";

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const pages = ["/", "/leaderboard", "/models", "/method", "/about", "/privacy", "/no-such-page"];

describe("a voter on the arena", () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-voter-"));
  let arena: ArenaProcess;
  let browser: Browser;
  beforeAll(async () => {
    const environment = { LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder, LLMLIST_STARTER: "none", LLMLIST_LIMITS: "off" };
    [arena, browser] = await Promise.all([startArena(environment), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await arena.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (path = "/", options: BrowserContextOptions = {}) => {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(`${arena.url}${path}`);
    await page.waitForFunction(() => document.querySelector("[data-theme]") !== null);
    return page;
  };
  const ask = async (page: Page, prompt: string) => {
    await page.getByTestId("prompt-input").fill(prompt);
    await page.getByTestId("send").click();
    await page.getByTestId("turn-1").waitFor();
  };

  it("scrolls no page sideways at 320 px, in both languages", { timeout: 120_000 }, async () => {
    const page = await open("/", { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const path of pages.flatMap((one) => [one, `/zh${one}`])) {
      await page.goto(`${arena.url}${path}`);
      expect(await overflow(), path).toBe(0);
    }
    await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<p style="width: 400px">wide</p>'));
    expect(await overflow()).toBeGreaterThan(0);
  });

  it("tells search engines the title, the address and the languages of each page", { timeout: 120_000 }, async () => {
    const page = await open();
    const titles = new Set<string>();
    for (const path of pages.slice(0, -1)) {
      await page.goto(`${arena.url}${path}`);
      titles.add(await page.title());
      const hrefs = await page
        .locator("link[rel=canonical], link[rel=alternate][hreflang]")
        .evaluateAll((links) => links.map((link) => new URL((link as HTMLLinkElement).href).pathname));
      expect(hrefs[0], path).toBe(path);
      expect(hrefs, path).toContain(path === "/" ? "/zh" : `/zh${path}`);
    }
    expect(titles.size).toBe(pages.length - 1);
    expect((await fetch(`${arena.url}/robots.txt`)).status).toBe(200);
    expect((await fetch(`${arena.url}/preview.png`)).headers.get("content-type")).toBe("image/png");
  });

  it("on a phone opens B before it can vote, and writes a second line with Enter", { timeout: 60_000 }, async () => {
    const page = await open("/", phone);
    await page.getByTestId("prompt-input").fill("Name a colour.");
    await page.getByTestId("prompt-input").press("Enter");
    expect(await page.getByTestId("prompt-input").inputValue()).toBe("Name a colour.\n");
    await page.getByTestId("send").click();
    await page.getByTestId("stop").waitFor();
    await page.getByTestId("stop").waitFor({ state: "detached" });
    expect(await page.locator(votable).count()).toBe(0);
    await page.getByText("Look at answer B before you vote.").waitFor();
    await page.getByRole("button", { name: /Answer B/u }).click();
    await page.locator(votable).click();
    await page.getByTestId("reveal").waitFor();
  });

  it("switches single keys off and lists them", { timeout: 60_000 }, async () => {
    const page = await open();
    await ask(page, "Name a colour.");
    await page.locator(votable).waitFor();
    await page.keyboard.press("?");
    await page.getByTestId("single-keys").uncheck();
    await page.keyboard.press("1");
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    expect(await page.getByTestId("reveal").count()).toBe(0);
    await page.getByTestId("keys").click();
    await page.getByTestId("single-keys").check();
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    await page.getByTestId("reveal").waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("reveal-title");
    await expect.poll(() => page.getByTestId("spoken-status").innerText()).toContain("Your vote is saved.");
  });

  it("never sends with the Enter of an input method", { timeout: 60_000 }, async () => {
    const page = await open("/zh");
    await page.getByTestId("prompt-input").fill("说一种颜色");
    const press = (init: { readonly key: string; readonly keyCode: number; readonly isComposing?: boolean }) =>
      page.getByTestId("prompt-input").evaluate((field, event) => {
        field.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...event }));
      }, init);
    await press({ key: "Enter", keyCode: 229 });
    await press({ key: "Enter", keyCode: 13, isComposing: true });
    expect(new URL(page.url()).pathname).toBe("/zh");
    await press({ key: "Enter", keyCode: 13 });
    await page.waitForURL("**/zh/battle/**");
  });

  it("votes on a clear case before the end, gives a reason, and asks the edited prompt again", { timeout: 60_000 }, async () => {
    const page = await open();
    await ask(page, `Explain a hash table slowly. ${"More of it. ".repeat(12)}`);
    await page.getByTestId("stop").waitFor();
    await page.locator('[data-testid="vote-a"]:not([aria-disabled="true"])').click();
    await page.getByTestId("reveal").waitFor();
    await page.getByTestId("reveal-details").waitFor();
    await page.getByTestId("reason-clear").click();
    await page.getByText("Saved. It does not change your vote.").waitFor();
    await page.getByTestId("edit-prompt").click();
    await expect.poll(() => page.getByTestId("prompt-input").inputValue()).toContain("Explain a hash table slowly.");
    await page.getByTestId("prompt-input").fill("");
    await page.getByTestId("prompt-input").press("ArrowUp");
    expect(await page.getByTestId("prompt-input").inputValue()).toContain("Explain a hash table slowly.");
  });

  it("comes back to a battle by Back, Forward and reload", { timeout: 60_000 }, async () => {
    const page = await open();
    await ask(page, "Name a colour.");
    await page.locator(votable).waitFor();
    await page.getByRole("link", { name: "Leaderboard" }).first().click();
    await page.waitForURL("**/leaderboard");
    await page.goBack();
    await page.getByTestId("turn-1").waitFor();
    await page.goForward();
    await page.waitForURL("**/leaderboard");
    await page.goBack();
    await page.waitForURL("**/battle/**");
    await page.getByTestId("turn-1").waitFor();
    await page.reload();
    await page.getByTestId("turn-1").getByText("Name a colour.").first().waitFor();
  });

  it("keeps search, order and the compared pair of the board in the address", { timeout: 60_000 }, async () => {
    const page = await open("/leaderboard?sort=name");
    const names = () => page.getByTestId("leaderboard-row").locator("th").allInnerTexts();
    await expect.poll(async () => (await names())[0]).toContain("Scripted Brief");
    await page.getByTestId("sort-name").click();
    await page.waitForURL("**/leaderboard?sort=name&order=desc");
    await expect.poll(async () => (await names())[0]).toContain("Scripted Thorough");
    await page.getByTestId("board-search").fill("coder");
    await page.waitForURL(/q=coder/u);
    expect(await names()).toHaveLength(1);
    await page.getByTestId("compare-a").selectOption("scripted-coder");
    await page.getByTestId("compare-b").selectOption("scripted-brief");
    await page.getByTestId("verdict").waitFor();
    await page.reload();
    await page.getByTestId("verdict").waitFor();
    expect(await names()).toHaveLength(1);
    await page.getByTestId("matrix-toggle").click();
    await page.getByTestId("win-matrix").waitFor();
    expect((await (await fetch(`${arena.url}/api/v1/leaderboard/csv`)).text()).split("\r\n")).toHaveLength(6);
  });
});
