import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../../../test/chromium";
import { type ArenaProcess, startArena } from "../e2e/arena-process";
import { createBattleClient, readBattle } from "../e2e/battle-client";
import { BATTLE_ID, PROMPT } from "./battle-scripts";
import { checkPage } from "./check-page";
import { type PageResult, renderContactSheet } from "./contact-sheet";
import { scriptApi } from "./scripted-api";
import { type PageState, pageStates } from "./states";

const folder = fileURLToPath(new URL("../../.screenshots", import.meta.url));

const devices = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
} satisfies Record<string, BrowserContextOptions>;
const themes = ["light", "dark"] as const;
const prefixes = { en: "", zh: "/zh" } as const;

const combinations = Object.entries(devices).flatMap(([device, options]) =>
  themes.flatMap((theme) => Object.entries(prefixes).map(([locale, prefix]) => ({ device, options, theme, locale, prefix }))),
);
const isChosen = ({ device, theme, locale }: (typeof combinations)[number]) =>
  `${device}-${theme}-${locale}`.includes(process.env.COMBINATION ?? "");
const prefixesOfStates = process.env.STATES?.split(",") ?? [""];
const chosen = pageStates.filter(({ name }) => prefixesOfStates.some((start) => name.startsWith(start)));

const results: PageResult[] = [];
let arena: ArenaProcess;
let browser: Browser;
let cookie: { name: string; value: string; url: string };
const data = mkdtempSync(join(tmpdir(), "llmlist-screenshots-"));

async function capture(context: BrowserContext, address: string, state: PageState, file: string): Promise<string[]> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) problems.push(message.text());
  });
  if (state.api) await scriptApi(page, state.api);
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => document.querySelector("[data-theme]") !== null);
  await state.act?.(page);
  await page.locator(state.ready).first().waitFor();
  // At the end of the page the vote bar covers no text.
  await page.evaluate(() => window.scrollTo({ top: document.documentElement.scrollHeight }));
  await page.screenshot({ path: join(folder, file), fullPage: true });
  problems.push(...(await checkPage(page)));
  await context.setOffline(false);
  await page.close();
  return problems;
}

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  [arena, browser] = await Promise.all([
    startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_POCKET: "sizes", LLMLIST_DEFAULT_MODELS: "none", LLMLIST_DATA: data }),
    launchChromium(),
  ]);
  // The page of a battle asks the server whether this session has it; what it shows comes from the scripts.
  const client = createBattleClient(arena.url);
  await readBattle((await client.start(PROMPT, BATTLE_ID)).response);
  const [name = "", value = ""] = client.cookie().split(/=(.*)/su);
  cookie = { name, value, url: arena.url };
});
afterAll(async () => {
  writeFileSync(join(folder, "index.html"), renderContactSheet(results));
  writeFileSync(join(folder, "axe.json"), JSON.stringify(results, null, 2));
  await browser.close();
  await arena.stop();
  rmSync(data, { recursive: true, force: true });
});

describe.each(combinations.filter(isChosen))("on a $device, $theme, in $locale", ({ device, options, theme, locale, prefix }) => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext({ ...options, colorScheme: theme, locale, reducedMotion: "reduce" });
    await context.addCookies([cookie]);
  });
  afterAll(() => context.close());

  it.each(chosen)("$name has no axe violation and does not scroll sideways", async (state) => {
    const combination = `${device}-${theme}-${locale}`;
    const file = `${state.name}.${combination}.png`;
    const findings = await capture(context, `${arena.url}${prefix}${state.path}`, state, file);
    results.push({ state: state.name, combination, file, findings });
    expect(findings).toEqual([]);
  });
});
