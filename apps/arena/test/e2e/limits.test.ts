import { describe, expect, it } from "vitest";
import { arenaSuite } from "./arena-suite";
import { createBattleClient, readBattle } from "./battle-client";
import { collectProblems, send, votable } from "./battle-page";

describe("an arena that the internet reaches", { timeout: 120_000 }, () => {
  const suite = arenaSuite("PGlite", () => ({
    LLMLIST_ENGINE: "scripted",
    LLMLIST_PUBLIC_URL: "https://arena.example",
    LLMLIST_LIMITS: "session-battles-minute=3",
  }));

  it("takes the first vote of a browser after its proof of work, and says where it counts", async () => {
    const page = await suite.browser.newPage();
    const problems = collectProblems(page);
    const statuses: number[] = [];
    page.on("response", (response) => response.url().endsWith("/vote") && statuses.push(response.status()));
    await page.goto(suite.arena.url);
    await send(page, "What is a hash table?");
    await page.locator(votable).waitFor();
    await page.getByTestId("vote-a").click();
    await page.getByTestId("reveal").waitFor({ timeout: 60_000 });
    expect(statuses).toEqual([403, 200]);
    expect(await page.getByTestId("vote-fate").innerText()).toContain("It is part of the overall leaderboard.");
    // The browser itself reports the 403 that the page has dealt with.
    expect(problems.filter((problem) => !problem.includes("403"))).toEqual([]);
    await page.close();
  });

  it("counts down until the next battle may start, and keeps the prompt", async () => {
    const page = await suite.browser.newPage();
    for (let count = 0; count < 3; count++) {
      await page.goto(suite.arena.url);
      await send(page, `What is ${count}?`);
      await page.waitForURL(/\/battle\//u);
    }
    await page.goto(suite.arena.url);
    await send(page, "And what is 3?");
    await page.getByTestId("retry-countdown").waitFor();
    const shown = await page.getByTestId("retry-countdown").innerText();
    expect(shown).toMatch(/again in \d+ seconds/u);
    await expect.poll(() => page.getByTestId("retry-countdown").innerText()).not.toBe(shown);
    expect(await page.getByTestId("prompt-input").inputValue()).toBe("And what is 3?");
    await page.close();
  });

  it("believes no address that a client claims for itself", async () => {
    const statuses = [];
    const client = createBattleClient(suite.arena.url);
    for (let count = 0; count < 4; count++) {
      const headers = { "x-llmlist-client-address": `203.0.113.${count}`, "x-forwarded-for": `203.0.113.${count}` };
      const response = await client.post("/api/v1/battles", { battleId: crypto.randomUUID(), prompt: `And ${count}?` }, headers);
      statuses.push(response.status);
      if (response.ok) await readBattle(response);
      else expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});
