import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFolderSource } from "../src/data/folder.ts";
import { compareResults } from "../src/results/compare.ts";
import { markdownOf } from "../src/results/markdown.ts";
import { type EvalResult, resultOf, resultSchema } from "../src/results/result.ts";
import { sampleRows } from "../src/results/samples.ts";
import { type EvalOptions, type EvalRun, runEvals } from "../src/run/run-evals.ts";
import { openAnswerCache } from "../src/scoring/answer-cache.ts";
import type { OpenedModel } from "../src/scoring/open-model.ts";
import { findTasks } from "../src/tasks/find-tasks.ts";
import type { ModeId } from "../src/tasks/task.ts";
import { ownRows } from "./own-rows.ts";
import { openPocket } from "./pocket.ts";

describe("a run on a pocket model", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-evals-"));
  let opened: OpenedModel;
  beforeAll(async () => void (opened = await openPocket()), 120_000);
  afterAll(async () => {
    await opened.model.close();
    rmSync(folder, { recursive: true });
  });

  async function run(
    tasks: string,
    options: Partial<EvalOptions> = {},
    mode: ModeId = "harness",
  ): Promise<{ run: EvalRun; result: EvalResult }> {
    const selection = findTasks(tasks.split(","), mode);
    for await (const event of runEvals({ selection, source: createFolderSource(ownRows), ...opened, ...options }))
      if (event.type === "run-end") {
        const context = {
          selection,
          model: opened.model.description,
          maxLength: 512,
          seconds: 1,
          version: "0",
          date: new Date(0),
          limit: null,
        };
        return { run: event.run, result: resultOf(event.run, context) };
      }
    throw new Error("A run ends with its result.");
  }

  it("gives the same numbers at each run, as a result with the fields of the reference and as a table", async () => {
    const { result } = await run("arc_easy,hellaswag,winogrande,truthfulqa_mc1", { requests: { shots: 1 } });
    const { results } = result;
    expect(Object.fromEntries(Object.entries(results).map(([task, figures]) => [task, figures["acc,none"]]))).toMatchInlineSnapshot(`
      {
        "arc_easy": 0.5,
        "hellaswag": 0.16666666666666666,
        "truthfulqa_mc1": 0.6,
        "winogrande": 0.5,
      }
    `);
    expect(resultSchema.parse(JSON.parse(JSON.stringify(result)))).toMatchObject({ results });
    expect(markdownOf(result)).toContain("| arc_easy | 1.0 | none | 1 | acc |");
  });

  it("has the same scores one question at a time and four at once", async () => {
    const [alone, together] = [await run("arc_easy", { parallel: 1 }), await run("arc_easy", { parallel: 4 })];
    expect(together.run.tasks[0]?.asked.map(({ answers }) => answers)).toEqual(alone.run.tasks[0]?.asked.map(({ answers }) => answers));
    expect(compareResults(alone.result, together.result)).toMatchObject([{ task: "arc_easy", questions: 12, difference: 0, pValue: 1 }]);
  });

  it("goes on after a stop with the answers that it had, and ends with the same numbers", async () => {
    const stop = new AbortController();
    const openCache = () => openAnswerCache(folder, ["test"]);
    const options = { openCache, signal: stop.signal, parallel: 1 };
    const selection = findTasks(["hellaswag"], "harness");
    const stopped = (async () => {
      for await (const event of runEvals({ selection, source: createFolderSource(ownRows), ...opened, ...options }))
        if (event.type === "question-answered" && event.answered === 4) stop.abort(new Error("stopped"));
    })();
    await expect(stopped).rejects.toThrow("stopped");
    const { run: resumed, result } = await run("hellaswag", { openCache });
    expect(resumed.tasks[0]?.asked.filter(({ isCached }) => isCached).length).toBeGreaterThanOrEqual(4);
    expect(resumed.tasks[0]?.asked.some(({ isCached }) => !isCached)).toBe(true);
    expect(result.results).toEqual((await run("hellaswag")).result.results);
  });

  it("logs each question as lm_eval --log_samples does", async () => {
    const [task] = (await run("gsm8k", { requests: { shots: 0, limit: 1 } })).run.tasks;
    if (!task) throw new Error("One task was run.");
    expect(sampleRows(task)).toMatchObject([
      {
        doc_id: 0,
        filter: "strict-match",
        metrics: ["exact_match"],
        arguments: { gen_args_0: { arg_1: { until: ["Question:", "</s>", "<|im_end|>"] } } },
      },
      { doc_id: 0, filter: "flexible-extract" },
    ]);
  });

  it("counts prompts that were cut, and drops shots where the authors did", async () => {
    const cut = (await run("gsm8k", { requests: { shots: 5, limit: 2 } })).result.llmlist.tasks.gsm8k;
    expect(cut?.truncated_prompts).toBe(2);
    const dropped = (await run("mmlu_abstract_algebra", { requests: { limit: 2 }, maxLength: 300 }, "original")).result.llmlist.tasks;
    expect(dropped.mmlu_abstract_algebra).toMatchObject({ truncated_prompts: 0, prompts_with_dropped_shots: 2 });
  });

  it("asks the three MMLUs of the same questions, which can be compared row by row", async () => {
    const results = await Promise.all(
      (["harness", "helm", "original", "harness-2023"] as const).map(
        async (mode) => (await run("mmlu_abstract_algebra", { requests: { shots: 1, rows: new Set([0, 4, 9]) } }, mode)).result,
      ),
    );
    const [first, ...others] = results;
    if (!first) throw new Error("Four modes were run.");
    for (const other of others) {
      const [comparison] = compareResults(first, other);
      expect(comparison?.questions).toBe(3);
      expect(comparison?.differences.join()).toContain("mode harness");
    }
  });

  it("refuses a context that is too short to score anything in", async () => {
    await expect(run("gsm8k", { maxLength: 200, requests: { shots: 0 } })).rejects.toThrow(
      "writes up to 256 tokens, which do not fit in 199",
    );
  });
});
