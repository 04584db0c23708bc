// @ts-check
// Which folder may import which. Layers are listed lowest first.
import { layersOf } from "./scripts/layers.mjs";

const arena = "apps/arena/src";

/**
 * @param {string} name
 * @param {import("dependency-cruiser").IForbiddenRuleType["from"]} from
 * @param {import("dependency-cruiser").IForbiddenRuleType["to"]} to
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
const forbid = (name, from, to) => ({ name, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...layersOf("arena", arena, [
      ["domain"],
      ["server", "i18n"],
      ["ui"],
      ["features/models", "features/session", "features/moderation"],
      ["features/conversation"],
      ["features/battle", "features/compare", "features/chat"],
      ["features/leaderboard", "features/history", "features/share", "features/exports"],
      ["features/admin"],
      ["runtime"],
      ["app"],
    ]),
    forbid(
      "arena: client code never imports server code",
      { path: `^${arena}/(ui|features/[^/]+/client)/` },
      { path: `^${arena}/(server|features/[^/]+/server)/` },
    ),
    forbid(
      "arena: a feature is imported through index.ts or server/index.ts",
      { path: `^${arena}/(?:features/([^/]+)|[^/]+)/` },
      { path: `^${arena}/features/`, pathNot: [`^${arena}/features/$1/`, `^${arena}/features/[^/]+/(server/)?index\\.ts$`] },
    ),
    forbid(
      "arena: only app imports runtime",
      { path: `^${arena}/`, pathNot: `^${arena}/((app|runtime)/|instrumentation\\.ts$)` },
      { path: `^${arena}/runtime/` },
    ),
    ...layersOf("elo", "packages/elo/src", [["math"], ["votes"], ["fit"], ["board", "integrity", "sampling"], ["cli"]]),
    ...layersOf("inference", "packages/inference/src", [
      ["engine"],
      ["queue", "models", "energy", "pacing", "bench", "grammar"],
      ["local", "remote", "testing"],
      ["llama-server"],
      ["server"],
      ["cli"],
    ]),
    ...layersOf("evals", "packages/evals/src", [
      ["python"],
      ["data", "metrics"],
      ["tasks"],
      ["requests"],
      ["scoring"],
      ["run", "doctor"],
      ["results"],
      ["cli"],
    ]),
    forbid("packages: evals imports inference alone", { path: "^packages/evals/src/" }, { path: "^packages/(?!(evals|inference)/)" }),
    forbid("packages: catalog and elo import no other package", { path: "^packages/(catalog|elo)/src/" }, { path: "^packages/(?!$1/)" }),
    forbid(
      "packages: inference imports catalog and pocket-models alone",
      { path: "^packages/(inference|pocket-models)/src/" },
      { path: "^packages/(?!($1|catalog|pocket-models)/)" },
    ),
    forbid("packages: a package never imports an app", { path: "^packages/" }, { path: "^apps/" }),
    forbid("apps: an app never imports another", { path: "^apps/([^/]+)/" }, { path: "^apps/(?!$1/)" }),
    forbid(
      "packages: another package is imported by its name",
      { path: "^(?:apps|packages)/([^/]+)/src/" },
      { path: "^packages/", pathNot: "^packages/$1/", dependencyTypes: ["local"] },
    ),
    // In the arena the layers forbid circles; inside a feature its index.ts imports folders that import its contract.
    { name: "no circle of folders", severity: "error", scope: "folder", from: { path: "^packages/" }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "\\.test\\.tsx?$|/generated/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: ".dependency-cruiser.tsconfig.json" },
    enhancedResolveOptions: { conditionNames: ["@llmlist/source", "import", "node"], exportsFields: ["exports"] },
  },
};
