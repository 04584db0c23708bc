const tiers = ["quick", "peers", "full"] as const;

/** Which tests of a project run: `LLMLIST_TIER`, set by `npm test`, `npm run test:peers` and `npm run test:full`; `quick` where it is left out. */
export function testFiles(...folders: readonly string[]): { include: string[]; exclude: string[] } {
  const tier = tiers.find((name) => name === (process.env.LLMLIST_TIER ?? "quick"));
  if (tier === undefined) throw new Error(`LLMLIST_TIER is "${process.env.LLMLIST_TIER}", but must be one of: ${tiers.join(", ")}.`);
  const every = folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`);
  if (tier === "full") return { include: every, exclude: [] };
  if (tier === "peers") return { include: folders.map((folder) => `${folder}/**/*.peers.test.ts`), exclude: [] };
  return { include: every, exclude: ["**/*.peers.test.ts", "**/*.full.test.ts"] };
}
