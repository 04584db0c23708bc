import { blocksOf, dayOrMonth, type Importer, type Statement } from "./statement.ts";
import { licenseIn } from "./licenses.ts";

const REPOSITORY = "gpustack/gpustack";
const COMMIT = "47277d79f4a5bae12a2d25e9ecbed2a2177a5f2d";
const PATH = "gpustack/assets/model-catalog.yaml";

/** Models that GPUStack deploys, with licence and date. */
export const gpustack: Importer = {
  by: "gpustack",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "board",
  read: (copies) =>
    blocksOf(copies.read({ repository: REPOSITORY, path: PATH, commit: COMMIT }) ?? "", /^- name: /mu).flatMap(statementsOf),
};

/** A set states facts of the repository that has its name, and not of quantized ones. */
function statementsOf(block: string): Statement[] {
  const name = block.slice(0, block.indexOf("\n")).trim();
  const huggingFace = [...block.matchAll(/huggingface_repo_id: (\S+)/gu)].find(([, id = ""]) =>
    id.toLowerCase().endsWith(`/${name.toLowerCase()}`),
  )?.[1];
  if (huggingFace === undefined) return [];
  const said = { huggingFace, path: PATH };
  const date = /^ {2}release_date: "?([\d-]+)"?/mu.exec(block)?.[1];
  const written = /^ {2}licenses:\n {4}- (\S+)/mu.exec(block)?.[1];
  const license = licenseIn(written);
  return [
    ...(date === undefined
      ? []
      : [{ ...said, field: "released" as const, value: dayOrMonth(date), quote: `name: ${name} … release_date: ${date}` }]),
    ...(license === undefined
      ? []
      : [{ ...said, field: "license" as const, value: license, quote: `name: ${name} … licenses: - ${written}` }]),
  ];
}
