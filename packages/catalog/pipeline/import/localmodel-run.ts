import { licenseIn } from "./licenses.ts";
import type { Importer, Statement } from "./statement.ts";

const REPOSITORY = "ansumanshah/localmodel.run";
const COMMIT = "fa101c89aa32a8edf913c850b5bf17f32f771c50";
const PATH = "src/data/models.json";

interface Entry {
  readonly hf_id?: string;
  readonly params_b?: number;
  readonly release?: string;
  readonly license?: string;
}

/** Models to run at home, with licence and month. */
export const localModelRun: Importer = {
  by: "localmodel-run",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "board",
  read: (copies) => {
    const text = copies.read({ repository: REPOSITORY, path: PATH, commit: COMMIT });
    return text === undefined ? [] : (JSON.parse(text) as readonly Entry[]).flatMap(statementsOf);
  },
};

function statementsOf({ hf_id: huggingFace, params_b: size, release, license: written }: Entry): Statement[] {
  if (huggingFace === undefined) return [];
  const license = licenseIn(written);
  const said = { huggingFace, path: PATH };
  return [
    ...(size === undefined
      ? []
      : [
          {
            ...said,
            field: "parameters.nominal" as const,
            value: Math.round(size * 1e9),
            quote: `params_b: ${size}, … hf_id: ${huggingFace},`,
          },
        ]),
    ...(release === undefined
      ? []
      : [{ ...said, field: "released" as const, value: release, quote: `release: ${release}, … hf_id: ${huggingFace},` }]),
    ...(license === undefined
      ? []
      : [{ ...said, field: "license" as const, value: license, quote: `hf_id: ${huggingFace}, … license: ${written},` }]),
  ];
}
