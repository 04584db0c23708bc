import type { Model } from "../src/model.ts";

const fields: Readonly<Record<string, (model: Model) => unknown>> = {
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
  "Hugging Face repository": ({ aliases }) => aliases.huggingFace,
};

/** How many of the models have each fact, as a Markdown table. */
export function fillRate(models: readonly Model[]): string {
  const rows = Object.entries(fields).map(([name, read]) => {
    const known = models.filter((model) => read(model) !== undefined).length;
    return `| ${name} | ${known} of ${models.length} | ${Math.round((100 * known) / models.length)} % |`;
  });
  return ["| fact | known | share |", "| --- | --- | --- |", ...rows].join("\n");
}
