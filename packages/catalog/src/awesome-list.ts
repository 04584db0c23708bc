import { benchmarks, platforms } from "./benchmarks.ts";
import type { License, Links, Model } from "./model.ts";
import { describe } from "./describe.ts";
import { contextOf, findModels, getModel, parametersOf } from "./find-models.ts";
import { binary, decimal, short } from "./numbers.ts";
import { getHardware, type Speed, speeds } from "./speeds.ts";

const words = {
  en: {
    title: "Awesome language models",
    intro:
      "Open-weight language models, each fact with its source. Made from `@llmlist/catalog`; an empty cell means that no source was opened.",
    language: "Language models",
    vision: "Vision-language models",
    benchmarks: "Benchmarks",
    platforms: "Where models are compared",
    inference: "Inference numbers",
    inferenceIntro:
      "Tokens per second while generating 1024 tokens, or as many as the source did where it gives no number; llama.cpp, one conversation. OOM: out of memory. Several values: several builds, or sources that disagree.",
    device: "Hardware",
    columns: ["Model", "Released", "Parameters", "Context", "Trained on", "Licence", "Links"],
    links: {
      announcement: "announcement",
      paper: "paper",
      repository: "code",
      card: "card",
      blog: "blog",
      modelScope: "ModelScope",
      demo: "demo",
    },
    measures: ["Benchmark", "What it measures", "Dataset"],
    details: "In sentences",
    compared: ["Platform", "Period", "How it compares", "How to run it"],
    live: "live",
    frozen: "frozen",
  },
  zh: {
    title: "优秀语言模型清单",
    intro: "开放权重的语言模型，每个事实都有出处。由 `@llmlist/catalog` 生成；空格表示尚未查到来源。",
    language: "语言模型",
    vision: "视觉语言模型",
    benchmarks: "评测基准",
    platforms: "评测平台",
    inference: "推理速度",
    inferenceIntro:
      "生成时每秒词元数：生成 1024 个词元，来源未注明数量的按其自身设置；均为 llama.cpp 单个会话。OOM 表示内存不足。一格多值表示构建版本不同或来源不一致。",
    device: "硬件",
    columns: ["模型", "发布", "参数", "上下文", "训练词元", "许可证", "链接"],
    links: { announcement: "发布", paper: "论文", repository: "代码", card: "模型卡", blog: "博客", modelScope: "魔搭", demo: "演示" },
    measures: ["基准", "衡量什么", "数据集"],
    details: "逐一介绍",
    compared: ["平台", "时间", "比较方法", "如何运行"],
    live: "持续更新",
    frozen: "已停止",
  },
} as const;

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const licenseCell = (license: License | undefined): string => (license ? `[${license.name}](${license.url})` : "");

function nameCell({ name, aliases, links }: Model): string {
  const [repository] = aliases.huggingFace ?? [];
  const weights = links?.weights ?? (repository ? `https://huggingface.co/${repository}` : undefined);
  return weights ? `[${name}](${weights})` : name;
}

/** A bare arXiv id as its page. */
const paperUrl = (paper: string): string => (paper.startsWith("https:") ? paper : `https://arxiv.org/abs/${paper}`);

function linksCell({ links = {} }: Model, language: "en" | "zh"): string {
  const { paper, ...others } = links;
  const all: Links = { ...others, ...(paper === undefined ? {} : { paper: paperUrl(paper) }) };
  return Object.entries(words[language].links)
    .flatMap(([type, word]) => (all[type as keyof Links] === undefined ? [] : [`[${word}](${all[type as keyof Links]})`]))
    .join(", ");
}

