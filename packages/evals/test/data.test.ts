import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { csvRecords } from "../src/data/csv.ts";
import { createFolderSource } from "../src/data/folder.ts";
import { createHubSource } from "../src/data/hub.ts";
import { verifyRows } from "../src/data/known-rows.ts";
import { prepareTask } from "../src/requests/build-requests.ts";
import { findTasks } from "../src/tasks/find-tasks.ts";
import { readOwnTasks } from "../src/tasks/own-task.ts";
import { ownRows } from "./own-rows.ts";

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-evals-data-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
const gsm8k = { set: "gsm8k", config: "", split: "test" } as const;
const load = async (folder: string) => createFolderSource(folder).load(gsm8k);

describe("rows from a folder", () => {
  it("say what is missing: the folder, the data set, the split, the subject", async () => {
    expect(() => createFolderSource("/nowhere")).toThrow("There is no folder /nowhere");
    const folder = temporary();
    await expect(load(folder)).rejects.toThrow(
      `${folder} has no folder for this data set, which would be ${join(folder, "gsm8k")}; it holds nothing.`,
    );
    mkdirSync(join(folder, "gsm8k"));
    await expect(load(folder)).rejects.toThrow("has no file for test in a published format");
    const anatomy = { set: "mmlu", config: "anatomy", split: "test" } as const;
    await expect(createFolderSource(ownRows).load(anatomy)).rejects.toThrow("has no file for anatomy, test");
  });

  it("name the row that is none, the file that is no JSON, and the one that is no Parquet", async () => {
    const folder = temporary();
    mkdirSync(join(folder, "gsm8k"));
    const file = join(folder, "gsm8k", "test.jsonl");
    writeFileSync(file, '{"question":"a","answer":"#### 1"}\n{"question":1}\n');
    await expect(load(folder)).rejects.toThrow(`Row 2 of ${file} is no row of gsm8k: question`);
    writeFileSync(file, "{\n");
    await expect(load(folder)).rejects.toThrow(`${file}, line 1, is no JSON`);
    writeFileSync(join(folder, "gsm8k", "test-00000-of-00001.parquet"), "no");
    await expect(load(folder)).rejects.toThrow("is no Parquet file");
  });

  it("that have the name of published ones, and are others, are refused unless that is wanted", async () => {
    const folder = temporary();
    mkdirSync(join(folder, "gsm8k"));
    cpSync(join(ownRows, "gsm8k", "main", "test.jsonl"), join(folder, "gsm8k", "test.jsonl"));
    const changed = await load(folder);
    expect(() => verifyRows(changed, false)).toThrow("The rows of gsm8k/test.jsonl are not the published ones");
    expect(verifyRows(changed, true)).toEqual({ sameAs: null });
    expect(verifyRows(await load(ownRows), false)).toEqual({ sameAs: null });
  });

  it("are read from CSV as Python reads them", () => {
    expect(csvRecords('a,"b, ""c""\nd",e"f"\r\n,,x\n"",1,\n')).toEqual([
      ["a", 'b, "c"\nd', 'e"f"'],
      ["", "", "x"],
      ["", "1", ""],
    ]);
    expect(csvRecords("a,b")).toEqual([["a", "b"]]);
  });

  it("keep choices of TruthfulQA in the order of the file, even where they are numbers", async () => {
    const folder = temporary();
    mkdirSync(join(folder, "truthfulqa"));
    const targets = '{"The year: 1913": 1, "1913": 0, "7": 0}';
    writeFileSync(
      join(folder, "truthfulqa", "mc_task.json"),
      `[{"question":"When \\"it\\":","mc1_targets":${targets},"mc2_targets":${targets}}]`,
    );
    const { rows } = await createFolderSource(folder).load({ set: "truthfulqa", config: "", split: "validation" });
    expect(rows).toMatchObject([{ question: 'When "it":', mc1_targets: { choices: ["The year: 1913", "1913", "7"], labels: [1, 0, 0] } }]);
  });
});

describe("rows from the hub", () => {
  const revision = "0123456789abcdef0123456789abcdef01234567";

  it("record the commit at the first download, go on after a break, and tell when the server is away", async () => {
    const folder = temporary();
    const asked: string[] = [];
    let isBroken = true;
    const fetch = async (url: string, { headers }: { headers: Readonly<Record<string, string>> }): Promise<Response> => {
      asked.push(`${url} ${headers.Range ?? ""}`.trim());
      if (url.includes("/api/")) return Response.json({ sha: revision });
      if (!isBroken) return new Response("PAR1 no", { status: 206, headers: { "content-length": "7" } });
      isBroken = false;
      return new Response("half", { headers: { "content-length": "11" } });
    };
    const source = createHubSource({ folder, endpoint: "https://mirror.example/", token: "", fetch });
    await expect(source.load(gsm8k)).rejects.toThrow("sent 4 of 11 bytes; run it again to go on from there");
    await expect(source.load(gsm8k)).rejects.toThrow("is no Parquet file that can be read");
    const path = `https://mirror.example/datasets/openai/gsm8k/resolve/${revision}/main/test-00000-of-00001.parquet`;
    expect(asked.filter((url) => url.includes("resolve"))).toEqual([path, `${path} bytes=4-`]);
    expect(readFileSync(join(folder, "openai/gsm8k", revision, "main/test-00000-of-00001.parquet"), "utf8")).toBe("halfPAR1 no");
    const away = createHubSource({
      folder: temporary(),
      endpoint: "https://mirror.example",
      fetch: () => Promise.reject(new TypeError("fetch failed")),
    });
    await expect(away.load(gsm8k)).rejects.toThrow("Set HF_ENDPOINT to a mirror, or name a folder of published files with --data.");
  });
});

describe("a task of one's own", () => {
  it("is a file of JSON lines and a few fields", async () => {
    const folder = temporary();
    writeFileSync(
      join(folder, "rows.jsonl"),
      ["a", "b", "c"].map((q) => JSON.stringify({ q, options: ["x", "y"], right: "y" })).join("\n"),
    );
    const file = join(folder, "task.json");
    writeFileSync(
      file,
      JSON.stringify({ id: "mine", rows: "rows.jsonl", shots: 1, prompt: "Q: {q}\nA:", choices: "options", answer: "right" }),
    );
    const own = readOwnTasks([file]);
    const [task] = findTasks(["mine"], "harness", own.tasks).tasks;
    if (!task) throw new Error("There is one task.");
    const { questions } = await prepareTask(task, own.sourceWith(null), {});
    expect(questions.map(({ exercise, shots }) => [exercise.target, shots.length, shots[0] === exercise.shot])).toEqual([
      [1, 1, false],
      [1, 1, false],
      [1, 1, false],
    ]);
    writeFileSync(file, JSON.stringify({ id: "mine", rows: "rows.jsonl", prompt: "Q", answer: "right", typo: 1 }));
    expect(() => readOwnTasks([file])).toThrow("typo");
  });
});

describe("a name of a task", () => {
  it("that a mode does not have is refused with the names that it has, and the modes that have it", () => {
    expect(() => findTasks(["mmlu_anatomy"], "helm").tasks).not.toThrow();
    expect(() => findTasks(["hellaswag"], "helm")).toThrow("The mode helm has no task hellaswag. It has it in: harness, openllm-v1.");
    expect(findTasks(["openllm"], "openllm-v1").tasks).toHaveLength(62);
  });
});
