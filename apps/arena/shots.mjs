import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";
mkdirSync("/tmp/shots", { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const base = "http://localhost:4100";
const combos = [
  ["en", "light", 1440],
  ["en", "dark", 1440],
  ["zh", "light", 1440],
  ["zh", "dark", 1440],
  ["en", "light", 360],
  ["en", "dark", 360],
  ["zh", "light", 360],
  ["zh", "dark", 360],
];
const only = process.argv[2];
for (const [lang, theme, width] of combos) {
  const tag = `${lang}-${theme}-${width}`;
  if (only && !tag.includes(only)) continue;
  const ctx = await browser.newContext({
    viewport: { width, height: width === 360 ? 740 : 900 },
    colorScheme: theme,
    hasTouch: width === 360,
    isMobile: width === 360,
    locale: lang === "zh" ? "zh-CN" : "en-US",
  });
  const page = await ctx.newPage();
  page.on("console", (m) => (m.type() === "error" || m.type() === "warning") && console.log(tag, "CONSOLE", m.text().slice(0, 300)));
  page.on("pageerror", (e) => console.log(tag, "PAGEERROR", String(e).slice(0, 400)));
  await page.goto(base + (lang === "zh" ? "/zh" : "/"));
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/shots/${tag}-1home.png` });
  await page
    .getByTestId("prompt-input")
    .fill(
      lang === "zh"
        ? "用六岁孩子能懂的话解释天空为什么是蓝色的。Answer in English with a list and **bold** words."
        : "Explain why the sky is blue to a child of six. Use a short markdown list with **bold** words.",
    );
  await page.getByTestId("prompt-input").press("Enter");
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `/tmp/shots/${tag}-2stream.png` });
  await page.locator('[data-testid="vote-a"]:not([aria-disabled="true"])').waitFor({ timeout: 90000 });
  await page.screenshot({ path: `/tmp/shots/${tag}-3ended.png` });
  await page.getByTestId("vote-a").click();
  await page.getByTestId("reveal").waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/shots/${tag}-4reveal.png` });
  console.log(tag, page.url(), "hscroll", await page.evaluate(() => document.documentElement.scrollWidth > innerWidth));
  await page.goto(base + (lang === "zh" ? "/zh" : "") + "/leaderboard");
  await page.waitForTimeout(500);
  await page.screenshot({ path: `/tmp/shots/${tag}-5board.png` });
  await ctx.close();
}
await browser.close();