const row = (model: Model, language: "en" | "zh"): string[] => {
  const { tokens, bound } = model.pretraining ?? {};
  const active = model.parameters?.active;
  return [
    nameCell(model),
    model.released ?? "",
    short(parametersOf(model), decimal) + (active === undefined ? "" : ` (${short(active, decimal)})`),
    short(contextOf(model), binary),
    tokens === undefined
      ? ""
      : `${{ exact: "", about: "~", "at-least": "≥ ", "at-most": "≤ " }[bound ?? "exact"]}${short(tokens, decimal)}`,
    licenseCell(model.license),
    linksCell(model, language),
  ];
};

/**
 * The catalog as an awesome list in Markdown: language models and vision-language models, family by family, then benchmarks, inference
 * numbers and platforms.
 *
 * @example
 * ```ts
 * await writeFile("README.md", renderAwesomeList({ language: "en" }));
 * ```
 */
export function renderAwesomeList({ language }: { readonly language: "en" | "zh" }): string {
  const text = words[language];
  const families = (models: readonly Model[]) =>
    [...groupByFamily(models)].map(([, members]) =>
      [
        members[0]?.description[language] ?? "",
        table(
          text.columns,
          members.map((model) => row(model, language)),
        ),
        `<details><summary>${text.details}</summary>`,
        members.map((model) => `- ${describe(model, language)}`).join("\n"),
        "</details>",
      ].join("\n\n"),
    );
  const vision = findModels({ input: "image" });
  return [
    `# ${text.title}`,
    text.intro,
    `## ${text.language}`,
    ...families(findModels().filter((model) => !model.input.includes("image"))),
    `## ${text.vision}`,
    ...families(vision),
    `## ${text.benchmarks}`,
    table(
      text.measures,
      benchmarks.map(({ name, measures, dataset, paper }) => [
        paper ? `[${name}](${paperUrl(paper)})` : name,
        measures[language],
        dataset ? `[${dataset}](https://huggingface.co/datasets/${dataset})` : "",
      ]),
    ),
    `## ${text.inference}`,
    text.inferenceIntro,
    ...["tg1024", "tg"].map((test) => speedTable(text.device, speeds({ test }))),
    `## ${text.platforms}`,
    table(
      text.compared,
      platforms.map(({ name, url, status, period, method, howToRun }) => [
        `[${name}](${url})`,
        [period ? `${period.from ?? ""} – ${period.to ?? ""}`.trim() : "", text[status]].filter(Boolean).join(", "),
        method[language],
        howToRun[language],
      ]),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

/** Devices by models: each cell holds the different values that sources give. */
function speedTable(heading: string, rows: readonly Speed[]): string {
  const columnOf = ({ model, quantization }: Speed) => `${getModel(model)?.name ?? model} ${quantization}`;
  const deviceOf = ({ hardware, count }: Speed) => `${getHardware(hardware)?.name ?? hardware}${count > 1 ? ` × ${count}` : ""}`;
  const cellOf = ({ tokensPerSecond, backend }: Speed) =>
    tokensPerSecond === undefined ? "OOM" : `${tokensPerSecond}${backend === "CPU" ? " (CPU)" : ""}`;
  const byName = (one: string, other: string) => one.localeCompare(other, "en", { numeric: true });
  const columns = [...new Set(rows.map(columnOf))].toSorted(byName);
  const cells = new Map<string, Map<string, Set<string>>>();
  for (const row of rows) {
    const device = cells.get(deviceOf(row)) ?? new Map<string, Set<string>>();
    const values = device.get(columnOf(row)) ?? new Set<string>();
    cells.set(deviceOf(row), device.set(columnOf(row), values.add(cellOf(row))));
  }
  return table(
    [heading, ...columns],
    [...cells]
      .toSorted(([one], [other]) => byName(one, other))
      .map(([device, values]) => [device, ...columns.map((column) => [...(values.get(column) ?? [])].join(", "))]),
  );
}

function groupByFamily(models: readonly Model[]): Map<string, Model[]> {
  const families = new Map<string, Model[]>();
  for (const model of models) families.set(model.family, [...(families.get(model.family) ?? []), model]);
  return families;
}
