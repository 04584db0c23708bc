import type { Page } from "playwright-core";

/** Present as soon as both answers have ended and can be voted on. (An early vote is possible sooner.) */
export const votable = ':root:not(:has([data-testid="stop"])) [data-testid="vote-a"]:not([aria-disabled="true"])';

/** Writes a prompt and sends it. */
export async function send(page: Page, prompt: string): Promise<void> {
  await page.getByTestId("prompt-input").fill(prompt);
  await page.getByTestId("send").click();
}

/** The text of an answer as the page shows it. */
export const textOf = (page: Page, turn: number, slot: "a" | "b") =>
  page.getByTestId(`turn-${turn}`).getByTestId(`answer-${slot}`).innerText();

/** Resolves when the first words of a turn are shown, with their formatting. */
export const firstWords = (page: Page, turn: number) =>
  page.locator(`[data-testid="turn-${turn}"] [data-testid="answer-b"] > div`, { hasText: /\S{3}/u }).first().waitFor();

/** Collects the errors of a page's scripts and of its console. */
export function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  return problems;
}

/**
 * Collects every response and reads the page, its address, title and cookies: everything from which a voter could learn a model's name. The
 * built scripts are left out, since they are the same for every battle.
 */
export function recordWire(page: Page): { all(): Promise<string>; streams(): Promise<readonly string[]> } {
  const responses: { isStream: boolean; body: Promise<string> }[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/_next/static/")) return;
    const isStream = response.headers()["content-type"]?.startsWith("text/event-stream") ?? false;
    // A stream that a reload cuts has no body; the next stream sends the same text from its first word.
    responses.push({ isStream, body: response.text().catch(() => "") });
  });
  return {
    streams: () => Promise.all(responses.filter(({ isStream }) => isStream).map(({ body }) => body)),
    async all() {
      const bodies = await Promise.all(responses.map(({ body }) => body));
      const cookies = JSON.stringify(await page.context().cookies());
      return [...bodies, await page.content(), page.url(), await page.title(), cookies].join("\n");
    },
  };
}
