import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getLlama, LlamaLogLevel } from "node-llama-cpp";
import { expect, it } from "vitest";
import { z } from "zod";
import { peersEnvironment, peersPython } from "../../../test/peers/venv.ts";
import { jsonSchemaGrammar, SchemaError } from "../src/grammar/index.ts";

/** Its source distribution holds the JSON Schema Test Suite. */
const PACKAGE = "jsonschema";
const VERSION = "4.23.0";
const FOLDERS = [
  "draft7",
  "draft7/optional",
  "draft7/optional/format",
  "draft2020-12",
  "draft2020-12/optional",
  "draft2020-12/optional/format",
];

const groups = z.array(
  z.object({
    description: z.string(),
    schema: z.union([z.boolean(), z.record(z.string(), z.unknown())]),
    tests: z.array(z.object({ description: z.string(), data: z.unknown(), valid: z.boolean() })),
  }),
);
const bindings = z.object({
  AddonGrammar: z.custom<new (grammar: string, options: object) => { isTextCompatible(text: string): boolean }>(
    (value) => typeof value === "function",
  ),
});

it("no grammar of a schema lets a value come that the JSON Schema Test Suite calls invalid", { timeout: 300_000 }, async () => {
  const llama = await getLlama({ build: "never", gpu: false, logLevel: LlamaLogLevel.error });
  const addonExports = Reflect.get(llama, "_bindings") as unknown;
  const { AddonGrammar } = bindings.parse(addonExports);
  const folder = mkdtempSync(join(tmpdir(), "llmlist-json-schema-"));
  try {
    const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", folder, `${PACKAGE}==${VERSION}`];
    execFileSync(peersPython(), download, { env: peersEnvironment() });
    execFileSync("tar", ["-xzf", `${PACKAGE}-${VERSION}.tar.gz`], { cwd: folder });
    const wrong: string[] = [];
    const counts = { refused: 0, right: 0, narrower: 0 };
    for (const part of FOLDERS) {
      const path = join(folder, `${PACKAGE}-${VERSION}/json/tests`, part);
      for (const file of readdirSync(path).filter((name) => name.endsWith(".json")))
        for (const { description, schema, tests } of groups.parse(JSON.parse(readFileSync(join(path, file), "utf8")))) {
          const grammar = converted(schema);
          if (grammar === null) counts.refused++;
          else
            for (const { data, valid, description: what } of tests) {
              const isAccepted = new AddonGrammar(grammar, { addonExports, rootRuleName: "root" }).isTextCompatible(JSON.stringify(data));
              if (isAccepted === valid) counts.right++;
              else if (valid) counts.narrower++;
              else wrong.push(`${part}/${file}, ${description}: ${what}`);
            }
        }
    }
    expect(wrong).toEqual([]);
    // Refused are references to other documents and keywords that no grammar keeps; narrower are types that a schema leaves open, and orders of keys.
    expect(counts.right).toBeGreaterThan(1_500);
    expect(counts.narrower).toBeLessThan(450);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function converted(schema: boolean | Record<string, unknown>): string | null {
  try {
    return jsonSchemaGrammar(schema);
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}
