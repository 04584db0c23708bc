import type { Model } from "../../src/model.ts";

const fields = {
  "release date": ({ released }) => released,
  "parameters (nominal or counted)": ({ parameters }) => parameters?.total ?? parameters?.nominal,
  "parameters, counted": ({ parameters }) => parameters?.total,
  "context length": ({ context }) => context?.native ?? context?.extended,
  "pretraining tokens": ({ pretraining }) => pretraining?.tokens,
  "data cutoff": ({ pretraining }) => pretraining?.cutoff,
  licence: ({ license }) => license,
  languages: ({ languages }) => languages,
  layers: ({ architecture }) => architecture?.layers,
  "KV heads": ({ architecture }) => architecture?.keyValueHeads ?? architecture?.latentSize,
  "feed-forward size": ({ architecture }) => architecture?.feedForwardSize,
  paper: ({ links }) => links?.paper,
  "link to a card, repository or announcement": ({ links }) => links?.card ?? links?.repository ?? links?.announcement,
  "Hugging Face repository": ({ aliases }) => aliases.huggingFace,
  "OpenRouter slug": ({ aliases }) => aliases.openRouter,
  "name in Chatbot Arena": ({ aliases }) => aliases.arena,
} as const satisfies Readonly<Record<string, (model: Model) => unknown>>;
type Fact = keyof typeof fields;

/**
 * The same facts in models.dev, counted in the 108 of its 231 model files that say `open_weights = true`, at commit
 * f3fc692299671838c7c65fd8126bf84d81a2e817 (2 July 2026). An OpenRouter slug is a file of that provider which names the model as its base.
 */
const modelsDev: Readonly<Record<Fact, number>> = {
  "release date": 108,
  "parameters (nominal or counted)": 0,
  "parameters, counted": 0,
  "context length": 108,
  "pretraining tokens": 0,
  "data cutoff": 55,
  licence: 4,
  languages: 0,
  layers: 0,
  "KV heads": 0,
  "feed-forward size": 0,
  paper: 0,
  "link to a card, repository or announcement": 4,
  "Hugging Face repository": 81,
  "OpenRouter slug": 59,
  "name in Chatbot Arena": 0,
};
const MODELS_DEV_FILES = 108;

const share = (known: number, all: number): string => `${known} of ${all} (${Math.round((100 * known) / all)} %)`;

/** How many of the models have each fact, as a Markdown table. */
export function fillRate(models: readonly Model[]): string {
  const rows = (Object.keys(fields) as Fact[]).map((name) => {
    const known = models.filter((model) => fields[name](model) !== undefined).length;
    return `| ${name} | ${share(known, models.length)} | ${share(modelsDev[name], MODELS_DEV_FILES)} |`;
  });
  return ["| fact | this catalog | models.dev |", "| --- | --- | --- |", ...rows].join("\n");
}
