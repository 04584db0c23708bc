import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../../../test/chromium";
import { type CorpusAnswer, corpus } from "../answers/corpus";
import { hostileAnswers } from "../answers/hostile-answers";
import { BATTLE_ID, endedBattle } from "../screenshots/battle-scripts";
import { scriptApi } from "../screenshots/scripted-api";
import { type ArenaProcess, startArena } from "./arena-process";

const PER_PAGE = 8;
const widths = [320, 768, 1440] as const;
const images = fileURLToPath(new URL("../../.screenshots/answers", import.meta.url));

/** Signs of Markdown: they may be shown or not. White space may be another. */
const marks = /[\p{P}\p{S}\s\p{Cf}]/gu;
const marksOfExact = /[\s\p{Cf}]/gu;
const normalized = (text: string, { isExact }: CorpusAnswer) => text.normalize("NFC").replace(isExact ? marksOfExact : marks, "");

function expectedText(one: CorpusAnswer): string {
  let [rest, kept] = [one.text, ""];
  for (const hidden of one.hidden) {
    const index = rest.indexOf(hidden);
    if (index < 0) throw new Error(`${one.name} does not hold ${hidden}.`);
    kept += rest.slice(0, index);
    rest = rest.slice(index + hidden.length);
  }
  return normalized(kept + rest, one);
}

/** What the pane of one answer shows. It runs in the browser. */
function readPane(pane: Element) {
  for (const details of pane.querySelectorAll("details")) details.open = true;
  const copy = pane.cloneNode(true) as HTMLElement;
  copy.style.cssText = "position:absolute;left:0;top:0;opacity:0";
  pane.append(copy);
  const formulas = [...copy.querySelectorAll("[data-formula]")].filter((one) => one.querySelector(".katex")).length;
  for (const added of copy.querySelectorAll("[data-added], [data-formula]:has(.katex), summary")) added.remove();
  // Numbers of a list are drawn by the browser.
  for (const item of copy.querySelectorAll("ol > li")) item.prepend(`${(item as HTMLLIElement).value} `);
  for (const box of copy.querySelectorAll("input")) box.remove();
  const text = copy.innerText;
  copy.remove();
  return { text, formulas };
}

/** Elements that stand out of their pane and are in no box that scrolls. It runs in the browser. */
function findOverflow(pane: Element): string[] {
  const { right, left } = pane.getBoundingClientRect();
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    element !== pane &&
    (/auto|scroll|hidden/u.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [...pane.querySelectorAll("*")]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && (box.right > right + 1 || box.left < left - 1) && !scrolls(element.parentElement);
    })
    .map((element) => `${element.tagName}: ${element.textContent.slice(0, 40)}`);
}

const batches = Array.from({ length: Math.ceil(corpus.length / PER_PAGE) }, (_, index) =>
  corpus.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
);

