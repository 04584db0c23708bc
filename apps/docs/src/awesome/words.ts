import type { Links } from "@llmlist/catalog";
import type { Language } from "@/i18n/languages";
import type { Section } from "./sections";

/** What the pages of the awesome list say besides the catalog's own words. */
interface AwesomeWords {
  readonly folder: string;
  readonly sections: Readonly<Record<Section, { readonly title: string; readonly description: string }>>;
  readonly model: Readonly<Record<"name" | "released" | "parameters" | "context" | "pretraining" | "license" | "links", string>>;
  readonly links: Readonly<Record<Exclude<keyof Links, "weights">, string>>;
  readonly benchmark: Readonly<Record<"name" | "measures" | "dataset" | "results", string>>;
  readonly platform: Readonly<Record<"live" | "frozen" | "method" | "howToRun", string>>;
  readonly period: (from: string | undefined, to: string | undefined) => string;
  readonly speed: Readonly<Record<"device" | "outOfMemory", string>>;
  readonly emptyCell: string;
}

export const words: Readonly<Record<Language, AwesomeWords>> = {
  en: {
    folder: "Awesome list",
    sections: {
      llms: { title: "Language models", description: "Open-weight models that read and write text, family by family." },
      vlms: { title: "Vision-language models", description: "Open-weight models that also take images, family by family." },
      benchmarks: {
        title: "Benchmarks",
        description: "What each benchmark measures, where its questions are, and how many results the catalog has.",
      },
      speeds: {
        title: "Inference speeds",
        description:
          "Tokens per second while llama.cpp generates 1024 tokens in one conversation, or as many as the source did where it gives no number. Every number links to the file it was read from.",
      },
      platforms: {
        title: "Leaderboards and harnesses",
        description: "Where models are compared, how, and how to run the comparison yourself.",
      },
    },
    model: {
      name: "Model",
      released: "Released",
      parameters: "Parameters",
      context: "Context, tokens",
      pretraining: "Trained on, tokens",
      license: "Licence",
      links: "Links",
    },
    links: {
      announcement: "announcement",
      paper: "paper",
      repository: "code",
      card: "model card",
      blog: "blog",
      modelScope: "ModelScope",
      demo: "demo",
    },
    benchmark: { name: "Benchmark", measures: "What it measures", dataset: "Dataset", results: "Results" },
    platform: { live: "live", frozen: "frozen", method: "How it compares", howToRun: "How to run it" },
    period: (from, to) => (from === undefined ? `until ${to}` : to === undefined ? `since ${from}` : `${from} to ${to}`),
    speed: { device: "Hardware", outOfMemory: "OOM: the model did not fit into memory." },
    emptyCell: "An empty cell means that the catalog has no source for that fact.",
  },
  zh: {
    folder: "优秀清单",
    sections: {
      llms: { title: "语言模型", description: "开放权重的文本模型，按系列排列。" },
      vlms: { title: "视觉语言模型", description: "开放权重、还能读图的模型，按系列排列。" },
      benchmarks: { title: "评测基准", description: "每个基准衡量什么、题目在哪里、目录中有多少条结果。" },
      speeds: {
        title: "推理速度",
        description: "llama.cpp 单个会话生成 1024 个词元时的每秒词元数；来源未注明数量的，按其自身设置。每个数字都链接到原始文件。",
      },
      platforms: { title: "排行榜与评测工具", description: "模型在哪里比较、怎样比较，以及如何自己运行。" },
    },
    model: {
      name: "模型",
      released: "发布",
      parameters: "参数",
      context: "上下文（词元）",
      pretraining: "训练数据（词元）",
      license: "许可证",
      links: "链接",
    },
    links: {
      announcement: "发布公告",
      paper: "论文",
      repository: "代码",
      card: "模型卡",
      blog: "博客",
      modelScope: "魔搭",
      demo: "演示",
    },
    benchmark: { name: "基准", measures: "衡量什么", dataset: "数据集", results: "结果数" },
    platform: { live: "持续更新", frozen: "已停止", method: "比较方法", howToRun: "如何运行" },
    period: (from, to) => (from === undefined ? `至 ${to}` : to === undefined ? `${from} 起` : `${from} 至 ${to}`),
    speed: { device: "硬件", outOfMemory: "OOM 表示显存或内存不足。" },
    emptyCell: "空格表示目录中没有该项的出处。",
  },
};
