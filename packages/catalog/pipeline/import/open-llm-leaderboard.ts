import { dayOrMonth, type Importer, nominalIn, type Statement } from "./statement.ts";
import { licenseIn } from "./licenses.ts";

const REPOSITORY = "hlzhang109/causal-eval";
const COMMIT = "ca2a96bbc28dfe796a9a4d5a5442f2c4b2c2ca2b";
const PATH = "data/open_llm_leaderboard.csv";

/** Rows of the Open LLM Leaderboard v2, with the licence and the day of upload that Hugging Face gives. */
export const openLlmLeaderboard: Importer = {
  by: "open-llm-leaderboard",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "board",
  read: (copies) => (copies.read({ repository: REPOSITORY, path: PATH, commit: COMMIT }) ?? "").split("\n").flatMap(statementsOf),
};

/** `owner/name,sha,average,license,likes,parameters,…,official,upload,submission,generation,base` from the repository on. */
const ROW =
  /,([\w.-]+\/[\w.-]+),([0-9a-f]{40}),([\d.]+),([^,]*),(\d+),([\d.]+),.*,((?:True|False),(?:True|False),(\d{4}-\d\d-\d\d),\d{4}-\d\d-\d\d),\d+,[^,]*$/u;

function statementsOf(line: string): Statement[] {
  const [, huggingFace, commit = "", average = "", written = "", likes = "", billions = "", end = "", date = ""] =
    ROW.exec(line.trimEnd()) ?? [];
  if (huggingFace === undefined) return [];
  const [license, nominal] = [licenseIn(written), nominalIn(huggingFace)];
  const said = { huggingFace, path: PATH };
  return [
    ...(nominal === undefined
      ? []
      : [{ ...said, field: "parameters.nominal" as const, value: nominal, quote: `${huggingFace},${commit}` }]),
    ...(license === undefined
      ? []
      : [{ ...said, field: "license" as const, value: license, quote: `${huggingFace},${commit},${average},${written}` }]),
    ...(!Number.isInteger(Number(billions))
      ? [
          {
            ...said,
            field: "parameters.total" as const,
            value: Math.round(Number(billions) * 1e9),
            quote: `#Params (B) …… ${huggingFace},${commit},${average},${written},${likes},${billions}`,
          },
        ]
      : []),
    { ...said, field: "released", value: dayOrMonth(date), quote: `${huggingFace},${commit} … ${end}` },
  ];
}
