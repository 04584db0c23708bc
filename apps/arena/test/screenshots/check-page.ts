import axe from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  readonly rule: string;
  readonly impact: string;
  readonly targets: readonly string[];
}

async function findViolations(page: Page): Promise<Violation[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, { resultTypes: ["violations"] });
    // A model chooses the order of the headings in its answer.
    const isOfPage = (target: unknown) => !document.querySelector(String(target))?.closest("[data-testid^=answer]");
    return violations
      .map(({ id, impact, nodes }) => ({
        rule: id,
        impact: impact ?? "unknown",
        targets: nodes.map(({ target }) => target.join(" ")).filter((target) => id !== "heading-order" || isOfPage(target)),
      }))
      .filter(({ targets }) => targets.length > 0);
  });
}

/** Elements beyond the right edge, when the page scrolls sideways. */
async function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .slice(-3)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
}

/** What is wrong with the page as it is shown: axe violations and horizontal scrolling. */
export async function checkPage(page: Page): Promise<string[]> {
  const overflow = await findOverflow(page);
  const violations = await findViolations(page);
  return [
    ...overflow.map((element) => `scrolls sideways: ${element}`),
    ...violations.map(({ rule, impact, targets }) => `axe ${rule} (${impact}): ${targets.slice(0, 3).join(", ")}`),
  ];
}
