import { type Importer, parametersIn, type Statement } from "./statement.ts";

const REPOSITORY = "vllm-project/recipes";
const COMMIT = "8959cf64189c71d36e11c6a30335f923f261b1f7";

/** Recipes to serve a model with vLLM, a file each; sizes and context come from the model's configuration. */
export const vllmRecipes: Importer = {
  by: "vllm",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "code",
  read: (copies) =>
    copies
      .list(REPOSITORY, COMMIT, "models")
      .filter((path) => path.endsWith(".yaml"))
      .flatMap((path) => statementsOf(path, copies.read({ repository: REPOSITORY, path, commit: COMMIT }) ?? "")),
};

function statementsOf(path: string, text: string): Statement[] {
  const field = (name: string): string | undefined => new RegExp(String.raw`^  ${name}: "?([^"\n]+)"?`, "mu").exec(text)?.[1];
  const huggingFace = field("model_id");
  if (huggingFace === undefined) return [];
  const quote = (name: string) => `model_id: ${huggingFace} … ${name}: ${field(name)}`;
  const total = parametersIn(field("parameter_count") ?? "");
  const active = parametersIn(field("active_parameters") ?? "");
  const context = Number(field("context_length"));
  const said = { huggingFace, path };
  return [
    ...(total === undefined ? [] : [{ ...said, field: "parameters.nominal" as const, value: total, quote: quote("parameter_count") }]),
    ...(active === undefined || active === total
      ? []
      : [{ ...said, field: "parameters.active" as const, value: active, quote: quote("active_parameters") }]),
    ...(context > 0 ? [{ ...said, field: "context.native" as const, value: context, quote: quote("context_length") }] : []),
  ];
}
