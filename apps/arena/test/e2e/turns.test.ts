import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { arenaSuite, databaseKinds } from "./arena-suite";
import { collectProblems, firstWords, recordWire, send, textOf, votable } from "./battle-page";

/** Each database is tried on another device: what a page shows does not depend on the database. */
const devices: Readonly<Record<(typeof databaseKinds)[number], BrowserContextOptions>> = {
  PGlite: { viewport: { width: 1280, height: 800 } },
  PostgreSQL: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
};
/** Ids and names of the scripted models. */
const modelNames = /scripted[- ](brief|thorough|coder|chinese)/iu;

/** On a phone one answer is shown at a time, and a vote wants both seen. */
async function lookAtBoth(page: Page, { isMobile }: BrowserContextOptions): Promise<void> {
  if (isMobile)
    await page
      .getByRole("button", { name: /Answer B/u })
      .last()
      .click();
}
const textsOf = async (page: Page, turn: number) => [await textOf(page, turn, "a"), await textOf(page, turn, "b")];
const hasFocus = (page: Page, testId: string) =>
  page.evaluate((id) => document.activeElement?.closest(`[data-testid="${id}"]`) !== null, testId);

describe.each(databaseKinds)("a battle of several turns on %s", { timeout: 120_000 }, (kind) => {
  const suite = arenaSuite(kind, () => ({ LLMLIST_ENGINE: "scripted", LLMLIST_MAX_TURNS: "3" }));

  const openPage = async (options: BrowserContextOptions = {}) => {
    const context = await suite.browser.newContext(options);
    const page = await context.newPage();
    return { context, page, problems: collectProblems(page) };
  };

  it("goes on three times, survives reload, Back and Forward, and names no model before its vote", async () => {
    const device = devices[kind];
    const { context, page, problems } = await openPage(device);
    const wire = recordWire(page);
    await page.goto(suite.arena.url);
    await send(page, "How does rain begin?");
    await page.waitForURL(/\/battle\//u);
    await expect.poll(() => hasFocus(page, "turn-1")).toBe(true);
    await lookAtBoth(page, device);
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
    await lookAtBoth(page, device);
    await page.locator(votable).waitFor();
    await expect.poll(() => textsOf(page, 1)).toEqual(first);

    await page.getByTestId("turns-left").getByText("1 turn left").waitFor();
    await send(page, "And hail?");
    await page.getByTestId("turn-3").waitFor();
    await page.getByTestId("conversation-full").getByText("as many turns as this arena allows").waitFor();
    expect(await page.getByTestId("prompt-input").count()).toBe(0);
    const unnamed = await wire.all();
    expect(unnamed).toContain("slot-delta");
    expect(unnamed).toContain("And hail?");
    expect(unnamed).not.toMatch(modelNames);

    await lookAtBoth(page, device);
    await page.getByTestId("vote-b").click();
    await page.getByTestId("reveal").waitFor();
    await expect.poll(() => hasFocus(page, "reveal")).toBe(true);
    await page.getByTestId("spoken-status").getByText("Your vote is saved.").waitFor({ state: "attached" });
    const top = (await page.getByTestId("reveal").boundingBox())?.y ?? -1;
    expect(top).toBeGreaterThanOrEqual(-20);
    expect(top).toBeLessThan(device.viewport?.height ?? 0);
    expect(modelNames.test(await wire.all())).toBe(true);

    await page.reload();
    await page.getByTestId("reveal").waitFor();
    expect(await page.getByTestId(/^turn-\d$/u).count()).toBe(3);
    expect(await page.getByTestId("prompt-input").count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it("keeps the draft when another tab added a turn or voted first", async () => {
    const { context, page, problems } = await openPage();
    await page.goto(suite.arena.url);
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
    // Read after the end of a turn; read any later, it would hold the vote.
    await other.getByTestId("turns-left").getByText("1 turn left").waitFor();

    await page.locator(votable).waitFor();
    await page.keyboard.press("2");
    await page.getByTestId("reveal").waitFor();
    await other.getByTestId("send").click();
    await other.getByTestId("problem").getByText("already has its vote").waitFor();
    await other.getByTestId("reveal").waitFor();
    await other.getByTestId("new-battle").click();
    await other.waitForURL(suite.arena.url.replace(/\/?$/u, "/"));
    await expect.poll(() => other.getByTestId("prompt-input").inputValue(), { timeout: 10_000 }).toBe("And the wind?");
    expect(problems).toEqual([]);
    await context.close();
  });

  it("stops the running turn, shows that the vote will not count, and allows a further turn", async () => {
    const { context, page } = await openPage();
    await page.goto(suite.arena.url);
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

  it("restores an open page after the server was killed and started again", async () => {
    const { context, page } = await openPage();
    await page.goto(suite.arena.url);
    await send(page, "How does rain begin? Answer slowly.");
    await firstWords(page, 1);
    await expect.poll(async () => (await textOf(page, 1, "a")).length, { timeout: 10_000 }).toBeGreaterThan(8);
    await suite.arena.stop("SIGKILL");
    await page.getByTestId("connection").waitFor();
    const shown = await textOf(page, 1, "a");
    await suite.restart({ PORT: new URL(suite.arena.url).port });
    // On PostgreSQL another process might still write the answer, until its lease has run out.
    await page.getByTestId("retry").first().waitFor({ timeout: 60_000 });
    expect((await textOf(page, 1, "a")).slice(0, 8)).toBe(shown.slice(0, 8));
    await page.getByTestId("retry").first().click();
    await page.locator(votable).waitFor({ timeout: 60_000 });
    await context.close();
  });
});
