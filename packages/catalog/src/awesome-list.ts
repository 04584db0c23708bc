import { benchmarks, platforms } from "./benchmarks.ts";
import type { License, Model } from "./model.ts";
import { contextOf, findModels, parametersOf } from "./models.ts";

const words = {
  en: {
    title: "Awesome language models",
    intro:
      "Open-weight language models, each fact with its source. Made from `@llmlist/catalog`; an empty cell means that no source was opened.",
    language: "Language models",
    vision: "Models that see",
    benchmarks: "Benchmarks",
    platforms: "Where models are compared",
    columns: ["Model", "Released", "Parameters", "Context", "Trained on", "Licence"],
    measures: ["Benchmark", "What it measures", "Dataset"],
    compared: ["Platform", "How it compares", "How to run it"],
  },
  zh: {
    title: "优秀语言模型清单",
    intro: "开放权重的语言模型，每个事实都有出处。由 `@llmlist/catalog` 生成；空格表示尚未查到来源。",
    language: "语言模型",
    vision: "视觉语言模型",
    benchmarks: "评测基准",
    platforms: "评测平台",
    columns: ["模型", "发布", "参数", "上下文", "训练词元", "许可证"],
    measures: ["基准", "衡量什么", "数据集"],
    compared: ["平台", "比较方法", "如何运行"],
  },
} as const;

/** 8030000000 as `8.03B`, 131072 as `128K`. */
function short(value: number | undefined, steps: readonly (readonly [number, string])[]): string {
  if (value === undefined) return "";
  const [size, unit] = steps.find(([least]) => value >= least) ?? [1, ""];
  return `${Number((value / size).toPrecision(3))}${unit}`;
}
const decimal = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
] as const;
const binary = [
  [1e6, "M"],
  [1024, "K"],
] as const;

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const licenseCell = (license: License | undefined): string => (license ? `[${license.name}](${license.url})` : "");

function nameCell({ name, aliases }: Model): string {
  const [repository] = aliases.huggingFace ?? [];
  return repository ? `[${name}](https://huggingface.co/${repository})` : name;
}

const row = (model: Model): string[] => {
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
  ];
};

/**
 * The catalog as an awesome list in Markdown: language models and models that see, family by family, then benchmarks and platforms.
 *
 * @example
 * ```ts
 * await writeFile("README.md", renderAwesomeList({ language: "en" }));
 * ```
 */
export function renderAwesomeList({ language }: { readonly language: "en" | "zh" }): string {
  const text = words[language];
  const families = (models: readonly Model[]) =>
    [...groupByFamily(models)].map(
      ([, members]) => `${members[0]?.description[language] ?? ""}\n\n${table(text.columns, members.map(row))}`,
    );
  const seeing = findModels({ input: "image" });
  return [
    `# ${text.title}`,
    text.intro,
    `## ${text.language}`,
    ...families(findModels().filter((model) => !model.input.includes("image"))),
    `## ${text.vision}`,
    ...families(seeing),
    `## ${text.benchmarks}`,
    table(
      text.measures,
      benchmarks.map(({ name, measures, dataset, paper }) => [
        paper ? `[${name}](https://arxiv.org/abs/${paper})` : name,
        measures[language],
        dataset ? `[${dataset}](https://huggingface.co/datasets/${dataset})` : "",
      ]),
    ),
    `## ${text.platforms}`,
    table(
      text.compared,
      platforms.map(({ name, url, method, howToRun }) => [`[${name}](${url})`, method[language], howToRun[language]]),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

function groupByFamily(models: readonly Model[]): Map<string, Model[]> {
  const families = new Map<string, Model[]>();
  for (const model of models) families.set(model.family, [...(families.get(model.family) ?? []), model]);
  return families;
}
