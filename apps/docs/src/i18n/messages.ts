import type { Language } from "./languages";

/** What the site itself says: home, navigation, and the page for a wrong address. */
interface Messages {
  readonly title: string;
  readonly description: string;
  readonly skip: string;
  readonly navigation: { readonly guides: string; readonly awesome: string };
  readonly home: {
    readonly lead: string;
    readonly numbers: Readonly<Record<"models" | "visionModels" | "benchmarks" | "results" | "speeds" | "devices", string>>;
    readonly numbersNote: string;
    readonly ways: readonly {
      readonly title: string;
      readonly text: string;
      readonly command: string;
      readonly link: string;
      readonly path: string;
    }[];
    readonly packages: string;
    readonly packageTexts: readonly { readonly name: string; readonly text: string; readonly path: string }[];
  };
}

export const messages: Readonly<Record<Language, Messages>> = {
  en: {
    title: "llmlist",
    description: "Facts, ratings and blind comparisons of open language models, as npm packages and a service to run yourself.",
    skip: "Skip to the content",
    navigation: { guides: "Guides", awesome: "Awesome list" },
    home: {
      lead: "An awesome list of language models, turned into working software: facts with sources, ratings with sound statistics, llama.cpp on your machine, and an arena where two anonymous models answer and you pick the better one.",
      numbers: {
        models: "models",
        visionModels: "with image input",
        benchmarks: "benchmarks",
        results: "published results",
        speeds: "measured speeds",
        devices: "devices",
      },
      numbersNote: "Counted from the catalog when this page was built.",
      ways: [
        {
          title: "Use the catalog",
          text: "Which models fit into 8 GB? What was a model trained on, and who says so?",
          command: "npx catalog fits --memory 8GB",
          link: "Query the catalog",
          path: "guides/catalog",
        },
        {
          title: "Vote",
          text: "Ask anything. Two anonymous models answer. You pick the better one and see their names.",
          command: "npm start",
          link: "Start the arena and vote",
          path: "guides/arena#vote",
        },
        {
          title: "Run your own arena",
          text: "Your models, your voters, your leaderboard, on one machine with nothing to configure.",
          command: "npm run models -- add model.gguf",
          link: "Run an arena",
          path: "guides/arena",
        },
      ],
      packages: "Packages",
      packageTexts: [
        { name: "@llmlist/catalog", text: "Typed facts on models, benchmarks and results, each with its source.", path: "guides/catalog" },
        { name: "@llmlist/elo", text: "Ratings from pairwise votes, with intervals that hold.", path: "guides/elo" },
        { name: "@llmlist/inference", text: "llama.cpp in worker processes, and an OpenAI-compatible server.", path: "guides/inference" },
        { name: "@llmlist/evals", text: "The benchmarks of LM Evaluation Harness, with the same numbers.", path: "guides/evals" },
        { name: "@llmlist/pocket-models", text: "Very small chat models that need no download.", path: "guides/pocket-models" },
      ],
    },
  },
  zh: {
    title: "llmlist",
    description: "开放语言模型的资料、评分与盲测：既是 npm 包，也是可以自己运行的服务。",
    skip: "跳到正文",
    navigation: { guides: "指南", awesome: "优秀清单" },
    home: {
      lead: "一份语言模型优秀清单，做成了可以运行的软件：有出处的资料、统计上站得住的评分、在本机运行的 llama.cpp，以及一个竞技场：两个匿名模型作答，由你选出更好的一个。",
      numbers: {
        models: "个模型",
        visionModels: "个能读图",
        benchmarks: "个评测基准",
        results: "条已发表结果",
        speeds: "条实测速度",
        devices: "种硬件",
      },
      numbersNote: "以上数字在构建本页时从目录中统计得出。",
      ways: [
        {
          title: "查目录",
          text: "8 GB 内存能跑哪些模型？某个模型用多少数据训练，出处是哪里？",
          command: "npx catalog fits --memory 8GB",
          link: "查询目录",
          path: "guides/catalog",
        },
        {
          title: "投票",
          text: "随便问一个问题，两个匿名模型同时作答。选出更好的一个，再看它们是谁。",
          command: "npm start",
          link: "启动竞技场并投票",
          path: "guides/arena#vote",
        },
        {
          title: "运行自己的竞技场",
          text: "自己的模型、自己的投票者、自己的排行榜，一台机器即可，无需配置。",
          command: "npm run models -- add model.gguf",
          link: "运行竞技场",
          path: "guides/arena",
        },
      ],
      packages: "软件包",
      packageTexts: [
        { name: "@llmlist/catalog", text: "模型、基准和结果的资料，带类型，每条都有出处。", path: "guides/catalog" },
        { name: "@llmlist/elo", text: "由成对投票算出评分，置信区间名副其实。", path: "guides/elo" },
        { name: "@llmlist/inference", text: "在工作进程中运行 llama.cpp，并提供兼容 OpenAI 的服务。", path: "guides/inference" },
        { name: "@llmlist/evals", text: "LM Evaluation Harness 的各项基准测试，分数与之一致。", path: "guides/evals" },
        { name: "@llmlist/pocket-models", text: "极小的对话模型，无需下载。", path: "guides/pocket-models" },
      ],
    },
  },
};
