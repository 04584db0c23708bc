import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import config from "../.dependency-cruiser.mjs";

const arena = "apps/arena/src";
const battle = `${arena}/features/battle`;
const models = `${arena}/features/models`;

/** Each a file, what it imports, and the rule that the import breaks; without a rule it is allowed. */
const planted: readonly [from: string, to: string, rule: string | null][] = [
  [`${arena}/domain/slot.ts`, `${arena}/server/log.ts`, "arena: domain imports lower layers alone"],
  [`${arena}/server/a.ts`, `${battle}/index.ts`, "arena: server imports lower layers alone"],
  [`${models}/server/a.ts`, `${arena}/features/conversation/index.ts`, "arena: features/models imports lower layers alone"],
  [`${models}/server/b.ts`, `${arena}/features/session/index.ts`, "arena: features/models imports lower layers alone"],
  [`${arena}/features/conversation/a.ts`, `${battle}/index.ts`, "arena: features/conversation imports lower layers alone"],
  [`${battle}/server/a.ts`, `${arena}/features/chat/index.ts`, "arena: features/battle imports lower layers alone"],
  [`${battle}/server/b.ts`, `${arena}/features/leaderboard/index.ts`, "arena: features/battle imports lower layers alone"],
  [`${arena}/features/exports/a.ts`, `${arena}/features/admin/index.ts`, "arena: features/exports imports lower layers alone"],
  [`${arena}/features/admin/a.ts`, `${arena}/runtime/runtime.ts`, "arena: only app imports runtime"],
  [`${arena}/proxy.ts`, `${arena}/runtime/runtime.ts`, "arena: only app imports runtime"],
  [`${arena}/runtime/a.ts`, `${arena}/app/page.tsx`, "arena: runtime imports lower layers alone"],
  [`${battle}/client/a.tsx`, `${battle}/server/index.ts`, "arena: client code never imports server code"],
  [`${battle}/client/b.tsx`, `${arena}/server/log.ts`, "arena: client code never imports server code"],
  [`${arena}/ui/a.tsx`, `${arena}/server/log.ts`, "arena: client code never imports server code"],
  [`${battle}/c.ts`, `${models}/contract.ts`, "arena: a feature is imported through index.ts or server/index.ts"],
  [`${arena}/app/a.tsx`, `${battle}/server/cast-vote.ts`, "arena: a feature is imported through index.ts or server/index.ts"],
  [`${arena}/app/d.tsx`, `${arena}/surprise/a.ts`, "arena: every folder has a layer"],
  [`${arena}/app/e.tsx`, `${arena}/features/surprise/index.ts`, "arena: every folder has a layer"],
  ["packages/elo/src/math/a.ts", "packages/elo/src/fit/b.ts", "elo: math imports lower layers alone"],
  ["packages/elo/src/votes/a.ts", "packages/elo/src/fit/c.ts", "elo: votes imports lower layers alone"],
  ["packages/elo/src/fit/a.ts", "packages/elo/src/board/b.ts", "elo: fit imports lower layers alone"],
  ["packages/elo/src/sampling/a.ts", "packages/elo/src/cli/b.ts", "elo: sampling imports lower layers alone"],
  ["packages/inference/src/engine/a.ts", "packages/inference/src/queue/b.ts", "inference: engine imports lower layers alone"],
  ["packages/inference/src/queue/a.ts", "packages/inference/src/local/b.ts", "inference: queue imports lower layers alone"],
  ["packages/inference/src/remote/a.ts", "packages/inference/src/llama-server/b.ts", "inference: remote imports lower layers alone"],
  ["packages/inference/src/local/a.ts", "packages/inference/src/server/b.ts", "inference: local imports lower layers alone"],
  ["packages/inference/src/server/a.ts", "packages/inference/src/cli/b.ts", "inference: server imports lower layers alone"],
  ["packages/elo/src/fit/d.ts", "packages/catalog/src/index.ts", "packages: catalog and elo import no other package"],
  ["packages/inference/src/engine/c.ts", "packages/elo/src/index.ts", "packages: inference imports catalog and pocket-models alone"],
  ["packages/evals/src/run/a.ts", "packages/catalog/src/index.ts", "packages: evals imports inference alone"],
  ["packages/catalog/src/a.ts", "apps/arena/src/domain/mode.ts", "packages: a package never imports an app"],
  ["apps/docs/src/a.ts", `${arena}/domain/mode.ts`, "apps: an app never imports another"],
  [`${arena}/server/b.ts`, "packages/elo/src/index.ts", "packages: another package is imported by its name"],
  [`${battle}/server/ok.ts`, `${arena}/features/conversation/server/index.ts`, null],
  [`${battle}/client/ok.tsx`, `${models}/index.ts`, null],
  [`${battle}/server/also-ok.ts`, `${battle}/server/cast-vote.ts`, null],
  [`${arena}/app/ok.tsx`, `${arena}/runtime/runtime.ts`, null],
  ["packages/elo/src/fit/ok.ts", "packages/elo/src/math/c.ts", null],
];

describe("the lint of imports", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "llmlist-imports-")));
  let result: ICruiseResult;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: "a" });
  };
  const importOf = (from: string, to: string) => {
    const up = "../".repeat(from.split("/").length - 1);
    return `import { value } from "${up}${to}";\nexport const from = value;\n`;
  };

  beforeAll(async () => {
    for (const to of new Set(planted.map(([, path]) => path))) write(to, "export const value = 1;\n");
    for (const [from, to] of planted) write(from, importOf(from, to));
    write("packages/elo/src/one/a.ts", importOf("packages/elo/src/one/a.ts", "packages/elo/src/other/a.ts").replace("from =", "value ="));
    write("packages/elo/src/other/b.ts", importOf("packages/elo/src/other/b.ts", "packages/elo/src/one/b.ts"));
    write("packages/elo/src/other/a.ts", "export const value = 1;\n");
    write("packages/elo/src/one/b.ts", "export const value = 1;\n");
    const { tsConfig: _, enhancedResolveOptions: __, ...options } = config.options ?? {};
    const { output } = await cruise(["apps", "packages"], {
      ...options,
      ruleSet: { forbidden: config.forbidden ?? [] },
      validate: true,
      baseDir: folder,
    });
    if (typeof output === "string") throw new Error(output);
    result = output;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(planted)("judges the import from %s of %s by the rule: %s", (from, to, rule) => {
    const found = result.summary.violations.filter((violation) => violation.from === from && violation.to === to);
    const names = found.map((violation) => violation.rule.name);
    if (rule === null) expect(names).toEqual([]);
    else expect(names).toContain(rule);
  });

  it("finds two folders that import each other, though no two files do", () => {
    const circles = result.summary.violations.filter((violation) => violation.rule.name === "no circle of folders");
    expect(circles.map((circle) => circle.from)).toEqual(expect.arrayContaining(["packages/elo/src/one", "packages/elo/src/other"]));
  });

  it("has a planted import for every rule that is not of one layer", () => {
    const special = (config.forbidden ?? [])
      .map(({ name }) => name ?? "")
      .filter((name) => !/lower layers alone|of folders|every folder/u.test(name));
    const tried = new Set(planted.map(([, , rule]) => rule));
    expect(special.filter((name) => !tried.has(name))).toEqual([]);
  });
});
