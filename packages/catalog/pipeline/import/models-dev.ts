import { dayOrMonth, nominalIn, type Importer, type Statement } from "./statement.ts";

const REPOSITORY = "anomalyco/models.dev";
const COMMIT = "f3fc692299671838c7c65fd8126bf84d81a2e817";

/** Names of an endpoint behind which the model changes. */
const ENDPOINT = /-latest\.toml$|\/deepseek-(?:chat|reasoner)\.toml$/u;

/** Models as services offer them, a file each, with the address of their weights. */
export const modelsDev: Importer = {
  by: "models-dev",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "board",
  read: (copies) =>
    copies
      .list(REPOSITORY, COMMIT, "models")
      .filter((path) => path.endsWith(".toml") && !ENDPOINT.test(path))
      .flatMap((path) => statementsOf(path, copies.read({ repository: REPOSITORY, path, commit: COMMIT }) ?? "")),
};

function statementsOf(path: string, text: string): Statement[] {
  const field = (name: string): string | undefined => new RegExp(String.raw`^${name} = "?([^"\n]+)"?`, "mu").exec(text)?.[1];
  const weights = [...text.matchAll(/^url = "https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)"/gmu)].map(([, repository = ""]) => repository);
  const quote = (name: string) => `name = ${field("name")} … ${name} = ${field(name)}`;
  const [date, cutoff, context] = [field("release_date"), field("knowledge"), field("context")?.replaceAll("_", "")];
  return weights.flatMap((huggingFace): Statement[] => {
    const said = { huggingFace, path };
    const nominal = nominalIn(huggingFace);
    return [
      ...(nominal === undefined
        ? []
        : [{ ...said, field: "parameters.nominal" as const, value: nominal, quote: `https://huggingface.co/${huggingFace}` }]),
      ...(date === undefined ? [] : [{ ...said, field: "released" as const, value: dayOrMonth(date), quote: quote("release_date") }]),
      ...(cutoff === undefined
        ? []
        : [{ ...said, field: "pretraining.cutoff" as const, value: cutoff.slice(0, "2024-07".length), quote: quote("knowledge") }]),
      ...(context === undefined ? [] : [{ ...said, field: "context.native" as const, value: Number(context), quote: quote("context") }]),
    ];
  });
}
