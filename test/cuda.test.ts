import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wantsCuda } from "../scripts/cuda.mjs";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const canHaveCuda = process.arch === "x64" && process.platform === "linux";

describe("the CUDA builds", () => {
  it("are installed where LLMLIST_CUDA asks for them, and where an NVIDIA card is found", () => {
    expect(wantsCuda({ LLMLIST_CUDA: "1" }, () => false)).toBe(true);
    expect(wantsCuda({ LLMLIST_CUDA: "0" }, () => true)).toBe(false);
    expect(wantsCuda({}, () => false)).toBe(false);
    expect(wantsCuda({}, () => true)).toBe(canHaveCuda);
    expect(() => wantsCuda({ LLMLIST_CUDA: "yes" })).toThrow('LLMLIST_CUDA is "yes", but must be 1, 0 or "auto".');
  });

  it("have the version of node-llama-cpp, which takes no other", () => {
    const inference = JSON.parse(read("packages/inference/package.json")) as { dependencies: Record<string, string> };
    const cuda = JSON.parse(read("scripts/cuda/package.json")) as { optionalDependencies: Record<string, string> };
    expect(new Set(Object.values(cuda.optionalDependencies))).toEqual(new Set([inference.dependencies["node-llama-cpp"]]));
  });

  it("are in no install of the workspace", () => {
    const lock = read("pnpm-lock.yaml");
    expect(lock).toContain("@node-llama-cpp/linux-x64@");
    expect(lock).not.toMatch(/@node-llama-cpp\/\S*cuda/u);
  });
});