describe("answers in the browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-answers-"));
  let arena: ArenaProcess;
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    mkdirSync(images, { recursive: true });
    [arena, browser] = await Promise.all([
      startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_STARTER: "none", LLMLIST_DATA: folder }),
      launchChromium(),
    ]);
    context = await newContext();
  });
  afterAll(async () => {
    await browser.close();
    await arena.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A browser that started a battle; its pages show it with other answers. */
  async function newContext(): Promise<BrowserContext> {
    const created = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const started = await created.request.post(`${arena.url}/api/v1/battles`, {
      data: { battleId: BATTLE_ID, prompt: "Why?" },
      headers: { origin: arena.url },
    });
    if (!started.ok() && started.status() !== 409) throw new Error(`The battle did not start: ${await started.text()}`);
    return created;
  }

  /** A page with a battle of these answers, two a turn. */
  async function open(texts: readonly string[]) {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => /Content Security|Error/u.test(message.text()) && problems.push(message.text()));
    page.on("dialog", (dialog) => void dialog.dismiss().then(() => problems.push("a dialog")));
    page.on("request", (request) => {
      if (!request.url().startsWith(arena.url) && !request.url().startsWith("data:")) problems.push(`asked ${request.url()}`);
    });
    const turns = Array.from({ length: Math.ceil(texts.length / 2) }, (_, index) => ({
      prompt: `Turn ${index + 1}`,
      answers: {
        a: { text: texts[index * 2] ?? "", end: "stop" as const },
        b: { text: texts[index * 2 + 1] ?? "-", end: "stop" as const },
      },
    }));
    const last = turns.pop();
    await scriptApi(page, endedBattle({ before: turns, answers: { a: last?.answers.a.text ?? "", b: last?.answers.b.text ?? "" } }));
    await page.goto(`${arena.url}/battle/${BATTLE_ID}`);
    await page.locator("[data-markdown]").first().waitFor({ state: "attached", timeout: 15_000 });
    await page.waitForLoadState("networkidle");
    return { page, problems, panes: await page.locator("[data-testid^=answer-]").all() };
  }

  const ran = (page: Page) => page.evaluate(() => (window as { __ran?: number }).__ran);

  it("holds at least 120 answers", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(120);
    expect(hostileAnswers.length).toBeGreaterThanOrEqual(60);
  });

  it.each(batches.map((batch, index) => ({ index, batch, names: `${batch[0]?.name} to ${batch.at(-1)?.name}` })))(
    "are shown whole, in order and inside of their panes: $names",
    { timeout: 120_000 },
    async ({ batch, index }) => {
      const { page, problems, panes } = await open(batch.map(({ text }) => text));
      for (const [position, one] of batch.entries()) {
        const shown = await panes[position]?.evaluate(readPane);
        expect.soft(normalized(shown?.text ?? "", one), one.name).toBe(expectedText(one));
        expect.soft(shown?.formulas, one.name).toBe(one.formulas);
      }
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        for (const [position, one] of batch.entries()) {
          expect.soft(await panes[position]?.evaluate(findOverflow), `${one.name} at ${width} px`).toEqual([]);
        }
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect.soft(sideways, `sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
        if (width !== 768) await page.screenshot({ path: join(images, `${index}-${width}.png`), fullPage: true });
      }
      expect(await ran(page)).toBeUndefined();
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it("would be caught running a script, and standing out of their pane", async () => {
    const { page, panes } = await open(["one", "two"]);
    const pane = panes[0];
    await pane?.evaluate((element) => {
      // A script element with the nonce of the page runs: what the corpus looks for can be seen.
      const script = document.createElement("script");
      script.nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
      script.textContent = "window.__ran = 1";
      element.append(script);
      const wide = document.createElement("p");
      wide.style.cssText = "width: 3000px";
      wide.textContent = "wide";
      element.append(wide);
    });
    expect(await ran(page)).toBe(1);
    expect(await pane?.evaluate(findOverflow)).toEqual(["P: wide"]);
    await page.close();
  });

  it("copy as code and as a whole, and say so", async () => {
    const text = "Hello **there**\n\n```js\nlet a = 1;\n```";
    const { page } = await open([text, "two"]);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const copied = async (name: string) => {
      await page.getByRole("button", { name }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied("Copy code")).toBe("let a = 1;");
    expect(await copied("Copy answer A")).toBe(text);
    await page.getByText("Copied").first().waitFor();
    await page.close();
  });

  it("load formatting, formulas and colours only where they are needed, within their budgets", { timeout: 60_000 }, async () => {
    const weigh = async (text: string | null) => {
      const fresh = await browser.newContext({ storageState: await context.storageState() });
      const page = await fresh.newPage();
      const client = await page.context().newCDPSession(page);
      await client.send("Network.enable");
      let bytes = 0;
      const isCode = new Set<string>();
      client.on("Network.responseReceived", ({ requestId, response }) => {
        if (/\.(?:js|css)(?:\?|$)/u.test(response.url)) isCode.add(requestId);
      });
      client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
        if (isCode.has(requestId)) bytes += encodedDataLength;
      });
      if (text !== null) await scriptApi(page, endedBattle({ answers: { a: text, b: "two" } }));
      await page.goto(text === null ? arena.url : `${arena.url}/battle/${BATTLE_ID}`);
      if (text !== null) await page.locator("[data-markdown]").first().waitFor();
      await page.waitForLoadState("networkidle");
      await fresh.close();
      return bytes / 1000;
    };
    const [before, plain] = [await weigh(null), await weigh("Hello **there**.")];
    const [formula, colours] = [await weigh("So $x^2$."), await weigh("```js\nlet a = 1;\n```")];
    process.stdout.write(
      `kB of scripts and styles: ${JSON.stringify({ before, plain, formula: formula - plain, colours: colours - plain })}\n`,
    );
    expect(before).toBeLessThanOrEqual(240);
    expect(plain).toBeLessThanOrEqual(360);
    expect(formula - plain).toBeLessThanOrEqual(100);
    expect(formula - plain).toBeGreaterThan(20);
    expect(colours - plain).toBeLessThanOrEqual(100);
    expect(colours - plain).toBeGreaterThan(20);
  });
});
